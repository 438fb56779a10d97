"""Which entry of a draft carries which number of a text."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Quoted:
    """An entry that quotes the text from ``start`` to ``end``, and the numbers that it states."""

    start: int
    end: int
    numbers: frozenset[Decimal]
    entry: object


def carriers(numbers, quoted: Iterable[Quoted], dismissed=frozenset()) -> dict[int, object]:
    """By place in ``numbers`` (accounts in the order of the text), the entry that carries the number.

    A quote carries the only number in it that nothing dismisses (``dismissed``: (start, end) of those that a
    person dismissed). Of several it carries those that its entry states, so that a quote of a whole paragraph
    hides no number. A figure that the text states twice carries both places.
    """
    open_ones = [
        place
        for place, number in enumerate(numbers)
        if not number.reason and (number.start, number.end) not in dismissed
    ]
    starts = [numbers[place].start for place in open_ones]
    ends = [numbers[place].end for place in open_ones]
    carried: dict[int, object] = {}
    for quote in quoted:
        inside = open_ones[bisect_right(ends, quote.start) : bisect_left(starts, quote.end)]
        stated = inside if len(inside) == 1 else [p for p in inside if states(quote, numbers[p])]
        for place in stated:
            carried.setdefault(place, quote)
    _same_figure(numbers, open_ones, carried)
    return {place: quote.entry for place, quote in carried.items()}


def states(quote: Quoted, number) -> bool:
    """Whether the entry states this number (signs aside), as far as it can be read alone."""
    return number.value is None or abs(number.value) in quote.numbers


def _same_figure(numbers, open_ones, carried) -> None:
    """Other places that the reader takes for the same figure, where the entry states that number too."""
    by_figure = defaultdict(list)
    for place, quote in carried.items():
        if numbers[place].figure is not None:
            by_figure[numbers[place].figure].append(quote)
    for place in open_ones:
        if place not in carried:
            for quote in by_figure.get(numbers[place].figure, ()):
                if numbers[place].value is not None and states(quote, numbers[place]):
                    carried[place] = quote
                    break
