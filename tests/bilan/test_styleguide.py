"""The style guide: every component of the public pages, in local mode only."""

import html5lib
import pytest
from django.template.loader import get_template

from bilan.styleguide import with_own_names
from tests.bilans import release_the_bilans
from tests.browser import violations
from tests.factories import make_figure, make_indicator, make_release, make_report, make_theme

ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.django_db
def test_the_style_guide_is_unknown_outside_local_mode(client, settings):
    assert client.get("/styleguide/").status_code == 200
    settings.LOCAL_MODE = False
    refused = client.get("/styleguide/")
    assert refused.status_code == 404
    assert refused.content == client.get("/ar/1999/").content


@pytest.mark.django_db
def test_every_component_stands_in_three_languages_and_two_themes_under_names_of_its_own(client):
    make_theme(headline="cases_total")
    for year, value in ((2023, 10), (2024, 12)):
        make_figure(make_report(year), indicator=make_indicator("cases_total"), value=value, change=20)
        make_release(make_report(year))
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(client.get("/styleguide/").content.decode())
    assert parser.errors == []
    sections = page.findall(".//main//section[@id]")
    shown = {section.get("id"): section.findall("./div/div[@dir]") for section in sections}
    shown = {name: found for name, found in shown.items() if found}
    assert {"marks", "controls", "search", "notice", "headline", "indicators", "series", "release"} <= set(
        shown
    )
    for name, found in shown.items():
        kinds = [(one.get("lang"), one.get("dir"), one.get("data-theme")) for one in found]
        assert kinds == [
            (language, direction, theme)
            for language, direction in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"))
            for theme in ("light", "dark")
        ], name
    names = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(names) == len(set(names))


def test_a_name_and_what_refers_to_it_change_together():
    content = '<label for="q"></label><input id="q" aria-labelledby="a b"><a href="#q"></a><a href="/#q"></a>'
    named = with_own_names(content, "p")
    assert [part in named for part in ('for="p-q"', ' id="p-q"', 'href="#p-q"')] == [True] * 3
    assert 'aria-labelledby="p-a p-b"' in named
    assert 'href="/#q"' in named, "a place on another page"


def test_it_holds_no_copy_of_a_component():
    """Its own template has no class of a component: they come from the templates that readers see."""
    own = get_template("bilan/styleguide.html").template.source
    for name in ("boxed", "word", "rank", "plate", "slip", "figure", "row", "entries"):
        assert f'class="{name}' not in own


def test_the_style_guide_is_sound_in_the_browser(page, live_server):
    release_the_bilans()
    for width, scheme in ((320, "light"), (1440, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{live_server.url}/styleguide/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, ACCESSIBLE) == []
