"""What a release states of figures, in outline."""

import pytest

from bilan.released import current_releases
from indicators.pages import commands_stated, counts_by_source, joined_years
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def releases():
    """2023 states two years of one indicator; 2024 one of each of two, of a command by another source."""
    older = make.make_report(2023)
    for year in (2022, 2023):
        make.make_figure(older, indicator="old_code", year=year)
    newer = make.make_report(2024)
    make.make_figure(newer, indicator="new_code", year=2024)
    make.make_figure(newer, indicator="other", command=make.make_command("safi"), source="paper")
    for report in (older, newer):
        make.make_release(report)
    return current_releases()


def test_years_count_under_the_code_that_an_indicator_has_now(releases):
    apart = {"old_code": {2022, 2023}, "new_code": {2024}, "other": {2024}}
    assert joined_years(releases, {}) == apart
    together = {"new_code": {2022, 2023, 2024}, "other": {2024}}
    assert joined_years(releases, {"old_code": "new_code"}) == together


def test_commands_and_sources_are_those_of_each_release(releases):
    newer, older = (release.pk for release in releases)
    assert commands_stated(releases) == {newer: {"safi"}, older: set()}
    counts = counts_by_source(releases)
    assert (sum(counts[older].values()), counts[newer]["paper"]) == (2, 1)
