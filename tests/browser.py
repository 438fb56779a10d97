"""Pages in a real browser: Chromium as the system installs it, driven by Playwright; axe for accessibility.

    def test_the_home_page_reads_from_the_right(page, live_server):
        page.goto(f"{live_server.url}/ar/")
        assert violations(page) == []

`page` fails its test when the page raised an error, wrote one to the console (a refused script or style does)
or asked another host for anything.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HOW_TO_INSTALL = "apt-get install chromium (or set CHROMIUM to a browser's path)"
ARGUMENTS = [
    # Containers give little shared memory, and a browser must not look for its maker.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# What WCAG 2.2 AA asks for, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, and Django then takes every query for one made in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser):
    """A reader's browser with nothing kept from before: `context.new_page()`, or simply use `page`."""
    # The site's content security policy stays in force: axe comes in through the debugger.
    reader = browser.new_context(locale="fr-MA", timezone_id="Africa/Casablanca")
    yield reader
    reader.close()


@pytest.fixture
def page(context):
    """One tab of that browser, which fails the test for errors and for anything asked of another host."""
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    complaints = []
    tab.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    tab.on(
        "console", lambda message: message.type == "error" and complaints.append(f"console: {message.text}")
    )
    tab.on(
        "request",
        lambda request: _is_elsewhere(request.url) and complaints.append(f"asked for {request.url}"),
    )
    yield tab
    tab.close()
    assert complaints == []


def _is_elsewhere(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme in ("http", "https", "ws", "wss") and address.hostname not in (
        "localhost",
        "127.0.0.1",
    )


def violations(page, rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong on the page as it stands: `rule: first element` lines, empty when nothing is."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": rules or RULES, "resultTypes": ["violations"]}).response
    return [
        f"{violation['id']}: {node['target']} {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
