"""Bars of change on one shared scale, their axis, the samples of a key, and the tally of a register."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from .geometry import Drawing, Scale, Write, percent

HEIGHT = 22
INSET = 4
HIDDEN = 'aria-hidden="true" focusable="false"'  # the value stands beside it in words

SWATCHES = {
    "published": '<rect class="bar-fall" width="28" height="13"/>',
    "computed": '<path class="bar-computed rise" d="M1 1H27V12H1Z"/>',
    "break": '<rect class="break" width="28" height="13"/><path class="break-edge" d="M1 0V13M27 0V13"/>',
    "doubtful": '<path class="line doubtful" d="M2 6.5H27"/>',
    "named": '<rect class="named" x="11" width="6" height="13"/>',
    "unnamed": '<rect class="unnamed" x="11.75" y="5.75" width="4.5" height="6.5"/>',
}


def change_bar(change: Decimal, scale: Scale, *, computed: bool = False) -> Drawing:
    """Return one bar from zero: solid when the change was published, dashed when we computed it.

    A computed bar is three dashed sides against the zero line, so that a small one still reads as dashed.
    A change of nothing is a short upright stroke, not an empty row.
    """
    grid = "".join(_upright("grid", scale.position(tick), 0, HEIGHT) for tick in scale.ticks() if tick)
    zero = _upright("zero", scale.position(Decimal(0)), -3, HEIGHT + 3)
    inside = grid + _bar(change, scale, computed) + zero
    return Drawing(f'<svg class="bar" {HIDDEN} width="100%" height="{HEIGHT}">{inside}</svg>')


def axis(scale: Scale, write: Write) -> Drawing:
    """Return the figures under a group of bars; every second one beside zero goes on a phone."""
    return Drawing(
        f'<svg class="bar axis" {HIDDEN} width="100%" height="20">'
        + "".join(_axis_label(scale, tick, write(tick)) for tick in scale.ticks())
        + "</svg>"
    )


def tally(named: int, unnamed: int) -> Drawing:
    """Return one stroke a thing, in fives: tall and solid when it is named, low and open when it is not."""
    kinds = [True] * named + [False] * unnamed
    return Drawing("".join(_five(kinds[start : start + 5]) for start in range(0, len(kinds), 5)))


def swatch(kind: str) -> Drawing:
    """Return the sample of a key: one of ``SWATCHES``."""
    return Drawing(f'<svg class="swatch" {HIDDEN} width="28" height="13">{SWATCHES[kind]}</svg>')


def _bar(change: Decimal, scale: Scale, computed: bool) -> str:
    zero, end = scale.position(Decimal(0)), scale.position(change)
    if change == 0:
        return _upright("bar-none", zero, INSET, HEIGHT - INSET)
    direction = "fall" if change < 0 else "rise"
    if not computed:
        return (
            f'<rect class="bar-{direction}" x="{percent(min(zero, end))}" y="{INSET}"'
            f' width="{percent(abs(end - zero))}" height="{HEIGHT - 2 * INSET}"/>'
        )
    name = f"bar-computed {direction}"
    sides = "".join(
        f'<line class="{name}" x1="{percent(zero)}" x2="{percent(end)}" y1="{y}" y2="{y}"/>'
        for y in (INSET, HEIGHT - INSET)
    )
    return sides + _upright(name, end, INSET, HEIGHT - INSET)


def _axis_label(scale: Scale, tick: Decimal, label: str) -> str:
    name = ' class="alternate"' if (tick / scale.step) % 2 else ""
    return (
        f'<text{name} x="{percent(scale.position(tick))}" y="14" text-anchor="middle">{escape(label)}</text>'
    )


def _five(kinds: Sequence[bool]) -> str:
    strokes = "".join(_stroke(place * 12, is_named) for place, is_named in enumerate(kinds))
    return f'<svg {HIDDEN} width="{len(kinds) * 12 - 6}" height="24">{strokes}</svg>'


def _stroke(x: int, is_named: bool) -> str:
    if is_named:
        return f'<rect class="named" x="{x}" width="6" height="24"/>'
    return f'<rect class="unnamed" x="{x}.75" y="16.75" width="4.5" height="6.5"/>'


def _upright(name: str, x: Decimal, top: int, bottom: int) -> str:
    return f'<line class="{name}" x1="{percent(x)}" x2="{percent(x)}" y1="{top}" y2="{bottom}"/>'
