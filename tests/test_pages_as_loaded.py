"""What a page costs and whether it is sound: valid HTML, few bytes, nothing that jumps, keys alone."""

import gzip
from urllib.parse import urlsplit

import html5lib
import pytest

from tests.bilans import release_the_bilans
from tests.test_every_page import KINDS, NOWHERE

MOST_BYTES = 100_000  # as sent, typefaces aside
MOST_SHIFT = 0.05  # at the first visit, when the typefaces come in; nothing moves after that
MOST_REQUESTS = 4  # the page, its style, its mark, one script
SHIFT = """() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { total += one.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 150);
})"""


@pytest.mark.only_sqlite
@pytest.mark.django_db
def test_every_kind_of_page_is_valid_html_in_three_languages(client):
    release_the_bilans()
    faults = {}
    for place in KINDS:
        for language in ("ar", "fr", "en"):
            parser = html5lib.HTMLParser()
            parser.parse(client.get(f"/{language}/{place}").content.decode())
            if parser.errors:
                faults[language, place] = parser.errors[:3]
    assert faults == {}


@pytest.mark.only_sqlite
def test_a_page_is_light_and_holds_still(page, live_server):
    release_the_bilans()
    sent: list = []
    page.on("response", lambda response: sent.append(response))
    page.set_viewport_size({"width": 390, "height": 780})
    for place in KINDS[: KINDS.index(NOWHERE)]:
        sent.clear()
        page.goto(f"{live_server.url}/ar/{place}", wait_until="load")
        assert page.evaluate(SHIFT) <= MOST_SHIFT, place
        own = [one for one in sent if not urlsplit(one.url).path.endswith(".woff2")]
        assert sum(len(gzip.compress(one.body())) for one in own) < MOST_BYTES, place
        assert len(own) <= MOST_REQUESTS, (place, [one.url for one in own])
        page.evaluate("document.fonts.ready")
        page.reload(wait_until="load")
        assert page.evaluate(SHIFT) == 0, place


@pytest.mark.only_sqlite
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_reader_comes_by_keys_alone_from_the_home_page_into_the_record(page, live_server, language):
    release_the_bilans()
    page.goto(f"{live_server.url}/{language}/")
    page.focus(f'#latest a[href="/{language}/2024/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/2024/")
    fold = page.locator("details.fold:not([open])").first
    fold.locator("summary").focus()
    assert fold.locator("summary").bounding_box()["height"] >= 44
    page.keyboard.press("Enter")
    link = page.locator("details.fold[open]").nth(1).locator("tbody a").first
    address = link.get_attribute("href")
    for _step in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == address:
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "focus is seen"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
