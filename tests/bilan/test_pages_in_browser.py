"""Public pages in a real browser: nobody is kept out, nothing is cut off, the policy refuses nothing."""

import pytest

from tests.browser import violations
from tests.factories import (
    make_agreement,
    make_command,
    make_figure,
    make_indicator,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_theme,
    make_unit_event,
)

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = [
    *("", "2024/", "2024/text/", "2024/releases/", "indicators/", "indicators/cases_total/"),
    *("indicators/theft/", "units/", "units/k9-casablanca/", "commands/casablanca/", "partnerships/"),
    *("partnerships/first/", "methodology/", "accessibility/", "about/"),
]

SOME = ["", "2024/", "2024/text/", "indicators/cases_total/", "partnerships/"]


@pytest.fixture
def released(live_server):
    """Eight years with a break, two ranks, a word, a change without a number, units, agreements, a text."""
    make_theme(headline="cases_total theft")
    make_indicator("cases_total", breaks="2020;2022", name_ar="إجمالي عدد القضايا الزجرية المسجلة")
    text = "عنوان\n\nسجلت المصالح 755 ألف و541 قضية، وتراجعت السرقات بناقص 4 بالمائة.\n"
    official = make_source("dgsn-2024-ar", text=text, title="عنوان", publisher="المديرية العامة للأمن الوطني")
    make_source("press", rank="press", publisher="press.ma", address="https://press.ma/a", language="fr")
    values = (559_035, 584_516, 639_116, 851_343, 1_153_741, 820_274, 738_748)
    for year, value in zip(range(2017, 2024), values, strict=True):
        make_figure(make_report(year), value=value, source="press")
        make_release(make_report(year))
    report = make_report(2024)
    make_figure(report, value=755_541, wording="stable", source=official, quote="755 ألف و541 قضية")
    theft = make_indicator("theft", name_ar="السرقات تحت التهديد")
    make_figure(report, indicator=theft, change=-4, source=official, quote="تراجعت السرقات بناقص 4 بالمائة")
    make_figure(report, indicator=theft, value=1_234, source="press")
    make_unit_event(report, source=official, command=make_command())
    make_agreement(report, source=official, reference="first")
    make_agreement(report, source=official, partner=None, sector=None)
    make_statement(report, source=official, quote="سجلت المصالح")
    make_release(report)
    return live_server.url


def visit(page, address):
    """Open a page and wait for its typefaces."""
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")


def test_axe_finds_nothing_on_any_page(page, released):
    found = {}
    for language, places in (("ar", PLACES), ("fr", SOME), ("en", SOME)):
        for place in places:
            visit(page, f"{released}/{language}/{place}")
            found[language, place] = violations(page)
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_contrast_holds_in_the_dark_too(page, released):
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for place in SOME:
        visit(page, f"{released}/ar/{place}")
        assert violations(page, ["wcag2aa"]) == [], place


@pytest.mark.parametrize("width", [320, 720])
def test_no_page_is_wider_than_the_screen(page, released, width):
    page.set_viewport_size({"width": width, "height": 800})
    for language, places in (("ar", PLACES), ("fr", SOME), ("en", SOME)):
        for place in places:
            visit(page, f"{released}/{language}/{place}")
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, f"{language}/{place}"


def test_links_of_the_masthead_are_large_enough_to_touch(page, released):
    page.set_viewport_size({"width": 320, "height": 800})
    visit(page, f"{released}/ar/")
    boxes = "links => links.map(link => link.getBoundingClientRect()).map(box => [box.width, box.height])"
    sizes = page.eval_on_selector_all(".mast a", boxes)
    shown = [size for size in sizes if size[0]]
    assert shown
    assert all(width >= 44 and height >= 44 for width, height in shown)


def test_a_series_keeps_years_left_to_right_in_arabic(page, released):
    visit(page, f"{released}/ar/indicators/cases_total/")
    places = "texts => texts.map(text => [text.getBoundingClientRect().x, text.textContent])"
    years = page.eval_on_selector_all(".chart text[y='390']", places)
    assert [year for _x, year in sorted(years)] == [str(year) for year in range(2017, 2025)]


def test_the_first_tab_leads_to_the_content(page, released):
    visit(page, f"{released}/ar/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_every_typeface_comes_from_the_site(page, released):
    visit(page, f"{released}/ar/2024/")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length")
    assert loaded >= 4


def test_the_drawing_alone_is_shown_under_the_policy(page, released):
    page.goto(f"{released}/ar/indicators/cases_total/series.svg")
    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate("document.querySelector('text').getComputedTextLength() > 0")
