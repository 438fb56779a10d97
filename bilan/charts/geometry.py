"""Where things fall: scales, the years and values of a series, breaks and gaps. Exact decimals throughout."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

Write = Callable[[Decimal], str]

FIRST_X, LAST_X = Decimal(6), Decimal("92.8")  # per cent, room for half a label at each edge
HALF_YEAR = Decimal("0.5")
NARROW_BAND = Decimal("0.24")  # of a year, for a break with one edge
STEEP = Decimal("0.15")  # of the axis, from one year to the next
LONGEST_BAND = 3  # years; a longer stretch between two breaks is a series of its own, not a doubtful one
LEAST_STEP = Decimal(10)  # of change, so that a page of small changes does not look like a page of large ones

# The shape of a point is the rank of its source; a larger one is a higher one.
SHAPES = {
    "official": "M10 0L6.1 2.53L7.07 7.07L2.53 6.1L0 10L-2.53 6.1L-7.07 7.07L-6.1 2.53L-10 0L-6.1 -2.53"
    "L-7.07 -7.07L-2.53 -6.1L0 -10L2.53 -6.1L7.07 -7.07L6.1 -2.53Z",
    "agency": "M-6 -6H6V6H-6Z",
    "press": "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z",
}


class Drawing(str):
    """SVG text that templates may print as it stands: everything in it was escaped when it was made."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Scale:
    """A diverging scale: low <= 0 <= high, a grid line every step, in per cent of change or in points."""

    low: Decimal
    high: Decimal
    step: Decimal

    def position(self, value: Decimal) -> Decimal:
        """Return x in per cent of the width; a value outside the scale stops at its edge."""
        inside = min(max(value, self.low), self.high)
        return (inside - self.low) * 100 / (self.high - self.low)

    def ticks(self) -> list[Decimal]:
        """Return the grid values from low to high, zero among them."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]


@dataclass(frozen=True)
class Point:
    """One year of a series. ``value`` is None for a gap: a year that stated nothing, which is not zero."""

    year: int
    value: Decimal | None
    label: str = ""  # the value as the page writes it
    rank: str = "press"  # official, agency or press
    doubtful: bool = False  # the stretch that leads here is dotted


@dataclass(frozen=True)
class Break:
    """The years from ``first`` to ``last`` are not comparable with those before and after.

    ``first=None``: everything up to ``last`` differs from what follows, that is one edge, after ``last``.
    """

    first: int | None
    last: int

    def separates(self, earlier: int, later: int) -> bool:
        """Tell whether an edge of this break lies between two years."""
        edges = [self.last] if self.first is None else [self.first - 1, self.last]
        return any(earlier <= edge < later for edge in edges)

    def covers(self, year: int) -> bool:
        """Tell whether the year lies inside the band."""
        return self.first is not None and self.first <= year <= self.last

    def span(self) -> tuple[Decimal, Decimal]:
        """Return the two edges of the band, in years; a break with one edge is a narrow band around it."""
        if self.first is None:
            middle = self.last + HALF_YEAR
            return middle - NARROW_BAND / 2, middle + NARROW_BAND / 2
        return self.first - HALF_YEAR, self.last + HALF_YEAR


def bands(years: Iterable[int]) -> list[Break]:
    """Return the breaks of a series from the years before which it breaks.

    Two breaks close to each other hold doubtful years between them, which belong to neither side:

    >>> bands([2020, 2022])
    [Break(first=2020, last=2021)]
    >>> bands([2020])
    [Break(first=None, last=2019)]
    """
    found: list[Break] = []
    waiting = sorted(set(years))
    while waiting:
        year = waiting.pop(0)
        if waiting and waiting[0] - year <= LONGEST_BAND:
            found.append(Break(year, waiting.pop(0) - 1))
        else:
            found.append(Break(None, year - 1))
    return found


@dataclass(frozen=True)
class Plan:
    """A series laid out: x in per cent of the width, y as a share of the height above zero."""

    points: tuple[Point, ...]
    years: tuple[int, ...]
    ticks: tuple[Decimal, ...]  # without zero; the last one is the top of the axis

    def x(self, year: Decimal | int) -> Decimal:
        """Return x in per cent; half years are where the edges of a band fall."""
        first, last = self.years[0], self.years[-1]
        if first == last:
            return (FIRST_X + LAST_X) / 2
        return FIRST_X + (Decimal(year) - first) * (LAST_X - FIRST_X) / (last - first)

    def share(self, value: Decimal) -> Decimal:
        """Return how high a value stands between zero (0) and the top of the axis (1)."""
        return value / self.ticks[-1]

    def stated(self) -> list[Point]:
        """Return the points that have a value, in order of years."""
        return [point for point in self.points if point.value is not None]

    def bands(self, breaks: Sequence[Break]) -> list[tuple[Decimal, Decimal]]:
        """Return the bands to draw as (left, right) in per cent, within the drawing."""
        first, last = self.years[0] - HALF_YEAR, self.years[-1] + HALF_YEAR
        seen = [gap.span() for gap in breaks]
        return [
            (max(self.x(left), Decimal(0)), min(self.x(right), Decimal(100)))
            for left, right in seen
            if right > first and left < last
        ]


def plan(points: Sequence[Point]) -> Plan:
    """Lay a series out on an axis that starts at zero. Raises ValueError when it has nothing to draw."""
    ordered = tuple(sorted(points, key=lambda point: point.year))
    values = [point.value for point in ordered if point.value is not None]
    if not values:
        raise ValueError("a series needs at least one value")
    if min(values) < 0:
        raise ValueError("a series starts at zero: negative values have no place in it")
    step = nice_step(max(values), most=5)
    count = max(int((max(values) / step).to_integral_value(ROUND_CEILING)), 1)
    ticks = tuple(plain(step * index) for index in range(1, count + 1))
    return Plan(ordered, tuple(range(ordered[0].year, ordered[-1].year + 1)), ticks)


def nice_step(reach: Decimal, most: int = 6) -> Decimal:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that covers ``reach`` in at most ``most`` steps."""
    if reach <= 0:
        return Decimal(1)
    magnitude = Decimal(1).scaleb((reach / most).adjusted())
    steps = [magnitude * Decimal(factor) for factor in ("1", "2", "2.5", "5", "10")]
    return next(step for step in steps if step * most >= reach)


def change_scale(changes: Iterable[Decimal]) -> Scale:
    """Return one scale for all the bars of a page: zero inside, at least one step on either side.

    >>> change_scale([Decimal(-45), Decimal("2.27")])
    Scale(low=Decimal('-50'), high=Decimal('10'), step=Decimal('10'))
    """
    values = [Decimal(0), *changes]
    lowest, highest = min(values), max(values)
    step = max(nice_step(max(-lowest, highest), most=5), LEAST_STEP)
    low = min((lowest / step).to_integral_value(ROUND_FLOOR), Decimal(-1)) * step
    high = max((highest / step).to_integral_value(ROUND_CEILING), Decimal(1)) * step
    return Scale(plain(low), plain(high), plain(step))


def segments(points: Sequence[Point], breaks: Sequence[Break] = ()) -> list[tuple[Point, Point, bool]]:
    """Return the stretches to draw as (from, to, dotted).

    Only between years that follow each other, where no break lies between them; dotted inside a break,
    or when the second point is doubtful.
    """
    stated = sorted((point for point in points if point.value is not None), key=lambda point: point.year)
    drawn = []
    for start, end in zip(stated, stated[1:], strict=False):
        if end.year - start.year > 1 or any(gap.separates(start.year, end.year) for gap in breaks):
            continue
        inside = any(gap.covers(start.year) and gap.covers(end.year) for gap in breaks)
        drawn.append((start, end, inside or end.doubtful))
    return drawn


def labels_below(points: Sequence[Point], breaks: Sequence[Break] = ()) -> set[int]:
    """Return the years whose value is written under the point: all lines that meet there come from above.

    At the end of a line only a steep one matters: it would run through a value written above.
    """
    drops: dict[int, list[Decimal]] = {}
    for start, end, _dotted in segments(points, breaks):
        drops.setdefault(start.year, []).append(end.value - start.value)
        drops.setdefault(end.year, []).append(start.value - end.value)
    top = max((point.value for point in points if point.value is not None), default=Decimal(0))
    return {
        year
        for year, heights in drops.items()
        if min(heights) > 0 and (len(heights) > 1 or heights[0] > top * STEEP)
    }


def percent(value: Decimal) -> str:
    """Write an x: ``16.667%``."""
    return f"{value.quantize(Decimal('0.001'), ROUND_HALF_EVEN)}%"


def number(value: Decimal) -> str:
    """Write a coordinate in pixels: ``171.4``."""
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def plain(value: Decimal) -> Decimal:
    """Return the same number without exponent or trailing zeros."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
