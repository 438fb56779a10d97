"""Takes the pictures of docs/pictures/: every kind of page as a reader sees it.

    python -m tests.pictures            (`make pictures`)

Starts the site as `make run` does, on a free port, with the bilans that it holds, and stops it again.
"""

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, find_chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "home": "",
    "report": "2024/",
    "text": "2024/text/",
    "indicator": "indicators/cases_total/",
    "catalogue": "indicators/",
    "units": "units/",
    "agreements": "partnerships/",
    "compare": "compare/?indicators=cases_total&years=2017-2024",
    "search": "search/?q=2024",
    "releases": "2024/releases/",
    "corrections": "corrections/",
    "command": "commands/casablanca/",
    "unit": "units/canine-brigade-casablanca/",
    "agreement": "partnerships/2024-01/",
    "embed": "indicators/cases_total/embed/",
    "methodology": "methodology/",
    "accessibility": "accessibility/",
    "about": "about/",
    "not-found": "no-such-page/",
}
SOME = ("home", "report", "indicator")
SIZES = {"desktop": {"width": 1180, "height": 760}, "phone": {"width": 390, "height": 780}}
START_SECONDS = 60


def wanted() -> list[tuple[str, str, str, str]]:
    """(page, language, size, scheme) of each picture: all in Arabic, the main ones in every manner."""
    everything = [(page, "ar", size, "light") for page in PAGES for size in SIZES]
    dark = [(page, "ar", size, "dark") for page in SOME for size in SIZES]
    others = [(page, language, "desktop", "light") for page in SOME for language in ("fr", "en")]
    return [*everything, *dark, *others]


def main() -> None:
    """Writes one PNG for each wanted picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "bilan.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
        + ["--no-control-socket", "--log-level", "error"],
        cwd=ROOT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/livez")
        take(f"http://127.0.0.1:{port}")
    finally:
        site.terminate()
        site.wait()


def wait_for(address: str) -> None:
    """Until the site answers; TimeoutError when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(address)


def take(site: str) -> None:
    """Every picture, from a site that runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for page, language, size, scheme in wanted():
            reader = browser.new_context(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
            tab = reader.new_page()
            tab.goto(f"{site}/{language}/{PAGES[page]}")
            tab.evaluate("document.fonts.ready")
            tab.screenshot(path=FOLDER / f"{page}-{language}-{size}-{scheme}.png")
            reader.close()
        browser.close()


if __name__ == "__main__":
    main()
