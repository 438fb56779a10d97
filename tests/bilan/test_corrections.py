"""What corrections changed, in names that readers know."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from bilan.corrections import changes_of
from tests.factories import make_correction, make_figure, make_indicator, make_release, make_report

pytestmark = pytest.mark.django_db


def test_a_first_release_changed_nothing():
    assert changes_of(make_release()) == []


@pytest.mark.parametrize(("language", "name"), [("ar", "القضايا"), ("fr", "Affaires"), ("en", "Cases")])
def test_a_changed_figure_is_named_in_the_language_of_the_page(language, name):
    report = make_report(2024)
    make_figure(report, indicator=make_indicator(name_fr="Affaires"), value=755_541)
    make_release(report)
    correction = make_correction(report, value=Decimal(755_542))
    with override(language):
        (row,) = changes_of(correction)
    assert row["names"][0] == name
    assert "2024" in row["names"]
    (column,) = row["columns"]
    assert (column["name"], column["before"], column["after"]) == ("value", 755_541, 755_542)


def corrected(year: int = 2024, value: int = 755_542):
    """A year whose figure was corrected."""
    report = make_report(year)
    make_figure(report, value=755_541)
    make_release(report)
    return make_correction(report, value=Decimal(value))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_correction_is_on_one_page_newest_first(client, language):
    corrected(2023, 111_111)
    corrected(2024, 222_222)
    page = client.get(f"/{language}/corrections/").content.decode()
    found = [page.index(mark) for mark in ('id="r2024-2"', "222", 'id="r2023-2"', "111")]
    assert found == sorted(found)
    assert f'href="/{language}/2024/releases/1/"' in page


def test_the_page_of_corrections_says_when_there_is_none(client):
    make_figure(make_report(2024))
    make_release(make_report(2024))
    answer = client.get("/en/corrections/")
    assert answer.status_code == 200
    assert "Nothing that was published has been corrected." in answer.content.decode()


def test_a_correction_to_come_is_not_on_the_page_of_corrections(client):
    report = make_report(2024)
    make_figure(report, value=755_541)
    make_release(report)
    before = client.get("/en/corrections/").content
    make_correction(report, at=timezone.now() + timedelta(days=1), value=Decimal(987_654))
    assert client.get("/en/corrections/").content == before


def test_a_corrected_report_says_what_is_new_and_the_first_release_does_not(client):
    corrected()
    current, first = (client.get(f"/en/2024/{place}").content.decode() for place in ("", "releases/1/"))
    assert "New since release 1" in current
    assert "755,541" in current
    assert 'href="/en/2024/releases/#changes-2"' in current
    assert 'id="new"' not in first


@pytest.mark.parametrize("place", ["", "2024/", "indicators/cases_total/"])
def test_corrections_are_linked_from_where_figures_are(client, place):
    corrected()
    page = client.get(f"/en/{place}").content.decode()
    assert 'href="/en/corrections/"' in page.split("</main>")[1 if place == "" else 0]


def test_corrections_are_in_the_map_of_the_site(client):
    assert "/fr/corrections/</loc>" in client.get("/sitemap.xml").content.decode()
