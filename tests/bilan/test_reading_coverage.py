"""Which entry carries which number: a quote hides nothing, and a figure stated twice is carried twice."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.reading import NumberAccount
from bilan.reading.coverage import Quoted, carriers


def number(start, value, **columns):
    """A number of three characters."""
    return NumberAccount(start, start + 3, str(value), value=value and Decimal(value), **columns)


def quoted(start, end, *numbers, entry="A"):
    return Quoted(start, end, frozenset(map(Decimal, numbers)), entry)


TWO = [number(0, 755), number(10, 947)]


@pytest.mark.parametrize(
    ("numbers", "quotes", "dismissed", "carried"),
    [
        # a quote of one number carries it, whatever the entry says (a misprint put right)
        (TWO, [quoted(0, 5, 757)], (), {0: "A"}),
        # of two numbers only the one that the entry states
        (TWO, [quoted(0, 20, 947)], (), {1: "A"}),
        (TWO, [quoted(0, 20, 1)], (), {}),
        # both the value and the change
        (TWO, [quoted(0, 20, 755, 947)], (), {0: "A", 1: "A"}),
        # a dismissed number leaves the other alone in the quote
        (TWO, [quoted(0, 20, 1)], {(10, 13)}, {0: "A"}),
        ([number(0, 755), number(10, 2024, reason="year")], [quoted(0, 20, 1)], (), {0: "A"}),
        # a number that cannot be read alone is carried by whoever quotes it
        ([number(0, None), number(10, 947)], [quoted(0, 20, 947)], (), {0: "A", 1: "A"}),
        # the same figure stated twice
        ([number(0, 755, figure=0), number(10, 755, figure=0)], [quoted(0, 5, 755)], (), {0: "A", 1: "A"}),
        ([number(0, 755, figure=0), number(10, 757, figure=0)], [quoted(0, 5, 755)], (), {0: "A"}),
        ([number(0, 755, figure=0), number(10, 755, figure=1)], [quoted(0, 5, 755)], (), {0: "A"}),
        # touching is not overlapping
        (TWO, [quoted(3, 10, 755)], (), {}),
        (TWO, [], (), {}),
        # the first of two quotes
        (TWO, [quoted(0, 5, 755), quoted(0, 5, 755, entry="B")], (), {0: "A"}),
    ],
)
def test_which_numbers_are_carried(numbers, quotes, dismissed, carried):
    assert carriers(numbers, quotes, dismissed) == carried


@given(
    st.lists(st.integers(1, 20), max_size=12),
    st.lists(st.tuples(st.integers(0, 130), st.integers(1, 60), st.integers(1, 20)), max_size=6),
)
def test_what_carries_a_number_quotes_it_and_speaks_of_it_alone_or_states_it(values, places):
    numbers = [number(10 * place, value) for place, value in enumerate(values)]
    quotes = [
        quoted(start, start + length, stated, entry=(start, start + length, stated))
        for start, length, stated in places
    ]
    for place, (start, end, stated) in carriers(numbers, quotes).items():
        inside = [one for one in numbers if one.start < end and start < one.end]
        assert numbers[place] in inside
        assert len(inside) == 1 or numbers[place].value == stated
