"""What a table is made of: its columns, its limits, and the problems found in a file of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How the cells of a column are read: what is forgiven, checked, and typed in a workbook."""

    TEXT = "text"  # prose and names: kept as written, guarded against formulas
    CODE = "code"  # codes and choices: white space at the ends forgiven, look-alike letters refused
    NUMBER = "number"  # left to `numerals`; written as a number
    YEAR = "year"
    DATE = "date"  # ISO text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name in files, its other headings, and whether a file must have it."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read (contract, "Tables"). Sizes in bytes."""

    rows: int = 1_000_000
    columns: int = 100
    cell: int = 10_000
    csv_size: int = 64 * 2**20
    xlsx_size: int = 16 * 2**20


ADMIN_LIMITS = Limits(rows=100_000)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file.

    `row` is the sheet row as the person sees it (header = 1) and None for the whole file; `column` a
    column's name or heading as the file has it; `value` what stands there; `code` the rule code;
    `params` what a message needs besides.
    """

    row: int | None
    column: str | None
    value: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Row(NamedTuple):
    """One data row: its number in the sheet, its cells in the order of `Table.header`, the bad ones.

    A cell is text ("" when blank), or a Decimal when a workbook holds a number in it. `bad` holds the
    positions of cells that already have a problem: they say nothing and need no second one.
    """

    number: int
    cells: list[str | Decimal]
    bad: frozenset[int] = frozenset()


def column_letters(position: int) -> str:
    """The letters over a column, counted from 0: A, B … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class FileRefused(Exception):
    """The file, or the rest of it, cannot be read: carries the problem that says why."""

    def __init__(
        self, code: str, *, row: int | None = None, column: str | None = None, value: str = "", **params
    ):
        super().__init__(code)
        self.problem = Problem(row, column, value, code, params)


Report = Callable[[Problem], None]
NONE_BAD: frozenset[int] = frozenset()
