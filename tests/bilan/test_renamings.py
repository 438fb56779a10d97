"""What had an address and has another now, or none: no 404 where a 200 was."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from bilan import publication
from bilan.edition import current_edition
from bilan.models import Release
from bilan.preview import DraftEdition
from bilan.renamings import RENAMED
from indicators.pages import ReportFigures
from tests import factories as make

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")
PLACES = {
    "indicator": "indicators/{}/",
    "unit": "units/{}/",
    "command": "commands/{}/",
    "agreement": "partnerships/{}/",
}


@pytest.fixture
def records():
    """A released bilan with something of everything that has a page; the records by kind."""
    make.make_figure(make.make_report(2023), value=738_748)
    make.make_release(make.make_report(2023))
    report = make.make_report(2024)
    figure = make.make_figure(report, source=make.make_source("with-text", text="عنوان\n\n755 ألف و541\n"))
    unit = make.make_unit_event(report, command=make.make_command()).unit
    agreement = make.make_agreement(report, reference="with-a-bank")
    release = make.make_release(report)
    command = make.make_command()
    return {
        "release": release,
        "indicator": figure.indicator,
        "unit": unit,
        "command": command,
        "agreement": agreement,
    }


def correct(report, rename=None, to="", **options) -> Release:
    """One more release in which one code is another."""
    publication.correct(report, by=make.make_person("clerk"), reason="renamed")
    if rename is not None:
        setattr(rename, "reference" if hasattr(rename, "reference") else "code", to)
        rename.save()
    return make.make_release(report, **options)


def code_of(record) -> str:
    """The code that its page is named by."""
    return getattr(record, "reference", None) or record.code


@pytest.mark.parametrize("kind", PLACES)
def test_a_renamed_code_leads_from_its_old_address_to_the_new_one(client, records, kind):
    record, release = records[kind], records["release"]
    old = code_of(record)
    correct(release.report, record, "new-name")
    for language in LANGUAGES:
        answer = client.get(f"/{language}/{PLACES[kind].format(old)}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/{language}/{PLACES[kind].format('new-name')}"
        assert client.get(answer["Location"]).status_code == 200
    correct(release.report, record, "newest-name")
    for one in (old, "new-name"):
        answer = client.get(f"/ar/{PLACES[kind].format(one)}")
        assert answer["Location"] == f"/ar/{PLACES[kind].format('newest-name')}"


def test_a_renamed_indicator_keeps_its_years_in_one_series(client, records):
    old = records["indicator"].code
    correct(records["release"].report, records["indicator"], "offences")
    page = client.get("/en/indicators/offences/").content.decode()
    assert "755,541" in page
    assert "738,748" in page
    for place in ("embed/", ""):
        assert client.get(f"/en/indicators/{old}/{place}")["Location"] == f"/en/indicators/offences/{place}"
    drawing = client.get(f"/en/indicators/{old}/series.svg")
    assert (drawing.status_code, drawing["Location"]) == (301, "/en/indicators/offences/series.svg")


def test_files_of_the_release_and_its_digest_hold_with_a_renamed_code(client, records, capsys):
    from django.core.management import call_command

    release = correct(records["release"].report, records["indicator"], "offences")
    call_command("verify_releases")
    assert client.get("/data/2024/releases/1/figures.csv").content.count(b"cases_total") == 1
    assert client.get("/data/2024/figures.csv").content.count(b"offences") == 1
    assert release.labels[RENAMED] == {"indicators": {"cases_total": "offences"}}


def test_nobody_is_led_on_before_the_release_is_visible(client, records):
    later = timezone.now() + timedelta(hours=1)
    correct(records["release"].report, records["indicator"], "offences", at=later)
    assert client.get("/ar/indicators/cases_total/").status_code == 200
    unknown, hidden = client.get("/ar/indicators/never/"), client.get("/ar/indicators/offences/")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_a_code_that_was_never_public_is_named_by_no_release(records):
    indicator = make.make_indicator("secret-name")
    indicator.code = "theft"
    indicator.save()
    report = records["release"].report
    publication.correct(report, by=make.make_person("clerk"))
    make.make_figure(report, indicator=indicator, value=3)
    release = make.make_release(report)
    assert RENAMED not in release.labels


def test_an_old_code_that_names_another_record_now_leads_nowhere(client, records):
    report = records["release"].report
    publication.correct(report, by=make.make_person("clerk"))
    records["indicator"].code = "offences"
    records["indicator"].save()
    make.make_figure(report, indicator=make.make_indicator("cases_total"), value=7)
    make.make_release(report)
    assert client.get("/ar/indicators/cases_total/").status_code == 200
    assert client.get("/ar/indicators/offences/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_withdrawal_took_back_keeps_its_addresses(client, records, language):
    release = records["release"]
    addresses = [
        *(PLACES[kind].format(code_of(records[kind])) for kind in PLACES),
        *("indicators/cases_total/embed/", "2024/", "2024/text/", "2024/releases/1/"),
    ]
    publication.withdraw(release.report, by=make.make_person("publisher"), notes=make.NOTES)
    for address in addresses:
        assert client.get(f"/{language}/{address}").status_code == 200, address
    page = client.get(f"/{language}/{PLACES['unit'].format(records['unit'].code)}").content.decode()
    assert f'href="/{language}/2024/releases/1/"' in page
    for file in ("figures.csv", "figures.json", "figures.xlsx", "datapackage.json"):
        assert client.get(f"/data/2024/{file}").status_code == 200, file


@pytest.fixture
def renamed_since(records):
    """2023 states an indicator and a unit under the codes that 2024's correction has renamed."""
    earlier = make.make_report(2023)
    publication.correct(earlier, by=make.make_person("clerk"))
    make.make_figure(earlier, value=9, command=make.make_command())
    make.make_unit_event(earlier, command=make.make_command(), event="extended")
    make.make_release(earlier)
    publication.correct(records["release"].report, by=make.make_person("clerk"), reason="renamed")
    make.make_figure(records["release"].report, value=10, command=make.make_command())
    for kind, code in (("indicator", "offences"), ("unit", "k9-anfa"), ("command", "anfa")):
        records[kind].code = code
        records[kind].save()
    return make.make_release(records["release"].report)


def test_the_report_compares_with_last_year_under_the_earlier_code(client, renamed_since):
    page = client.get("/en/2024/").content.decode()
    assert "+2.27" in page
    # The bilan of 2023 states as it did; what 2024 says of it is the same figure, and nothing is absent.
    assert "cases_total" in client.get("/data/2023/figures.csv").content.decode()
    edition = current_edition(2024)
    figures = ReportFigures(edition)
    assert figures.absent() == []
    assert {row.reading.before.value.row.value for row in [*figures.rows, *figures.by_command()]} == {
        738_748,
        9,
    }


def test_the_preview_compares_with_last_year_before_the_rename_is_released(records):
    report = records["release"].report
    publication.correct(report, by=make.make_person("clerk"), reason="renamed")
    records["indicator"].code = "offences"
    records["indicator"].save()
    [row] = ReportFigures(DraftEdition(report)).rows
    assert (row.reading.indicator, row.reading.before.value.row.value) == ("offences", 738_748)


def test_catalogues_list_a_renamed_record_once(client, renamed_since):
    page = client.get("/en/indicators/").content.decode()
    assert "/en/indicators/offences/" in page
    assert "/en/indicators/cases_total/" not in page
    assert "2023" in page
    page = client.get("/en/units/").content.decode()
    assert "/en/units/k9-anfa/" in page
    assert "/en/units/k9-casablanca/" not in page
    assert "/en/commands/casablanca/" not in page


def test_a_comparison_joins_the_years_of_a_renamed_indicator_and_leads_to_its_code(client, renamed_since):
    old = "/en/compare/?indicators=cases_total&years=2023,2024&commands=casablanca,morocco"
    new = "/en/compare/?indicators=offences&years=2023,2024&commands=anfa,morocco"
    assert client.get(old)["Location"] == new
    rows = json.loads(client.get(f"{new}&format=json").content)["rows"]
    assert rows == json.loads(client.get(f"{old}&format=json").content)["rows"]
    assert {(row["indicator"], row["command"], row["year"], row["value"]) for row in rows} == {
        ("offences", "anfa", 2023, "9"),
        ("offences", "anfa", 2024, "10"),
        ("offences", "morocco", 2023, "738748"),
        ("offences", "morocco", 2024, "755541"),
    }
    assert {row["computed_change"] for row in rows if row["year"] == 2024} == {"11.11", "2.27"}


def test_the_api_leads_on_and_finds_both_years_by_either_code(client, renamed_since):
    moved = client.get("/api/v1/figures/2024~cases_total~2024~~with-text")
    assert (moved.status_code, moved["Location"]) == (308, "/api/v1/figures/2024~offences~2024~~with-text")
    assert client.get("/api/v1/indicators/cases_total").status_code == 200  # 2023 still names it so
    for code in ("cases_total", "offences"):
        found = client.get(f"/api/v1/figures?indicator={code}").json()["items"]
        assert {item["report"] for item in found} == {2023, 2024}


def test_the_api_keeps_what_was_removed_and_marks_its_release(client, records):
    report = records["release"].report
    publication.correct(report, by=make.make_person("clerk"), reason="not ours")
    records["agreement"].delete()
    make.make_release(report)
    item = client.get("/api/v1/agreements/with-a-bank").json()
    assert (item["release"]["id"], item["release"]["current"]) == ("2024~1", False)
    partner = client.get("/api/v1/partners/bank").json()
    assert (partner["reports"], partner["release"]["current"]) == ([], False)
    assert client.get("/api/v1/agreements").json()["total"] == 0
    assert client.get("/api/v1/agreements/never").status_code == 404
    as_it_stood = client.get("/api/v1/agreements?release=2024~1").json()["items"]
    assert [one["release"]["current"] for one in as_it_stood] == [False]


def test_a_drawing_that_was_taken_away_says_so_inside(client, records):
    assert "No longer stated" not in client.get("/en/indicators/cases_total/embed/").content.decode()
    for report in (make.make_report(2023), make.make_report(2024)):
        publication.withdraw(report, by=make.make_person("publisher"), notes=make.NOTES)
    for place in ("series.svg", "embed/"):
        page = client.get(f"/en/indicators/cases_total/{place}").content.decode()
        assert "No longer stated" in page
        assert "755,541" in page
