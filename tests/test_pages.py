"""The whole public site with the real bilans: no dead link, few queries, open to everybody."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilan import freshness
from tests.bilans import release_the_bilans
from tests.factories import (
    make_agreement,
    make_correction,
    make_figure,
    make_indicator,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
)

LANGUAGES = ("ar", "fr", "en")
# One address of each kind; what a reader can open with the bilans of data/.
PLACES = (
    *("", "2024/", "2024/text/", "2024/releases/", "2024/releases/1/", "2017/"),
    *("indicators/", "indicators/cases_total/", "units/", "partnerships/"),
    *("methodology/", "accessibility/", "about/", "corrections/"),
)


def parsed(content: bytes):
    return html5lib.parse(content.decode(), namespaceHTMLElements=False)


@pytest.mark.only_sqlite
@pytest.mark.django_db
def test_every_link_of_the_site_leads_somewhere(client, settings):
    """From the Arabic home page on, through every page of the three languages and every file."""
    settings.RELEASE_DOCUMENTS = True
    release_the_bilans()
    waiting, seen, ids, wanted, dead = ["/ar/"], {"/ar/": ""}, {}, [], []
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code != 200:
            dead.append(f"{response.status_code} {address} from {seen[address]}")
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = parsed(response.content)
        ids[address] = {element.get("id") for element in page.iter() if element.get("id")}
        for element in page.iter():
            target = element.get("href") or element.get("src")
            if not isinstance(element.tag, str) or not target or urlsplit(target).scheme:
                continue
            place, fragment = urldefrag(urljoin(address, target))
            wanted.append((address, place, fragment))
            if place not in seen and not place.startswith("/static/"):
                seen[place] = address
                waiting.append(place)
    assert dead == []
    lost = {f"{a} -> {p}#{f}" for a, p, f in wanted if f and p in ids and f not in ids[p]}
    assert lost == set(), "no such place on the page"
    for language in LANGUAGES:
        missing = {f"/{language}/{place}" for place in PLACES} - seen.keys()
        assert missing == set(), "nobody leads there"


def release_a_report(year: int, entries: int) -> None:
    """With so many figures, statements, units and agreements, and a text."""
    report = make_report(year)
    source = make_source(f"text-{year}", text="سجلت المصالح 755 ألف و541 قضية.")
    make_figure(report, quote="755 ألف و541 قضية", source=source)
    for number in range(entries):
        make_figure(report, indicator=make_indicator(f"indicator_{number}"), value=number, source=source)
        make_statement(report, code=f"axis-{number}")
        make_unit_event(report, unit=f"k9-{year}-{number}")
        make_agreement(report)
    make_release(report)


def questions(client, address) -> list[str]:
    """The queries of one page, the one that asks which releases are current among them."""
    freshness.forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    # Whether PostgreSQL has the public's own functions is asked of its catalogue, and reads no row.
    return [query["sql"] for query in asked.captured_queries if "to_regprocedure" not in query["sql"]]


# A page more or less costs a line here, and a reason. The one question that all share is among them.
QUERIES = {
    "/fr/": 6,  # with what is announced
    "/fr/2024/": 6,
    "/fr/2024/text/": 6,
    "/fr/2024/releases/": 2,
    "/fr/2024/releases/1/": 6,
    "/fr/indicators/": 3,
    "/fr/indicators/cases_total/": 5,  # with the texts that mark it, and what was corrected of it
    "/fr/indicators/cases_total/embed/": 4,
    "/fr/indicators/cases_total/series.svg": 4,
    "/fr/units/": 3,
    "/fr/units/k9-2024-0/": 3,
    "/fr/commands/morocco/": 6,
    "/fr/partnerships/": 4,
    "/fr/compare/": 3,
    "/fr/compare/?indicators=cases_total&years=2023,2024": 3,
    "/fr/search/?q=cases": 3,
    "/fr/search/suggest?q=cas": 3,
    "/fr/corrections/": 2,
    "/fr/methodology/": 1,
    "/fr/accessibility/": 1,
    "/fr/about/": 1,
    "/fr/feed.xml": 2,
    "/sitemap.xml": 4,
    "/api/v1/figures": 4,
    "/data/2024/figures.csv": 3,
    "/data/2024/figures.xlsx": 3,
    "/data/2024/labels.json": 3,
    "/data/2024/datapackage.json": 6,
}


@pytest.mark.django_db
@pytest.mark.parametrize("entries", [1, 12])
def test_a_page_asks_the_database_the_same_few_questions_however_much_it_shows(client, entries):
    for year in (2023, 2024):
        release_a_report(year, entries)
    asked = {address: questions(client, address) for address in QUERIES}
    assert {address: len(queries) for address, queries in asked.items()} == QUERIES


@pytest.mark.django_db
def test_a_corrected_bilan_asks_no_more_once_what_changed_was_compared(client):
    release_a_report(2023, 1)
    make_correction(make_release(make_figure(make_report(2024)).report).report, value=755_542)
    for address in ("/fr/2024/", "/fr/2024/releases/1/"):
        client.get(address)
        assert len(questions(client, address)) == QUERIES[address]


def test_the_page_reads_without_its_script(browser, live_server):
    """A reader without JavaScript sees the same figures."""
    release_the_bilans()
    texts = []
    for enabled in (True, False):
        reader = browser.new_context(java_script_enabled=enabled)
        tab = reader.new_page()
        tab.goto(f"{live_server.url}/fr/2024/")
        texts.append(re.findall(r"\d[\d., \u202f]*", tab.inner_text("main")))
        reader.close()
    assert texts[0] == texts[1]
    assert len(texts[0]) > 50
