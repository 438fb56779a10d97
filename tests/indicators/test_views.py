"""Public pages of the indicators: the catalogue, one series, its drawing alone."""

import xml.etree.ElementTree as ET

import pytest

from tests.factories import make_figure, make_indicator, make_release, make_report, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    """Total cases of 2020–2024 with a gap, a break and a restatement; sexual assault by its changes only."""
    make_indicator("cases_total", breaks="2022", name_en="Criminal cases")
    make_source("press-1", rank="press", publisher="press.ma")
    make_source("dgsn", publisher="DGSN")
    for year, value in ((2020, 851_343), (2022, 820_274), (2023, 738_000)):
        make_figure(make_report(year), value=value, source="press-1")
        make_release(make_report(year))
    report = make_report(2024)
    make_figure(report, year=2023, value=738_748, source="dgsn")
    make_figure(report, value=755_541, wording="stable", source="dgsn")
    make_figure(report, indicator=make_indicator("assault", name_en="Assault"), change=-4, source="dgsn")
    make_release(report)


def read(client, address):
    """The page at an address, as text."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("place", ["", "cases_total/", "assault/"])
def test_every_page_is_there_in_three_languages(client, series, language, place):
    assert f'lang="{language}"' in read(client, f"/{language}/indicators/{place}")


def test_the_catalogue_lists_each_indicator_with_its_years(client, series):
    page = read(client, "/en/indicators/")
    assert "Criminal cases" in page
    assert "2020–2024" in page


def test_a_series_has_its_table_and_names_each_source(client, series):
    page = read(client, "/en/indicators/cases_total/")
    for text in ("851,343", "820,274", "738,748", "755,541", "press.ma", "DGSN"):
        assert text in page
    assert "Nothing stated of:" in page


def test_a_year_stated_twice_shows_the_higher_rank_first_and_the_other_too(client, series):
    page = read(client, "/en/indicators/cases_total/")
    row = page[page.index('id="y2023"') : page.index('id="y2024"')]
    assert "738,748" in row
    assert "738,000" not in row
    assert "738,000" in page[page.index('id="others"') :]


def test_changes_without_numbers_are_drawn_as_bars(client, series):
    page = read(client, "/en/indicators/assault/")
    assert 'class="bar-fall"' in page
    assert 'class="chart"' not in page


def test_an_indicator_that_no_release_states_is_not_there(client, series):
    make_indicator("draft_only")
    make_figure(make_report(2026), indicator="draft_only", value=1)
    assert client.get("/en/indicators/draft_only/").status_code == 404
    assert client.get("/en/indicators/draft_only/series.svg").status_code == 404


def test_the_drawing_alone_carries_its_sources(client, series):
    response = client.get("/en/indicators/cases_total/series.svg")
    assert response["Content-Type"] == "image/svg+xml"
    words = " ".join(ET.fromstring(response.content).itertext())
    assert "press.ma" in words
    assert "DGSN" in words
    assert "http://testserver/en/indicators/cases_total/" in words


def test_an_indicator_page_asks_the_database_little(client, series, django_assert_max_num_queries):
    client.get("/en/indicators/cases_total/")
    with django_assert_max_num_queries(4):
        client.get("/en/indicators/cases_total/")
