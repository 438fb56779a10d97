"""One number of a text, and what numbers may be: counts, per cent, points, weights, money, places."""

from dataclasses import dataclass
from decimal import Decimal

COUNT, PERCENT, POINTS, WEIGHT, MONEY, ORDINAL = "count", "percent", "points", "weight", "money", "ordinal"
SMALLEST_STATISTIC = 10


@dataclass(slots=True)
class Number:
    """A number of the text: tokens ``first`` to ``last`` (included), characters ``start`` to ``end``.

    ``value`` is None when the digits can be read in two ways. ``sign`` is -1 or 1 where one is written.
    """

    first: int
    last: int
    start: int
    end: int
    value: Decimal | None
    kind: str = COUNT
    sign: int = 0
    form: str = "digits"
    measure: str = ""
    raw: str = ""

    @property
    def is_small_word(self):
        """« three », « two »: under ten and in words, a way of speaking unless an indicator claims it."""
        return self.kind == COUNT and self.form in ("words", "dual") and self.value < SMALLEST_STATISTIC
