"""One way to read a table, whatever its file: by content and name, CSV or XLSX."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from .csv_reading import CsvRows
from .shape import Column, FileRefused, Limits, Problem, Report, Row
from .xlsx_reading import XlsxRows

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods")


class Table:
    """A file being read: iterate it once for its rows; problems go to `problems` as they are met.

    `format` is `csv` or `xlsx`; `encoding` and `separator` say what was found in a CSV file ("" in a
    workbook); `header` has the column names in the order of the file (empty when it cannot be read);
    `count` the data rows met so far, refused ones included, blank ones not. A file, header or row that
    cannot be read is a problem, never an exception.
    """

    def __init__(self, source: str | Path | bytes | BinaryIO, filename: str, report: Report | None):
        self.filename = filename
        self.problems: list[Problem] = []
        self.report = report or self.problems.append
        self.format = "xlsx" if filename.lower().endswith(_WORKBOOKS) else "csv"
        self.encoding = self.separator = ""
        self.header: tuple[str, ...] = ()
        self._rows: CsvRows | XlsxRows | None = None
        self._closed = False
        self._own = isinstance(source, (str, Path))
        if isinstance(source, bytes):
            source = io.BytesIO(source)
        self._stream: BinaryIO = Path(source).open("rb") if self._own else source  # noqa: SIM115 (closed by close)

    @property
    def count(self) -> int:
        """How many data rows were met so far, refused ones included."""
        return self._rows.count if self._rows else 0

    @property
    def share(self) -> float:
        """How much of the file was read, from 0 to 1, in steps of what is read at once."""
        return self._stream.tell() / self._size

    def open(self, columns: Sequence[Column], limits: Limits) -> None:
        """Check the file as a whole and read its header."""
        try:
            self._refuse_size(limits.xlsx_size if self.format == "xlsx" else limits.csv_size)
            rows_of = XlsxRows if self.format == "xlsx" else CsvRows
            self._rows = rows_of(self._stream, columns, limits, self.report)
        except FileRefused as refused:
            self.report(refused.problem)
            return
        self.header = self._rows.header
        self.encoding = self._rows.encoding
        self.separator = self._rows.separator

    def _refuse_size(self, limit: int) -> None:
        size = self._stream.seek(0, io.SEEK_END)
        self._stream.seek(0)
        if not size:
            raise FileRefused("empty_file")
        self._size = size
        if size > limit:
            raise FileRefused("too_large", limit=limit >> 20)

    def __iter__(self) -> Iterator[Row]:
        if self._rows is None:
            return
        try:
            yield from self._rows
        except FileRefused as refused:
            self.report(refused.problem)

    def close(self) -> None:
        """Close what was opened here; a stream that was handed in stays open."""
        if self._rows is not None and not self._closed:
            self._rows.detach()
        self._closed = True
        if self._own:
            self._stream.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_table(
    source: str | Path | bytes | BinaryIO,
    filename: str,
    columns: Sequence[Column],
    *,
    limits: Limits | None = None,
    report: Report | None = None,
) -> Table:
    """Open a table file: its header is read and checked, its rows come by iterating the Table.

    `source` is a path, the bytes, or a binary file that can seek; `filename` is the name that the person
    gave it and decides between CSV and workbook. `columns` are those the table may have, the required
    ones marked. Every problem goes to `report`, or into `Table.problems`. Use it in a `with`.
    """
    table = Table(source, filename, report)
    table.open(columns, limits or Limits())
    return table
