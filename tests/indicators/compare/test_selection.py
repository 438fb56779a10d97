"""A choice, read out of any address and written in one way."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indicators.compare.selection import MOST_INDICATORS, MOST_YEARS, Available, read_selection, write_years

AVAILABLE = Available(
    indicators=("cases", "thefts", *(f"i{number}" for number in range(20))),
    years=tuple(range(1990, 2025)),
    commands=("morocco", "casablanca", "safi"),
)


def read(query):
    return read_selection(QueryDict(query), AVAILABLE)


@pytest.mark.parametrize(
    "query, written",
    [
        (
            "indicators=cases&indicators=thefts&years=2023&years=2024",
            "indicators=cases,thefts&years=2023,2024",
        ),
        ("years=2020-2022,2024&indicators=cases", "indicators=cases&years=2020-2022,2024"),
        ("indicators=cases&years=2024&commands=morocco", "indicators=cases&years=2024"),
        ("indicators=cases&years=2024&commands=safi", "indicators=cases&years=2024&commands=safi"),
        ("indicators=cases&years=2024&by=indicators&show=both&sort=", "indicators=cases&years=2024"),
        (
            "by=years&indicators=cases&years=2024&show=changes",
            "indicators=cases&years=2024&by=years&show=changes",
        ),
        ("indicators=cases&years=2024&sort=-2024", "indicators=cases&years=2024&sort=-2024"),
        ("indicators=cases,cases&years=2024,2024", "indicators=cases&years=2024"),
        ("indicators=cases", "indicators=cases&years=2005-2024"),
        ("years=2024", "years=2024"),
        ("", ""),
    ],
)
def test_a_choice_has_one_address_however_it_was_made(query, written):
    assert read(query).query() == written
    assert read(written).query() == written


@pytest.mark.parametrize(
    "query, unknown",
    [
        ("indicators=cases,secret", ("secret",)),
        ("indicators=cases&years=2025", ("2025",)),
        ("indicators=cases&years=2030-2040,x", ("2030-2040", "x")),
        ("indicators=cases&years=2024&commands=atlantis", ("atlantis",)),
        ("indicators=%00%0A", ("?",)),
    ],
)
def test_what_is_not_published_is_left_out_and_named(query, unknown):
    assert read(query).unknown == unknown


def test_what_is_too_much_is_cut():
    chosen = read("indicators=" + ",".join(AVAILABLE.indicators))
    assert len(chosen.indicators) == MOST_INDICATORS
    assert len(chosen.cut) == len(AVAILABLE.indicators) - MOST_INDICATORS + len(AVAILABLE.years) - MOST_YEARS
    assert len(read("indicators=cases&years=1990-2024").years) == MOST_YEARS


@pytest.mark.parametrize(
    "name, value", [("by", "colour"), ("show", "'"), ("sort", "1; DROP"), ("sort", "--2024")]
)
def test_a_word_that_means_nothing_is_the_usual_one(name, value):
    chosen = read(f"indicators=cases&years=2024&{name}={value}")
    assert chosen.query() == "indicators=cases&years=2024"


@given(st.sets(st.integers(1956, 2100), max_size=30))
def test_years_are_read_as_they_were_written(years):
    available = Available(("cases",), tuple(range(1956, 2101)), ("morocco",))
    read_back = read_selection(QueryDict(f"indicators=cases&years={write_years(years)}"), available)
    expected = tuple(sorted(years)) or available.years
    assert read_back.years == expected[-MOST_YEARS:]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    query = QueryDict(mutable=True)
    for name in ("indicators", "years", "commands", "by", "show", "sort"):
        query[name] = text
    written = read_selection(query, AVAILABLE).query()
    assert read_selection(QueryDict(written), AVAILABLE).query() == written
