"""Public pages of the agreements: the register, one agreement."""

import pytest

from tests.factories import make_agreement, make_figure, make_indicator, make_release, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    """Three declared in 2024; one recorded and named in 2023, one not named in 2024."""
    make_agreement(make_report(2023), reference="2023-1")
    make_release(make_report(2023))
    report = make_report(2024)
    make_figure(report, indicator=make_indicator("agreements"), value=3)
    make_agreement(report, reference="2024-1", partner=None, sector=None)
    make_release(report)


def test_the_register_holds_the_declared_total_against_what_is_recorded(client, register):
    found = client.get("/en/partnerships/").context["register"]
    assert (found.declared, len(found.entries), len(found.named), len(found.unnamed)) == (3, 2, 1, 1)
    assert found.missing == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("address", ["partnerships/", "partnerships/2023-1/", "partnerships/2024-1/"])
def test_every_page_is_there_in_three_languages(client, register, language, address):
    assert client.get(f"/{language}/{address}").status_code == 200


def test_a_partner_that_no_source_names_is_said_to_be_not_named(client, register):
    assert "Partner not named" in client.get("/en/partnerships/2024-1/").content.decode()


def test_what_is_not_released_is_not_there(client, register):
    make_agreement(make_report(2026), reference="draft-1")
    assert client.get("/en/partnerships/draft-1/").status_code == 404
    assert "draft-1" not in client.get("/en/partnerships/").content.decode()
