"""Tables written: CSV and XLSX that `reading` reads back to the same values, safe in any spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

import rustpy_xlsxwriter

from bilan.numerals import write_plain

from .cells import guard
from .shape import Column, Kind

BOM = "\ufeff"
_BATCH = 2_000


def _csv_cells(row: Sequence[object], texts: Sequence[int], others: Sequence[int]) -> list[object]:
    """A row as the csv module may write it: it leaves None blank and says a date in ISO by itself."""
    cells = list(row)
    for at in texts:
        if cells[at]:
            cells[at] = guard(str(cells[at]))
    for at in others:
        if isinstance(cells[at], Decimal):
            cells[at] = write_plain(cells[at])
    return cells


def write_csv(rows: Iterable[Sequence[object]], columns: Sequence[Column]) -> Iterator[bytes]:
    """The bytes of a CSV file, piece by piece: UTF-8 with BOM, `,`, CRLF, header first.

    A row has a cell for each column: text, Decimal, int, date or None. Texts are guarded against
    formulas; numbers are written plainly (`numerals.write_plain`).
    """
    texts = [at for at, column in enumerate(columns) if column.kind is Kind.TEXT]
    others = [at for at in range(len(columns)) if at not in texts]
    rows = iter(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.name for column in columns])
    while True:
        batch = list(islice(rows, _BATCH))
        writer.writerows([_csv_cells(row, texts, others) for row in batch])
        yield buffer.getvalue().encode()
        if len(batch) < _BATCH:
            return
        buffer.seek(0)
        buffer.truncate()


def _xlsx_cell(cell: object, *, is_text: bool) -> object:
    """A cell as the workbook types it: numbers as numbers, everything else as text, never a formula."""
    if isinstance(cell, Decimal):
        return float(cell)  # 15 digits at most: the text of the cell is the decimal again
    if cell is None or cell == "":
        return None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = str(cell)
    return guard(text) if is_text else text


def write_xlsx(rows: Iterable[Sequence[object]], columns: Sequence[Column], *, sheet: str = "data") -> bytes:
    """The bytes of a workbook of one sheet: numbers typed as numbers, texts as texts, no formula.

    Rows as for `write_csv`; texts are guarded in the same way, so that both are read back alike.
    """
    texts = [column.kind is Kind.TEXT for column in columns]
    ready = (
        [_xlsx_cell(cell, is_text=is_text) for cell, is_text in zip(row, texts, strict=True)] for row in rows
    )
    return write_ready_xlsx(ready, [column.name for column in columns], sheet=sheet)


def write_ready_xlsx(rows: Iterable[Sequence[object]], names: Sequence[str], *, sheet: str = "data") -> bytes:
    """The workbook of rows whose cells are ready: harmless text, float, int, or None; nothing is checked."""
    iterator = iter(rows)
    # Without a record no header would be written: one blank row stands for no rows.
    first = next(iterator, [None] * len(names))
    records = (dict(zip(names, row, strict=True)) for row in chain([first], iterator))
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheet(records, buffer, sheet_name=sheet, freeze_row=1)
    return buffer.getvalue()
