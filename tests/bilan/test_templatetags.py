"""Numbers, changes, dates and ranks as pages write them, in three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from bilan.templatetags import bilan as tags

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [("ar", "755541", "755.541"), ("fr", "542.455", "542,455"), ("en", "755541", "755,541")],
)
def test_a_number_is_isolated_and_grouped_as_its_language_does(language, value, expected):
    with override(language):
        assert tags.number(Decimal(value)) == f'<bdi dir="ltr" class="num">{expected}</bdi>'


def test_what_is_not_stated_is_not_written():
    assert tags.number(None) == tags.percent(None) == tags.change(None) == tags.wording("") == ""


@pytest.mark.parametrize(("value", "name"), [("-10", "fall"), ("2.3", "rise"), ("0", "level")])
def test_a_published_change_has_a_direction_and_no_outline(value, name):
    with override("en"):
        written = tags.change(Decimal(value))
    assert written.startswith(f'<span class="{name}">')
    assert "boxed" not in written


def test_a_computed_change_has_an_outline_two_decimals_and_its_word():
    with override("fr"):
        written = tags.computed(Decimal("35.5"))
    assert f'<span class="boxed rise"><bdi dir="ltr" class="num">+35,50{NO_BREAK}%</bdi></span>' in written
    assert 'class="tag"' in written


def test_points_are_words_beside_an_isolated_number():
    with override("en"):
        written = tags.change(Decimal("-1.5"), "points")
    assert '<bdi dir="ltr" class="num">\u22121.5</bdi> points' in written


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", "24 دجنبر 2024"), ("fr", "24 décembre 2024"), ("en", "24 December 2024")],
)
@pytest.mark.parametrize("value", [date(2024, 12, 24), "2024-12-24", datetime(2024, 12, 24, 9, tzinfo=UTC)])
def test_a_date_is_written_with_moroccan_months(language, expected, value):
    with override(language):
        assert tags.day(value) == expected.replace(" ", NO_BREAK)


def test_the_first_of_the_month_is_an_ordinal_in_french():
    with override("fr"):
        assert tags.day("2025-01-01") == f"1er{NO_BREAK}janvier{NO_BREAK}2025"


def test_a_date_that_is_not_known_is_not_written():
    assert tags.day(None) == tags.moment(None) == ""


@pytest.mark.parametrize("name", ["official", "agency", "press"])
def test_a_rank_is_a_shape_and_a_word(name):
    with override("en"):
        written = tags.rank(name)
    assert f'd="{tags.RANK_SHAPES[name]}"' in written
    assert tags.rank_word(name) in written


def test_what_follows_a_rank_is_escaped():
    assert "<b>" not in tags.rank("press", "<b>")


def test_a_name_falls_back_on_the_arabic():
    record = {"name_ar": "قضية", "name_fr": ""}
    with override("fr"):
        assert tags.localname(record) == "قضية"
        assert tags.is_rendering(record)
    with override("ar"):
        assert not tags.is_rendering(record)


def test_one_year_is_no_range():
    assert "2024–2024" not in tags.range_of(2024, 2024)
    assert "2017–2024" in tags.range_of(2017, 2024)


@pytest.mark.parametrize(("language", "expected"), [("ar", "2023، 2024"), ("fr", "2023, 2024")])
def test_years_are_listed_as_the_language_does(language, expected):
    with override(language):
        assert tags.listed([2023, 2024]) == expected
