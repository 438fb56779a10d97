"""The page of the table and chart builder, and its files."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from indicators.pages import break_sentences, drawing

from .files import CONTENT_TYPES, FILES
from .selection import MOST_INDICATORS, Selection, read_selection
from .table import Comparison


@require_safe
def compare(request):
    """What a reader chose, at the one address of the choice; as a file when the address asks for one."""
    comparison = Comparison(partial(read_selection, request.GET))
    selection, kind = comparison.selection, request.GET.get("format", "")
    if kind in FILES and not selection.is_empty:
        return file(comparison, kind)
    written = request.META.get("QUERY_STRING", "")
    if selection.query() != written and not selection.unknown and not selection.cut:
        return redirect(f"{request.path}?{selection.query()}" if selection.query() else request.path)
    return render(request, "indicators/compare.html", page(comparison))


def page(comparison: Comparison) -> dict:
    """What the template needs."""
    selection = comparison.selection
    drawings = [
        {"line": line, "drawing": drawing(line.series, line.key), "breaks": _breaks(line)}
        for line in comparison.lines
    ]
    return {
        "comparison": comparison,
        "selection": selection,
        "most_indicators": MOST_INDICATORS,
        "drawings": [one for one in drawings if one["drawing"]],
        "bars": comparison.bars,
        "scale": comparison.scale,
        "bars_year": selection.years[-1] if selection.years else None,
        "sources": comparison.sources_of_bars(),
        "sorts": _sorts(selection),
        "pivot": selection.query(by="indicators" if selection.by == "years" else "years"),
        "files": [(kind, f"?{selection.query()}&format={kind}") for kind in FILES],
        "permalink": f"?{selection.query()}",
        "rows": by_years(comparison) if selection.by == "years" else comparison.lines,
        "examples": [
            (
                [comparison.label("indicators", code) for code in codes],
                Selection(codes, comparison.available.years[-8:]).query(),
            )
            for codes in comparison.examples()
        ],
    }


def _breaks(line) -> list[str]:
    """The breaks that fall within the years that are drawn."""
    return break_sentences(line.series) if line.series.breaks else []


def by_years(comparison: Comparison) -> list[dict]:
    """The same cells with years in the rows, the newest first."""
    return [
        {"year": year, "cells": [(line, line.cells[year]) for line in comparison.lines]}
        for year in reversed(comparison.selection.years)
    ]


def _sorts(selection: Selection) -> dict:
    """Where the head of a column leads, and how it is sorted: `{column: (address, "ascending")}`."""
    found = {}
    for column in ("name", *map(str, selection.years)):
        first = "" if column == "name" else "-"
        now = {column: "ascending", f"-{column}": "descending"}.get(selection.sort, "none")
        following = f"{first}{column}" if now == "none" else column if now == "descending" else f"-{column}"
        found[column if column == "name" else int(column)] = (f"?{selection.query(sort=following)}", now)
    return found


def file(comparison: Comparison, kind: str) -> HttpResponse:
    """What is seen, as a file to keep."""
    response = HttpResponse(FILES[kind](comparison), content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="bilan-compare.{kind}"'
    return response
