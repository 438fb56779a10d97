"""Public pages of the units: all of them, one of them, one command."""

import pytest

from tests.factories import make_command, make_release, make_report, make_unit_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    """A brigade created at Casablanca in 2023 and extended in 2024."""
    for year, event in ((2023, "created"), (2024, "extended")):
        command = make_command("casablanca", name_en="Police of Casablanca")
        make_unit_event(make_report(year), command=command, event=event)
        make_release(make_report(year))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("address", ["units/", "units/k9-casablanca/", "commands/casablanca/"])
def test_every_page_is_there_in_three_languages(client, units, language, address):
    assert client.get(f"/{language}/{address}").status_code == 200


def test_a_unit_shows_each_of_its_events(client, units):
    page = client.get("/en/units/k9-casablanca/").content.decode()
    assert page.index("created") < page.index("extended")


def test_a_command_shows_its_units(client, units):
    page = client.get("/en/commands/casablanca/").content.decode()
    assert "Police of Casablanca" in page
    assert 'href="/en/units/k9-casablanca/"' in page


def test_what_is_not_released_is_not_there(client, units):
    make_unit_event(make_report(2026), unit="draft-unit", command=make_command("rabat"))
    assert client.get("/en/units/draft-unit/").status_code == 404
    assert client.get("/en/commands/rabat/").status_code == 404
    assert "draft-unit" not in client.get("/en/units/").content.decode()
