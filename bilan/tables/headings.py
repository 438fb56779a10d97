"""The header of a file: columns by name, in any order, case and spacing, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilan.folding import fold_arabic

from .cells import trimmed
from .shape import Column, Limits, Problem


def normalised(heading: str) -> str:
    """A heading as it is compared: folded, white space, hyphens and underscores as one `_`."""
    return re.sub(r"[\s_\-]+", "_", fold_arabic(trimmed(heading.replace("\ufeff", "")))).strip("_")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file in their order; `width` counts the blank headings after the last one too."""

    columns: tuple[Column, ...]
    width: int


def _names(columns: Iterable[Column]) -> dict[str, Column]:
    names: dict[str, Column] = {}
    for column in columns:
        for name in (column.name, *column.aliases):
            names.setdefault(normalised(name), column)
    return names


def recognised(headings: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of the headings name a column: tells the right separator from a wrong one."""
    names = _names(columns)
    return sum(normalised(heading) in names for heading in headings)


def read_header(
    headings: Sequence[str], columns: Sequence[Column], limits: Limits, row: int = 1
) -> tuple[Header, list[Problem]]:
    """The columns that a header names, and every problem of it. With problems the header is not usable."""
    width = len(headings)
    headings = list(headings)
    while headings and not normalised(headings[-1]):
        headings.pop()
    if len(headings) > limits.columns:
        problem = Problem(
            row, None, "", "too_many_columns", {"found": len(headings), "limit": limits.columns}
        )
        return Header((), width), [problem]
    names = _names(columns)
    found: list[Column] = []
    problems: list[Problem] = []
    for position, heading in enumerate(headings, start=1):
        key = normalised(heading)
        column = names.get(key)
        shown = heading.strip()[: limits.cell]
        if not key:
            problems.append(Problem(row, None, "", "header", {"position": position}))
        elif column is None:
            problems.append(
                Problem(row, shown, shown, "unknown_column", {"known": [c.name for c in columns]})
            )
        elif column in found:
            problems.append(Problem(row, column.name, shown, "duplicate_column"))
        else:
            found.append(column)
    if not found:
        return Header((), width), [Problem(row, None, "", "header", {"known": [c.name for c in columns]})]
    problems += [
        Problem(row, column.name, "", "missing_column")
        for column in columns
        if column.required and column not in found
    ]
    return Header(tuple(found), width), problems
