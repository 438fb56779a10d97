"""What the commands share: a progress bar, and the person in whose name they write."""

import sys
import time
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVERY = 0.2


WIDTH = 40
STAGES = {"check": gettext_lazy("comparing…"), "write": gettext_lazy("writing…")}


class Bar:
    """How far an import is, on a terminal only; the line is wiped at the end, on an interruption too."""

    def __init__(self, stream, *, quiet=False):
        self.stream = stream
        self.shown = not quiet and stream.isatty()
        self.started = self.last = time.monotonic()
        self.stage = "read"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.shown:
            self._draw("")

    def __call__(self, stage: str, count: int, share: float) -> None:
        """Shows the share of the file that is read and its rows, a few times a second at most; each stage."""
        now = time.monotonic()
        if self.shown and (now - self.last > EVERY or stage != self.stage):
            self.last, self.stage = now, stage
            doing = STAGES.get(stage) or f"({int(count / (now - self.started)):,}/s)"
            self._draw(f"[{'#' * int(WIDTH * share):<{WIDTH}}] {count:,} {doing}")

    def _draw(self, line: str) -> None:
        """The line anew, in the colours of no error."""
        self.stream.write(f"\r\033[K{line}", style_func=str, ending="")
        self.stream.flush()


@contextmanager
def all_or_nothing(stream):
    """Says that nothing was written when a person interrupts (exit 130) or disk or database fail (2)."""
    try:
        yield
    except KeyboardInterrupt:
        stream.write(_("Interrupted: nothing was written."))
        sys.exit(130)
    except (DatabaseError, OSError) as error:
        stream.write(_("Nothing was written: %(reason)s") % {"reason": error})
        sys.exit(2)


def add_person(parser) -> None:
    """The option `--by`."""
    parser.add_argument("--by", metavar="USER", help="in whose name the history records it")


def person_named(name: str | None):
    """The person of `--by`, None without it; CommandError (exit 2) when there is no such person."""
    if not name:
        return None
    people = get_user_model()
    try:
        return people.objects.get_by_natural_key(name)
    except people.DoesNotExist:
        raise CommandError(_("There is no user %(name)s.") % {"name": name}, returncode=2) from None
