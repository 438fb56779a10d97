"""Every kind of page in a browser: light and dark, at any width, by touch, by keys, without script."""

import re

import pytest

from bilan.models import Report
from tests.bilans import release_the_bilans
from tests.browser import violations
from tests.factories import make_correction

KINDS = (
    *("", "2024/", "2017/", "2023/", "2023/releases/1/", "2023/releases/", "2024/text/", "corrections/"),
    *(
        "indicators/",
        "indicators/cases_total/",
        "indicators/theft_threat/",
        "indicators/staff_assigned/",
    ),
    *("indicators/cases_total/embed/", "units/", "units/canine-brigade-casablanca/", "commands/casablanca/"),
    *("partnerships/", "partnerships/2024-01/", "compare/", "search/", "search/?q=2024", "search/?q=zzzz"),
    *("compare/?indicators=cases_total,bank_robbery&years=2017-2024", "methodology/", "accessibility/"),
    *("about/", "no-such-page/"),
)
NOWHERE = KINDS[-1]
LANGUAGES = ("ar", "fr", "en")
# 640 is a screen of 1280 at 200 %.
WIDTHS = (320, 640, 1440)
TOUCH = 44
# What is pressed, not what is read: links inside sentences and tables keep the line's own height.
CONTROLS = """[...document.querySelectorAll(
    'button, summary, label:has(input), input:not([type=checkbox], [type=radio], [type=hidden]),'
    + '.button, .files a, .mast a, .jump a, .foot li a, .themes a, .placed a')]
  .map(one => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 1 && box.height > 1)
  .filter(([box]) => box.height < 43.9 || box.width < 43.9)
  .map(([box, one]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`)"""
# What stands out of the screen, when the page has to be pushed aside to see it.
WIDE = """document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
  : [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().left < -0.5
      || one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(one => one.outerHTML.slice(0, 120)).concat('?').slice(0, 3)"""
# Text that its own box cuts off, where nothing scrolls.
CUT = """[...document.querySelectorAll('main *')].filter(one => one.scrollWidth > one.clientWidth + 1
    && ['hidden', 'clip'].includes(getComputedStyle(one).overflowX) && one.clientWidth > 1)
  .map(one => one.outerHTML.slice(0, 100))"""


@pytest.fixture
def site(live_server):
    """The bilans of data/, that of 2023 corrected once."""
    release_the_bilans()
    make_correction(Report.objects.get(year=2023), note="checked again")
    return live_server.url


@pytest.fixture
def tab(context, page):
    """A tab that may be refused a page: what the console says of a 404 is what is asked for here."""
    return context.new_page()


def opened(tab, address):
    """The page with its typefaces; only one of them is not there."""
    answer = tab.goto(address, wait_until="load")
    assert answer.status == (404 if NOWHERE in address else 200), address
    tab.evaluate("document.fonts.ready")


def test_every_kind_of_page_is_open_to_everybody(tab, site):
    """axe in light and in dark, widths of a phone, of 200 % and of a desk, targets of a finger."""
    tab.emulate_media(reduced_motion="reduce")
    found = []
    for number, place in enumerate(KINDS):
        # Every page in three languages; axe reads each in two of them, light in one and dark in the other.
        for turn, language in enumerate(LANGUAGES):
            scheme = ("light", "dark", None)[(number + turn) % 3]
            here = f"{language}/{place}"
            tab.emulate_media(color_scheme=scheme or "light")
            opened(tab, f"{site}/{here}")
            if scheme:
                found += [f"{here} {scheme} {fault}" for fault in violations(tab)]
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                found += [f"{here} is wider than {width}: {wide}" for wide in tab.evaluate(WIDE)]
                found += [f"{here} at {width} is cut: {cut}" for cut in tab.evaluate(CUT)]
            tab.set_viewport_size({"width": 320, "height": 800})
            found += [f"{here} {TOUCH} px: {small}" for small in tab.evaluate(CONTROLS)]
    assert not found, "\n".join(found)


def by_keys(tab, link):
    """Follow a link with the keyboard, its focus seen."""
    link.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    tab.keyboard.press("Enter")


def by_finger(_tab, link):
    """Follow a link with a finger."""
    link.scroll_into_view_if_needed()
    link.tap()


def without_script(_tab, link):
    """Follow a link where there is no script; a page looks the same to a mouse."""
    link.click()


MANNERS = {
    "keys": (by_keys, {"viewport": {"width": 1440, "height": 900}}),
    "touch": (by_finger, {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}),
    "no script": (without_script, {"viewport": {"width": 390, "height": 780}, "java_script_enabled": False}),
}
# Where a reader goes: the page, what is followed there, where it leads.
JOURNEY = (
    ("", '#latest a[href$="/2024/"]', "2024/"),
    ("2024/", '.jump a[href="#agreements"]', "2024/#agreements"),
    ("2024/#agreements", "#agreements .margin a", "partnerships/"),
    ("partnerships/", '.mast a[href$="/units/"]', "units/"),
    ("units/", '.schematic a[href$="/units/canine-brigade-casablanca/"]', "units/canine-brigade-casablanca/"),
    ("units/canine-brigade-casablanca/", '.mast a[href$="/indicators/"]', "indicators/"),
    ("indicators/", 'main a[href$="/indicators/cases_total/"]', "indicators/cases_total/"),
    ("indicators/cases_total/", '#table a[href*="/2024/text/#"]', "2024/text/#at-cases_total"),
    ("indicators/cases_total/", "#take a[href*='/compare/']:not([download])", "compare/?indicators="),
    ("compare/?indicators=cases_total", '.foot a[href$="/corrections/"]', "corrections/"),
)


@pytest.mark.parametrize("manner", MANNERS)
def test_every_journey_is_made_by_keys_by_touch_and_without_script(browser, site, manner):
    """From the home page to the text, the table builder and the corrections, in three languages."""
    follow, options = MANNERS[manner]
    for language in LANGUAGES:
        reader = browser.new_context(**options, reduced_motion="reduce")
        tab = reader.new_page()
        tab.set_default_timeout(10_000)
        for place, link, goal in JOURNEY:
            start = f"{site}/{language}/{place}"
            if tab.url != start:
                tab.goto(start)
            follow(tab, tab.locator(link).first)
            tab.wait_for_url(re.compile(re.escape(f"{site}/{language}/{goal}")))
        tab.goto(f"{site}/{language}/")
        tab.locator("#q").fill("GMS 99")
        tab.locator("#q").press("Enter")
        tab.wait_for_url(f"{site}/{language}/search/?q=GMS+99")
        assert tab.locator(".hits a").count()
        reader.close()
