"""XLSX files, row by row: numbers exactly as the cell holds them, and nothing hidden from the person.

The sheet is read here with expat instead of a library, for what libraries do to figures: they make
floats of numbers, believe the sheet's declared dimension, and pass over hidden rows, merged cells and
formulas in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import BinaryIO

from .headings import LOOKED_AT, Header, names_columns, read_header
from .package import Package
from .rows import SHOWN, RowCleaner
from .shape import NONE_BAD, Column, FileRefused, Limits, Problem, Report, Row, column_letters
from .sheet import Cell, RawRow, Sheet
from .typed import typed_cell
from .workbook import open_workbook


class XlsxRows:
    """The rows of one workbook, to be iterated once. Behaves as `csv_reading.CsvRows` does."""

    encoding = ""
    separator = ""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column], limits: Limits, report: Report):
        self.count = 0
        self._limits = limits
        self._report = report
        self._package = Package(stream)
        self._workbook = open_workbook(self._package)
        self._sheet = Sheet(self._package, self._workbook, limits)
        self._rows = self._sheet.rows()
        self._header = self._read_header(columns)
        self.header = tuple(column.name for column in self._header.columns) if self._header else ()

    def detach(self) -> None:
        """Leave the stream to its owner, open."""
        self._rows.close()
        self._package.close()

    def _read_header(self, columns: Sequence[Column]) -> Header | None:
        first = next((row for row in self._rows if row.has_content), None)
        if first is None:
            raise FileRefused("empty_file")
        last = max(position for position, cell in first.cells.items() if not cell.blank)
        if last >= self._limits.columns:
            raise FileRefused(
                "too_many_columns", row=first.number, found=last + 1, limit=self._limits.columns
            )
        headings = [first.cells[at].text if at in first.cells else "" for at in range(last + 1)]
        header, problems = read_header(
            headings, columns, self._limits, first.number, lambda: self._why_unnamed(columns)
        )
        problems += self._hidden_row(first)
        problems += [
            Problem(first.number, headings[at], cell.text[:SHOWN], "formula")
            for at, cell in first.cells.items()
            if cell.formula and at <= last
        ]
        problems += [
            Problem(None, heading, "", "hidden_column", {"letters": column_letters(at)})
            for at, heading in enumerate(headings)
            if self._sheet.is_hidden(at)
        ]
        for problem in problems:
            self._report(problem)
        return None if problems else header

    def _why_unnamed(self, columns: Sequence[Column]) -> dict[str, object]:
        """Where the header stands, when the first row names no column: below a title."""
        for row in islice(self._rows, LOOKED_AT):
            if names_columns([cell.text for cell in row.cells.values()], columns):
                return {"reason": "below", "found": row.number}
        return {}

    def _hidden_row(self, row: RawRow) -> list[Problem]:
        return [Problem(row.number, None, "", "hidden_row")] if row.hidden else []

    def __iter__(self) -> Iterator[Row]:
        if self._header is None:
            return
        cleaner = RowCleaner(self._header, self._limits, self._report)
        for raw in self._rows:
            if not raw.has_content:
                continue
            self.count += 1
            if self.count > self._limits.rows or raw.number > self._limits.rows + 1:
                self._report(Problem(raw.number, None, "", "too_many_rows", {"limit": self._limits.rows}))
                return
            for problem in self._hidden_row(raw):
                self._report(problem)
            if not raw.hidden and not self._is_stray(raw):
                yield self._row_of(raw, cleaner)
        for reference in sorted(self._sheet.merged, key=lambda merged: merged[2]):
            self._report(self._merged(reference))
        if not self.count:
            self._report(Problem(None, None, "", "no_rows"))

    def _is_stray(self, raw: RawRow) -> bool:
        """Whether a row has a cell beside the table, which is reported."""
        width = len(self._header.columns)
        for at, cell in raw.cells.items():
            if at >= width and not cell.blank:
                letters = column_letters(at)
                params = {"cell": f"{letters}{raw.number}"}
                self._report(Problem(raw.number, letters, cell.text[:SHOWN], "stray_cell", params))
                return True
        return False

    def _row_of(self, raw: RawRow, cleaner: RowCleaner) -> Row:
        cells: list[str | Decimal] = [""] * self._header.width
        bad: set[int] = set()
        for at, column in enumerate(self._header.columns):
            cell = raw.cells.get(at)
            if cell is None or cell.blank:
                continue
            value, code = typed_cell(cell, column.kind, self._workbook)
            if code:
                self._report(Problem(raw.number, column.name, cell.text[:SHOWN], code))
                bad.add(at)
            else:
                cells[at] = value
        row = cleaner.row_of(raw.number, cells)
        return Row(row.number, row.cells, row.bad | bad if bad else row.bad or NONE_BAD)

    def _merged(self, reference: tuple[str, int, int]) -> Problem:
        text, at, number = reference
        columns = self._header.columns
        name = columns[at].name if at < len(columns) else column_letters(at)
        return Problem(number, name, text, "merged", {"cells": text})


__all__ = ["Cell", "XlsxRows"]
