"""Indicators and figures: what a whole figure is, and that both databases give back what they were given."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indicators.models import Figure, Indicator
from tests.factories import make_command, make_figure, make_indicator, make_report, make_source


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stated", [{"value": "755541"}, {"change": "-24"}, {"wording": "stable"}, {"value": "0"}, {"change": "0"}]
)
def test_a_figure_known_only_by_one_of_value_change_and_word_is_whole(stated):
    figure = make_figure(**stated)
    figure.refresh_from_db()
    known = {name for name in ("value", "change") if getattr(figure, name) is not None}
    assert known | ({"wording"} if figure.wording else set()) == set(stated)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"value": None},
        {"value": None, "qualifier": "about"},
        {"value": "-1"},
        {"change": "-100.01"},
        {"year": 1955},
        {"value": "1", "wording": "up"},
        {"value": "1", "qualifier": "roughly"},
        {"value": "1", "change_in": "parts"},
    ],
)
def test_a_figure_that_states_nothing_or_nonsense_is_refused(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(**columns)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["1000000000000", "123456789012345"])
def test_a_value_of_more_than_twelve_digits_is_refused(value):
    """SQLite would keep it as a number that the page cannot read back."""
    with pytest.raises(DatabaseError), transaction.atomic():
        make_figure(value=Decimal(value))


@pytest.mark.django_db
def test_one_statement_is_one_row():
    """The same year's total stated by another source, or again by the next bilan, is another row."""
    first = make_figure(value="738748", year=2023)
    make_figure(value="738748", year=2023, source=make_source("press-2024", rank="press"))
    make_figure(make_report(2023), value="738748", year=2023)
    make_figure(value="61000", year=2023, command=make_command())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(value="738749", year=2023)
    assert Figure.objects.filter(indicator=first.indicator).count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"decimals": 4},
        {"kind": "count", "decimals": 1},
        {"kind": "level", "decimals": 2},
        {"kind": "guess"},
        {"good": "both"},
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_indicator(**columns)


@pytest.mark.django_db
def test_an_indicator_is_not_its_own_parent():
    indicator = make_indicator()
    indicator.parent = indicator
    with pytest.raises(IntegrityError), transaction.atomic():
        indicator.save()


@pytest.mark.django_db
def test_the_natural_key_leaves_the_whole_country_empty():
    assert make_figure().natural_key() == (2024, "cases_total", 2024, "", "dgsn-2024-ar")
    assert make_figure(command=make_command("safi")).natural_key()[3] == "safi"


@pytest.mark.django_db
def test_indicators_come_by_theme_and_code():
    make_indicator("b")
    make_indicator("a")
    assert [indicator.code for indicator in Indicator.objects.in_order()] == ["a", "b"]


class ExactDecimals(TestCase):
    """What is written comes back exactly, though SQLite keeps decimals as 64-bit floats."""

    @given(st.decimals(0, Decimal("999999999999.999"), places=3, allow_nan=False, allow_infinity=False))
    def test_every_value_of_twelve_digits_and_three_decimals_comes_back(self, value):
        """Kilograms and dirhams as well as counts."""
        figure = make_figure(value=value)
        figure.refresh_from_db()
        assert figure.value == value
        assert str(figure.value.normalize()) == str(value.normalize())

    @given(st.decimals(-100, Decimal("9999999.99"), places=2, allow_nan=False, allow_infinity=False))
    def test_every_change_of_two_decimals_comes_back(self, change):
        """From everything gone to a hundred thousand times as much."""
        figure = make_figure(change=change)
        figure.refresh_from_db()
        assert figure.change == change
