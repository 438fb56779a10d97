"""One data row made ready: cells cleaned by the kind of their column, their problems reported."""

from __future__ import annotations

from decimal import Decimal

from bilan.numerals import write_plain

from .cells import clean
from .headings import Header
from .shape import NONE_BAD, Kind, Limits, Problem, Report, Row

SHOWN = 200  # characters of a bad value that a problem keeps


class RowCleaner:
    """Cleans the cells of one file's rows: what is forgiven goes, what is wrong is reported."""

    def __init__(self, header: Header, limits: Limits, report: Report, *, windows_1256: bool = False):
        self.columns = header.columns
        self.width = header.width
        self.limits = limits
        self.report = report
        self.windows_1256 = windows_1256

    def row_of(self, number: int, cells: list[str | Decimal]) -> Row | None:
        """The row, its bad cells marked; None when it has another number of cells than the header."""
        kept = len(self.columns)
        if len(cells) != self.width or any(map(str.strip, map(str, cells[kept:]))):
            params = {"expected": kept, "found": len(cells)}
            self.report(Problem(number, None, "", "columns_count", params))
            return None
        cells = cells[:kept]
        bad = [at for at, cell in enumerate(cells) if not self._clean_cell(number, cells, at, cell)]
        return Row(number, cells, frozenset(bad) if bad else NONE_BAD)

    def _clean_cell(self, number: int, cells: list[str | Decimal], at: int, cell: str | Decimal) -> bool:
        """Put the clean cell in its place; False when something is wrong with it."""
        column = self.columns[at]
        if isinstance(cell, Decimal):
            if column.kind in (Kind.TEXT, Kind.CODE):
                cells[at] = write_plain(cell) if cell.adjusted() < 30 else str(cell)
            return True
        if len(cell) > self.limits.cell:
            found = "cell_too_long", {"limit": self.limits.cell, "found": len(cell)}
        else:
            cells[at], found = clean(cell, column.kind, windows_1256=self.windows_1256)
        if found:
            self.report(Problem(number, column.name, cell[:SHOWN], *found))
        return not found
