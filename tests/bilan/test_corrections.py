"""What corrections changed, in names that readers know."""

from decimal import Decimal

import pytest
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
