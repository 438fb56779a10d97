"""What had an address and has another now, or none: no 404 where a 200 was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bilan import publication
from bilan.models import Release
from bilan.renamings import RENAMED
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
