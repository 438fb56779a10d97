"""The page that other sites frame: the only one that they may."""

import pytest

from tests.browser import violations
from tests.factories import make_command, make_figure, make_indicator, make_release, make_report, make_source

LANGUAGES = ("ar", "fr", "en")


def publish():
    total = make_indicator(definition_en="What is counted", definition_ar="تعريف", definition_fr="Définition")
    for year, value in ((2023, 738_748), (2024, 755_541)):
        report = make_report(year)
        make_figure(report, indicator=total, value=value, source=make_source(publisher="DGSN"))
        make_figure(report, indicator="once", change="-8.5") if year == 2024 else None
        make_figure(report, indicator="local", command=make_command("safi"))
        make_release(report)


@pytest.fixture
def published(db):
    publish()


def test_it_may_be_framed_and_no_other_page_may(client, published):
    embedded = client.get("/en/indicators/cases_total/embed/")
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    for address in ("/en/indicators/cases_total/", "/en/", "/en/compare/", "/en/search/"):
        page = client.get(address)
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_carries_its_sources_its_caveat_and_its_address(client, published, language):
    page = client.get(f"/{language}/indicators/cases_total/embed/").content.decode()
    assert "<svg" in page
    assert "DGSN" in page
    assert f"http://testserver/{language}/indicators/cases_total/" in page


def test_an_indicator_without_a_drawing_shows_what_is_stated(client, published):
    page = client.get("/en/indicators/once/embed/").content.decode()
    assert "−8.5" in page
    assert '<svg class="chart"' not in page


@pytest.mark.parametrize("code", ["unknown", "local"])
def test_what_has_no_series_is_not_there(client, published, code):
    assert client.get(f"/en/indicators/{code}/embed/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_in_a_narrow_frame(page, live_server, transactional_db, language):
    publish()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/{language}/indicators/cases_total/embed/")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []
