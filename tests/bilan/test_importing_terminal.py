"""What the commands show on a terminal."""

from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from bilan.importing import terminal


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def shown(monkeypatch):
    """The screen; a bar that is drawn at every call."""
    monkeypatch.setattr(terminal, "EVERY", -1)
    return Terminal()


def test_the_bar_shows_the_share_of_the_file_then_what_is_done_and_is_wiped(shown):
    with terminal.Bar(OutputWrapper(shown)) as bar:
        bar("read", 1000, 0.25)
        assert f"[{'#' * 10:<40}] 1,000 (" in shown.getvalue()
        bar("check", 4000, 1)
        assert f"[{'#' * 40}] 4,000 comparing…" in shown.getvalue()
        bar("write", 4000, 1)
    assert shown.getvalue().endswith("writing…\r\033[K")


def test_a_bar_is_for_terminals_and_those_who_want_it(shown):
    for stream, quiet in ((StringIO(), False), (shown, True)):
        with terminal.Bar(OutputWrapper(stream), quiet=quiet) as bar:
            bar("read", 1000, 0.25)
        assert stream.getvalue() == ""
