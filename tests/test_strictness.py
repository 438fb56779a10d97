"""The test ground itself: what tests/conftest.py and its neighbours promise to every other test."""

import socket
import warnings

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.template.base import Origin, Template

from .browser import violations
from .conftest import NetworkUsed
from .strict_templates import UnknownTemplateVariable


def render(text, *, path, **context):
    """Render `text` as if it stood in the file `path`."""
    from django.template import Context

    engine = engines["django"].engine
    return Template(text, origin=Origin(str(path)), engine=engine).render(Context(context))


def test_an_unknown_variable_in_a_template_of_ours_fails():
    with pytest.raises(UnknownTemplateVariable, match="report.titel"):
        render(
            "{{ report.titel }}", path=settings.BASE_DIR / "templates" / "page.html", report={"title": "2024"}
        )


def test_an_unknown_variable_in_somebody_elses_template_is_empty_and_filters_apply_to_it():
    text = "[{{ missing }}][{{ missing|default:'-' }}]{% if missing %}yes{% endif %}"
    path = settings.BASE_DIR / ".venv" / "lib" / "site-packages" / "admin" / "page.html"
    assert render(text, path=path) == "[][-]"


def test_a_known_variable_is_printed_even_when_empty():
    assert render("[{{ note }}]", path=settings.BASE_DIR / "templates" / "page.html", note="") == "[]"


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_nothing_leaves_the_machine(address):
    with socket.socket() as outward, pytest.raises(NetworkUsed):
        outward.connect(address)


def test_the_machine_itself_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]):
        pass


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db
def test_the_tests_have_a_database_of_their_own():
    assert "test" in str(connection.settings_dict["NAME"])


@pytest.mark.only_sqlite
@pytest.mark.django_db
def test_sqlite_keeps_what_it_acknowledged_and_checks_foreign_keys():
    """The pragmas of the site hold on the connection that the tests use: a log ahead, FULL, keys checked."""
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert connection.vendor == "sqlite"
    assert found == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.only_postgresql
@pytest.mark.django_db
def test_postgresql_waits_for_its_log_before_it_acknowledges():
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone()[0] == "on"


def test_axe_sees_what_keeps_people_out_of_a_page(page):
    page.set_content("<!doctype html><html lang=en><title>t</title><main><h1>t</h1><input></main></html>")
    assert [found.partition(":")[0] for found in violations(page)] == ["label"]
