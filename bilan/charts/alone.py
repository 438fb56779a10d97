"""A series as a drawing that travels alone: colours, title, caveat and sources are inside it.

It is shown on other sites and opened by itself, where our style sheet is absent and a strict policy forbids
a style of its own: presentation attributes only, which no policy refuses.
"""

import textwrap
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from .geometry import SHAPES, Break, Drawing, Plan, Point, Write, labels_below, number, plan, segments

WIDTH = 800
MARGIN = 32
AXIS = 40  # room for the figures of the value axis
CHART_TOP, CHART_BOTTOM = 150, 430
LINE_HEIGHT = 22
CHARACTERS_A_LINE = 100
PAPER, INK, INK_2, LINE, SAFFRON, WASH = "#fdfcf9", "#171a2b", "#45485a", "#d8d3c6", "#984608", "#faf0e2"
FAMILY = "'IBM Plex Sans Arabic','IBM Plex Sans','Noto Sans Arabic',Tahoma,sans-serif"


def series_file(
    points: Sequence[Point],
    breaks: Sequence[Break] = (),
    *,
    title: str,
    description: str,
    notes: Sequence[str],
    write: Write,
    language: str,
) -> Drawing:
    """Return a whole SVG document of a series.

    ``notes`` are printed under the drawing in the order given, wrapped: the caveat, the sources, the
    address. ``language`` (``ar``, ``fr``, ``en``) decides where text starts, never where years run.
    """
    laid = plan(points)
    lines = [line for note in notes for line in textwrap.wrap(note, CHARACTERS_A_LINE)]
    height = CHART_BOTTOM + 70 + LINE_HEIGHT * len(lines) + 10
    heading = textwrap.wrap(title, 52)[:2]
    parts = [
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        *(_text(line, 52 + 32 * place, language, 26, INK, 600) for place, line in enumerate(heading)),
        *(_band(left, right) for left, right in laid.bands(breaks)),
        *(_grid(laid, tick, write(tick)) for tick in laid.ticks),
        f'<path d="M{MARGIN} {CHART_BOTTOM}H{WIDTH - MARGIN}" stroke="{INK}" stroke-width="1.5"/>',
        *(_stretch(laid, *segment) for segment in segments(laid.points, breaks)),
        *(_year(laid, year) for year in laid.years[:: -max(len(laid.years) // 12, 1)]),
        *(_point(laid, point, labels_below(points, breaks)) for point in laid.stated()),
        *(
            _text(line, CHART_BOTTOM + 62 + LINE_HEIGHT * place, language, 14, INK_2, 400)
            for place, line in enumerate(lines)
        ),
    ]
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" aria-labelledby="title description" lang="{escape(language)}"'
        f' font-family="{FAMILY}"><title id="title">{escape(title)}</title>'
        f'<desc id="description">{escape(description)}</desc>{"".join(parts)}</svg>\n'
    )


def _x(laid: Plan, year: int | Decimal) -> Decimal:
    return _across(laid.x(year))


def _across(per_cent: Decimal) -> Decimal:
    return MARGIN + AXIS + per_cent * (WIDTH - 2 * MARGIN - AXIS) / 100


def _y(laid: Plan, value: Decimal) -> Decimal:
    return CHART_BOTTOM - laid.share(value) * (CHART_BOTTOM - CHART_TOP)


def _text(words: str, y: int, language: str, size: int, fill: str, weight: int) -> str:
    """Write a line of words at the side where the language starts; ``start`` follows the direction."""
    right_to_left = language == "ar"
    x = WIDTH - MARGIN if right_to_left else MARGIN
    direction = ' direction="rtl"' if right_to_left else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}"{direction}'
        f' text-anchor="start">{escape(words)}</text>'
    )


def _figure(
    words: str, x: Decimal, y: Decimal, *, fill: str = INK_2, weight: int = 400, size: int = 13
) -> str:
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" font-weight="{weight}" fill="{fill}"'
        f' text-anchor="middle">{escape(words)}</text>'
    )


def _grid(laid: Plan, tick: Decimal, label: str) -> str:
    y = _y(laid, tick)
    return (
        f'<path d="M{MARGIN} {number(y)}H{WIDTH - MARGIN}" stroke="{LINE}"/>'
        f'<text x="{MARGIN}" y="{number(y - 5)}" font-size="13" fill="{INK_2}">{escape(label)}</text>'
    )


def _band(left: Decimal, right: Decimal) -> str:
    start, end, top = number(_across(left)), number(_across(right)), CHART_TOP - 30
    return (
        f'<path d="M{start} {top}H{end}V{CHART_BOTTOM}H{start}Z" fill="{WASH}"/>'
        f'<path d="M{start} {top}V{CHART_BOTTOM}M{end} {top}V{CHART_BOTTOM}" stroke="{SAFFRON}"/>'
    )


def _stretch(laid: Plan, start: Point, end: Point, dotted: bool) -> str:
    dots = ' stroke-dasharray="2 5" stroke-linecap="round"' if dotted else ""
    way = "L".join(f"{number(_x(laid, at.year))} {number(_y(laid, at.value))}" for at in (start, end))
    return f'<path d="M{way}" stroke="{INK}" stroke-width="2"{dots}/>'


def _year(laid: Plan, year: int) -> str:
    return _figure(str(year), _x(laid, year), Decimal(CHART_BOTTOM + 24))


def _point(laid: Plan, point: Point, below_years: set[int]) -> str:
    x, y = _x(laid, point.year), _y(laid, point.value)
    below = point.year in below_years and y < CHART_BOTTOM - 40
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="11" fill="{PAPER}"/>'
        f'<path transform="translate({number(x)} {number(y)})" d="{SHAPES[point.rank]}" fill="{INK}"/>'
        + _figure(point.label, x, y + 26 if below else y - 16, fill=INK, weight=500, size=14)
    )
