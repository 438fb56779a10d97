"""A series over years, for our own pages: classes only, x in per cent, y in pixels."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from .geometry import (
    SHAPES,
    Break,
    Drawing,
    Plan,
    Point,
    Write,
    labels_below,
    number,
    percent,
    plan,
    segments,
)

HEIGHT = 400
BASELINE = 366  # y of zero
CEILING = 44  # y of the highest grid line
BAND_TOP = 14
YEARS_Y = 390
MOST_YEAR_LABELS = 12


def series(
    points: Sequence[Point],
    breaks: Sequence[Break] = (),
    *,
    title: str,
    description: str,
    write: Write,
    identity: str = "series",
) -> Drawing:
    """Return the drawing of a series.

    The value axis starts at zero, a year without a value is a gap that no line crosses, a break is a band
    that no line crosses, a doubtful stretch is dotted, the shape of a point is the rank of its source.
    ``write`` writes the figures of the axis; ``identity`` keeps the ids unique in the page.
    """
    laid = plan(points)
    parts = [
        _level("zero", Decimal(0), laid),
        *(_level("grid", tick, laid) for tick in laid.ticks),
        *(_band(left, right) for left, right in laid.bands(breaks)),
        *(_tick_label(laid, tick, write(tick)) for tick in laid.ticks),
        *(_stretch(laid, *segment) for segment in segments(laid.points, breaks)),
        *(_year_label(laid, year) for year in _labelled_years(laid.years)),
        *(_mark(laid, point) for point in laid.stated()),
        *(_value(laid, index, breaks) for index in range(len(laid.stated()))),
    ]
    name = escape(identity)
    return Drawing(
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-description" width="100%"'
        f' height="{HEIGHT}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _y(laid: Plan, value: Decimal) -> Decimal:
    return BASELINE - laid.share(value) * (BASELINE - CEILING)


def _level(name: str, value: Decimal, laid: Plan) -> str:
    y = number(_y(laid, value))
    return f'<line class="{name}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _tick_label(laid: Plan, tick: Decimal, label: str) -> str:
    # On a phone the first points stand where these are written: the top of the axis stays.
    name = "tick" if tick == laid.ticks[-1] else "tick alternate"
    return f'<text class="{name}" x="0" y="{number(_y(laid, tick) - 5)}">{escape(label)}</text>'


def _band(left: Decimal, right: Decimal) -> str:
    edges = "".join(
        f'<line class="break-edge" x1="{percent(x)}" x2="{percent(x)}" y1="{BAND_TOP}" y2="{BASELINE}"/>'
        for x in (left, right)
    )
    return (
        f'<rect class="break" x="{percent(left)}" width="{percent(right - left)}" y="{BAND_TOP}"'
        f' height="{BASELINE - BAND_TOP}"/>{edges}'
    )


def _stretch(laid: Plan, start: Point, end: Point, dotted: bool) -> str:
    return (
        f'<line class="line{" doubtful" if dotted else ""}"'
        f' x1="{percent(laid.x(start.year))}" y1="{number(_y(laid, start.value))}"'
        f' x2="{percent(laid.x(end.year))}" y2="{number(_y(laid, end.value))}"/>'
    )


def _labelled_years(years: Sequence[int]) -> list[tuple[int, bool]]:
    """Return the years to write, counted back from the last, and whether a phone leaves each one out."""
    every = -(-len(years) // MOST_YEAR_LABELS)
    kept = years[::-1][::every]
    return [(year, len(kept) > 8 and place % 2 == 1) for place, year in enumerate(kept)]


def _year_label(laid: Plan, labelled: tuple[int, bool]) -> str:
    year, alternate = labelled
    name = ' class="alternate"' if alternate else ""
    return f'<text{name} x="{percent(laid.x(year))}" y="{YEARS_Y}" text-anchor="middle">{year}</text>'


def _mark(laid: Plan, point: Point) -> str:
    x, y = percent(laid.x(point.year)), number(_y(laid, point.value))
    return (
        f'<circle class="halo" cx="{x}" cy="{y}" r="11"/>'
        f'<svg x="{x}" y="{y}" width="1" height="1" overflow="visible">'
        f'<path class="point" d="{SHAPES[point.rank]}"/></svg>'
    )


def _value(laid: Plan, index: int, breaks: Sequence[Break]) -> str:
    """Write a value at its point; on a phone the last stays, then every second going back."""
    stated = laid.stated()
    point, height = stated[index], _y(laid, stated[index].value)
    below = point.year in labels_below(stated, breaks) and height < BASELINE - 40
    y = height + 27 if below else height - 17
    alternate = len(stated) > 4 and (len(stated) - 1 - index) % 2 == 1
    return (
        f'<text class="value{" alternate" if alternate else ""}" x="{percent(laid.x(point.year))}"'
        f' y="{number(y)}" text-anchor="middle">{escape(point.label)}</text>'
    )
