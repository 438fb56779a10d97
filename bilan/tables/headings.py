"""The header of a file: columns by name, in any order, case and spacing, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bilan.folding import fold_arabic

from .cells import trimmed
from .shape import Column, Limits, Problem, column_letters

LOOKED_AT = 20  # rows below the first one, where the header may stand
_LONGEST_NAME = 100


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


def names_columns(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row looks like the header of a table: one cell may do so by chance, two hardly."""
    return recognised(cells, columns) > 1


def _unknown(heading: str, names: dict[str, Column]) -> dict[str, object]:
    """What a message says of a heading that names no column: the name that is likely meant."""
    near = get_close_matches(normalised(heading[:_LONGEST_NAME]), names, n=1, cutoff=0.75)
    return {"reason": "near", "nearest": names[near[0]].name} if near else {}


def read_header(
    headings: Sequence[str],
    columns: Sequence[Column],
    limits: Limits,
    row: int,
    explain: Callable[[], dict[str, object]],
) -> tuple[Header, list[Problem]]:
    """The columns that a header names, and every problem of it. With problems the header is not usable.

    `explain` says what may have happened to a row that names no column at all.
    """
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
            letters = column_letters(position - 1)
            problems.append(Problem(row, None, "", "header", {"reason": "blank", "letters": letters}))
        elif column is None:
            problems.append(Problem(row, shown, shown, "unknown_column", _unknown(heading, names)))
        elif column in found:
            problems.append(Problem(row, column.name, shown, "duplicate_column"))
        else:
            found.append(column)
    if not found:
        shown = next(filter(None, map(str.strip, headings)), "")[: limits.cell]
        return Header((), width), [Problem(row, None, shown, "header", explain())]
    problems += [
        Problem(row, column.name, "", "missing_column")
        for column in columns
        if column.required and column not in found
    ]
    return Header(tuple(found), width), problems
