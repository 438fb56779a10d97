"""How the tests run: on which databases, how strictly, and what is said about what could not run.

    pytest                          one database: SQLite
    pytest --database postgresql    one database: PostgreSQL, a throw-away cluster or TEST_DATABASE_URL
    pytest --database both          every test on each of the two, side by side (`make test`)

Two markers are for the few tests that have only one place to run: `only_sqlite` and `only_postgresql`.
Tests that open pages in a browser (they use `page`) run once, beside SQLite; so do, beside PostgreSQL, those
that ask for no data: its process would else be the first to have nothing to do.
"""

from __future__ import annotations

import ipaddress
import os
import socket

import hypothesis
import pytest

from . import browser as browser_module
from .browser import browser, context, page  # noqa: F401  fixtures
from .postgres import HOW_TO_INSTALL, find_binaries, start_cluster

# No test is timed: a busy machine is not a fault of ours.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

DATABASES = ("sqlite", "postgresql")
# Read by tests/settings.py, which is loaded before any option of ours is.
CHOSEN = "BILAN_TESTS_ON"
# On CI everything must have run, so what is missing there is a failure.
NOTHING_MAY_BE_MISSING = bool(os.environ.get("CI"))
CANNOT_RUN = "cannot run: "

not_run: list[str] = []


class NetworkUsed(OSError):
    """Something under test tried to leave the machine."""


def pytest_addoption(parser):
    """Let the command line choose the database."""
    parser.addoption(
        "--database", choices=[*DATABASES, "both"], default="sqlite", help="where the tests keep their data"
    )


def pytest_configure(config):
    """Start a process for each chosen database (pytest-xdist sends every test to each), and PostgreSQL."""
    config.addinivalue_line("markers", "only_sqlite: a promise that only SQLite has to be tested for")
    config.addinivalue_line("markers", "only_postgresql: a promise that only PostgreSQL has to be tested for")
    chosen = config.getoption("database")
    if hasattr(config, "workerinput") or chosen == "sqlite":
        return
    places = ["postgresql"] if chosen == "postgresql" else list(DATABASES)
    if not _find_postgresql():
        places.remove("postgresql")
        not_run.append(f"every test on PostgreSQL. To run them: {HOW_TO_INSTALL}.")
    config.option.dist = "each"
    config.option.tx = [f"popen//id={place}//env:{CHOSEN}={place}" for place in places]
    if not places or (not_run and NOTHING_MAY_BE_MISSING):
        raise pytest.UsageError(f"PostgreSQL was not found. {HOW_TO_INSTALL}")


def _find_postgresql() -> bool:
    if os.environ.get("TEST_DATABASE_URL"):
        return True
    binaries = find_binaries()
    if binaries:
        os.environ["TEST_DATABASE_URL"] = start_cluster(binaries)
    return bool(binaries)


def pytest_collection_modifyitems(config, items):
    """Leave out what has its place elsewhere: that is no skip, so every skip that is left matters."""
    here = os.environ.get(CHOSEN, "sqlite")
    side_by_side = getattr(config, "workerinput", {}).get("workercount") == len(DATABASES)
    elsewhere = {f"only_{name}" for name in DATABASES if name != here}
    kept, left_out = [], []
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("only_sqlite")
        elif side_by_side and not _asks_for_data(item) and not item.get_closest_marker("only_sqlite"):
            item.add_marker("only_postgresql")
        (left_out if any(item.get_closest_marker(mark) for mark in elsewhere) else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def _asks_for_data(item) -> bool:
    """Whether the test may use the database; one that does not need not run twice."""
    asking = {"db", "transactional_db", "django_db_setup", "live_server", "admin_client", "admin_user"}
    return bool(item.get_closest_marker("django_db") or asking & set(item.fixturenames))


def pytest_terminal_summary(terminalreporter):
    """Say in the last lines what could not run and how to install it."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = _reason(report)
        if reason not in not_run:
            not_run.append(reason)
    if not_run:
        terminalreporter.section("not run", yellow=True)
        for reason in not_run:
            terminalreporter.write_line(f"- {reason}")


def _reason(report) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    text = text.removeprefix("Skipped: ")
    return text.removeprefix(CANNOT_RUN) if text.startswith(CANNOT_RUN) else f"{report.nodeid}: {text}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """On CI a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if NOTHING_MAY_BE_MISSING and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Refuse every connection that leaves the machine: neither the site nor its tests need one."""
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex

    def connect(self, address):
        _refuse_unless_local(self, address)
        return real_connect(self, address)

    def connect_ex(self, address):
        _refuse_unless_local(self, address)
        return real_connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


def _refuse_unless_local(connection: socket.socket, address) -> None:
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = str(address[0])
    if host == "localhost":
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkUsed(f"A test tried to reach {host}: tests use this machine only.")


@pytest.fixture(scope="session", autouse=True)
def frozen_tables_are_emptied_between_tests():
    """Let Django empty the tables after a test with transactions of its own: their triggers would refuse."""
    from django.test import TransactionTestCase

    from .thaw import thaw

    empty = TransactionTestCase._fixture_teardown

    def thaw_and_empty(self):
        with thaw():
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", thaw_and_empty)
        yield


@pytest.fixture(autouse=True)
def _say_what_the_browser_lacks(request):
    """Skip a browser's test where there is no browser, with the cure; on CI that is a failure."""
    if "browser" in request.fixturenames and not browser_module.find_chromium():
        report = pytest.fail if NOTHING_MAY_BE_MISSING else pytest.skip
        report(f"{CANNOT_RUN}pages in a real browser. To run them: {browser_module.HOW_TO_INSTALL}.")


@pytest.fixture(autouse=True)
def _english():
    """What is said outside a page (messages, commands) is read in English; a request has its own language."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_known_of_releases():
    """Let no test see which releases were current in the one before it."""
    from bilan import freshness

    freshness.forget()
