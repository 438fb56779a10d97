"""What corrections changed, in names that readers know."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from bilan import publication
from bilan.corrections import changes_of
from tests.factories import (
    NOTES,
    make_approved,
    make_correction,
    make_figure,
    make_indicator,
    make_person,
    make_release,
    make_report,
)

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


def test_the_home_page_says_what_is_new_by_the_clock_and_not_by_year(client):
    make_figure(make_report(2023), value=Decimal(10))
    first = make_release(make_report(2023))
    make_figure(make_report(2024))
    make_release(make_report(2024))
    page = client.get("/en/").content.decode().partition('id="next"')[2]
    assert 'href="/en/2024/releases/"' in page
    make_correction(first.report, value=Decimal(11))
    page = client.get("/en/").content.decode().partition('id="next"')[2]
    assert 'href="/en/2023/releases/#changes-2"' in page
    assert "Release 2 of the bilan of 2023" in page


@pytest.mark.parametrize("place", ["", "2024/", "indicators/cases_total/"])
def test_corrections_are_linked_from_where_figures_are(client, place):
    corrected()
    page = client.get(f"/en/{place}").content.decode()
    assert 'href="/en/corrections/"' in page.split("</main>")[1 if place == "" else 0]


def test_corrections_are_in_the_map_of_the_site(client):
    assert "/fr/corrections/</loc>" in client.get("/sitemap.xml").content.decode()


def test_an_indicator_lists_what_was_corrected_of_it_and_nothing_of_others(client):
    report = make_report(2024)
    make_figure(report, value=755_541)
    make_figure(report, indicator=make_indicator("thefts"), value=31)
    make_release(report)
    publication.correct(report, by=make_person("clerk"))
    figure = report.figure_set.get(indicator__code="cases_total")
    figure.value = Decimal(755_542)
    figure.save()
    make_release(report, notes={"ar": "خطأ مطبعي", "fr": "Coquille", "en": "A misprint"})
    about = client.get("/en/indicators/cases_total/").content.decode().partition('id="corrections"')[2]
    assert "A misprint" in about
    assert "755,541" in about
    assert "755,542" in about
    assert 'href="/en/2024/releases/#changes-2"' in about
    assert 'id="corrections"' not in client.get("/en/indicators/thefts/").content.decode()


def test_a_renamed_indicator_lists_its_corrections_under_both_codes(client):
    report = corrected().report
    publication.correct(report, by=make_person("clerk"))
    indicator = make_indicator()
    indicator.code = "offences"
    indicator.save()
    make_release(report)
    about = client.get("/en/indicators/offences/").content.decode().partition('id="corrections"')[2]
    assert 'href="/en/2024/releases/#changes-2"' in about
    assert 'href="/en/2024/releases/#changes-3"' in about


def test_a_first_release_after_one_that_was_called_off_corrects_nothing(client):
    report = make_approved(make_figure(make_report(2024)).report)
    publisher = make_person("publisher")
    publication.publish(report, by=publisher, at=timezone.now() + timedelta(days=1))
    publication.call_off(report, by=publisher, reason="too early")
    publication.publish(report, by=publisher)
    assert "What release 2 changed" not in client.get("/en/2024/releases/").content.decode()
    assert "None before this release" in client.get("/en/2024/").content.decode()


def test_a_superseded_release_s_files_are_marked_and_lead_to_those_that_hold(client):
    corrected()
    for name in ("figures.csv", "units.xlsx", "labels.json", "SHA256SUMS"):
        answer = client.get(f"/data/2024/releases/1/{name}")
        assert answer["Link"] == f'</data/2024/{name}>; rel="latest-version"'
        assert "Link" not in client.get(f"/data/2024/{name}")
    first, last = (client.get(f"/data/2024/releases/{number}/datapackage.json") for number in (1, 2))
    assert first.json()["superseded_by"] == "2024/2"
    assert "superseded_by" not in last.json()
    assert "immutable" not in first["Cache-Control"]


def test_a_withdrawn_bilan_names_what_it_took_back_and_states_nothing(client):
    make_release(make_figure(make_report(2023)).report)
    report = make_report(2024)
    make_figure(report, indicator=make_indicator("thefts", name_en="Thefts"))
    make_release(report)
    publication.withdraw(report, by=make_person("publisher"), notes=NOTES)
    page = client.get("/en/2024/").content.decode()
    new = re.sub("<[^>]+>", "", page.partition('id="new"')[2].partition("</section>")[0])
    assert "Thefts · 2024 · بلاغ" in new
    assert "755,541" not in page
    # Whatever 2023 states is not missing from what was taken back.
    assert "/en/indicators/cases_total/" not in page
