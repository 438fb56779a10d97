"""CSV files, row by row, in flat memory, each row under the number that a person sees in the sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from typing import BinaryIO

from .encodings import ERRORS, MARKED, WINDOWS_1256, Encoding, find_encoding
from .headings import LOOKED_AT, Header, names_columns, read_header, recognised
from .rows import RowCleaner
from .shape import NONE_BAD, Column, FileRefused, Kind, Limits, Problem, Report, Row

SEPARATORS = (",", ";", "\t")
_OTHER_SEPARATORS = ("|", ":", "^", "،", "؛")  # not read, but told from a row without names
_WIDEST = 2_000_000  # characters of a cell
_LAST_ROW = 1_048_576  # of a sheet: blank rows are no rows of a table, and nobody has more of them
_ENOUGH, _ENOUGH_HEADINGS = 100_000, 200  # of a header, to tell its separator by
# Rows that are looked at together: what holds for all needs no look at each. Python's collector of garbage
# comes by after 700 new lists: larger blocks are slower.
_BLOCK = 256


class CsvRows:
    """The rows of one CSV file, to be iterated once.

    Raises FileRefused at once when the file as a whole cannot be read; problems of its header and rows
    go to `report`. When the header has problems `header` is empty and there are no rows.
    """

    def __init__(self, stream: BinaryIO, columns: Sequence[Column], limits: Limits, report: Report):
        self._found: Encoding = find_encoding(stream)
        self.encoding = self._found.label
        self.count = 0
        self._limits = limits
        self._report = report
        self._began_foreign: bool | None = None
        stream.seek(0)
        # The wrapper is kept and detached at the end: the stream belongs to the caller.
        self._text = io.TextIOWrapper(stream, self._found.codec, errors=ERRORS, newline="")
        try:
            self._open(columns)
        except FileRefused:
            self.detach()
            raise
        self.header = tuple(column.name for column in self._header.columns) if self._header else ()

    def _open(self, columns: Sequence[Column]) -> None:
        first, self._next = self._first_line()
        # The csv module's own limit is one for the process, and other libraries set it: it is set here, wide
        # enough for the rows' cleaner to name the column of a cell that is too long.
        self._longest = 2 * self._limits.columns * self._limits.cell
        csv.field_size_limit(max(_WIDEST, self._longest))
        self.separator = self._declared or _separator_of(first, columns)
        self._reader = csv.reader(self._lines(first), delimiter=self.separator, strict=True)
        self._header = self._read_header(first, columns)

    def detach(self) -> None:
        """Leave the stream to its owner, open."""
        self._text.detach()

    def _first_line(self) -> tuple[str, int]:
        """The header's line and its number. A `sep=` line has no number: spreadsheets do not show it."""
        line, number = self._text.readline(), 1
        mark = line.strip("\r\n")
        self._declared = mark[4] if mark[:4].lower() == "sep=" and len(mark) == 5 else ""
        if self._declared:
            if self._declared not in SEPARATORS:
                raise FileRefused("header", row=number, reason="separator", separator=self._declared)
            line = self._text.readline()
        while line and not line.strip() and number <= _LAST_ROW:
            line, number = self._text.readline(), number + 1
        if not line.strip():
            raise FileRefused("empty_file")
        return line, number

    def _lines(self, first: str) -> Iterator[str]:
        """The lines of the file; one that no row of a table can fill ends the reading before it is split."""
        for line in chain([first], self._text):
            if len(line) > self._longest:
                if line.count(self.separator) > self._limits.columns:
                    raise FileRefused("too_many_columns", row=self._next, limit=self._limits.columns)
                raise FileRefused("cell_too_long", row=self._next, limit=self._limits.cell)
            yield line

    def _read_header(self, first: str, columns: Sequence[Column]) -> Header | None:
        try:
            headings = next(self._reader)
        except csv.Error as error:
            raise FileRefused("quote", row=self._next) from error
        if any(map(MARKED.search, headings)):
            raise FileRefused("encoding", row=self._next, encoding=self.encoding)
        header, problems = read_header(
            headings, columns, self._limits, self._next, lambda: self._why_unnamed(first, columns)
        )
        self._next += 1
        for problem in problems:
            self._report(problem)
        return None if problems else header

    def _why_unnamed(self, first: str, columns: Sequence[Column]) -> dict[str, object]:
        """What may have happened to a first row that names no column."""

        def names(line: str, separators: Sequence[str]) -> str:
            line = line[:_ENOUGH].strip().strip('"')
            return next((one for one in separators if names_columns(line.split(one), columns)), "")

        if names(first, [self.separator]):
            return {"reason": "quoted"}
        if other := names(first, SEPARATORS + _OTHER_SEPARATORS):
            return {"reason": "declared"} if self._declared else {"reason": "separator", "separator": other}
        below = islice(iter(lambda: self._text.readline(_ENOUGH), ""), LOOKED_AT)
        for number, line in enumerate(below, start=self._next + 1):
            if names(line, SEPARATORS):
                return {"reason": "below", "found": number}
        return {}

    def _blocks(self) -> Iterator[tuple[int, list[list[str]]]]:
        """(number of the first, cells of each) of following records; those that the csv module refuses are
        reported in their turn."""
        reader = self._reader
        while True:
            block: list[list[str]] = []
            failed: Exception | None = None
            first, start = self._next, reader.line_num
            try:
                for cells in reader:
                    block.append(cells)
                    self._next += 1
                    start = reader.line_num
                    if len(block) == _BLOCK:
                        break
            except (csv.Error, FileRefused) as error:
                failed = error
            if block:
                yield first, block
            if isinstance(failed, FileRefused):
                raise failed
            if failed is None and len(block) < _BLOCK:
                return
            if failed is not None and self._swallowed(reader.line_num - start > 1):
                return

    def _swallowed(self, several: bool) -> bool:
        """Reports a record that cannot be read; whether an open quote took `several` lines in, so that it is
        not known where the next one starts."""
        number = self._next
        self._next += 1
        self.count += 1
        self._report(Problem(number, None, "", "quote"))
        return several

    def __iter__(self) -> Iterator[Row]:
        if self._header is None:
            return
        columns, width = self._header.columns, self._header.width
        cleaner = RowCleaner(
            self._header, self._limits, self._report, windows_1256=self._found is WINDOWS_1256
        )
        trimmed = {at for at, column in enumerate(columns) if column.kind is not Kind.TEXT}
        whole = width == len(columns)
        for first, block in self._blocks():
            if first > _LAST_ROW:
                self._report(Problem(first, None, "", "too_many_rows", {"limit": self._limits.rows}))
                return
            if whole and self.count + len(block) <= self._limits.rows and self._is_plain(block):
                self.count += len(block)
                rows = zip(range(first, first + len(block)), _stripped(block, trimmed), repeat(NONE_BAD))
                yield from map(tuple.__new__, repeat(Row), rows)
                continue
            for number, cells in enumerate(block, start=first):
                joined = "".join(cells)
                if not joined or joined.isspace():
                    continue
                self.count += 1
                if self.count > self._limits.rows:
                    self._report(Problem(number, None, "", "too_many_rows", {"limit": self._limits.rows}))
                    return
                if not self._is_foreign(number, joined):
                    row = cleaner.row_of(number, cells)
                    if row is not None:
                        yield row
        if not self.count:
            self._report(Problem(None, None, "", "no_rows"))

    def _is_plain(self, block: list[list[str]]) -> bool:
        """Whether no row of a block is blank, too long or of another width, and no cell needs cleaning."""
        width = self._header.width
        if any(len(cells) != width for cells in block):
            return False
        lines = list(map("".join, block))
        joined = "".join(lines)
        return (
            joined.isascii()
            and joined.isprintable()
            and "'" not in joined
            and "???" not in joined
            and all(lines)
            and not any(map(str.isspace, lines))
            and max(map(len, lines)) <= self._limits.cell
        )

    def _is_foreign(self, number: int, joined: str) -> bool:
        """Whether a row is in another encoding than the file, which is reported.

        Of a file that begins in Windows-1256 and goes on in UTF-8 both sides are named: the rows that
        are not UTF-8, and the first one that is.
        """
        marked = MARKED.search(joined) is not None
        changed = False
        if self._found.mixed and not joined.isascii():
            if self._began_foreign is None:
                self._began_foreign = marked
            changed = self._began_foreign and not marked
            self._began_foreign = self._began_foreign and not changed
        if marked or changed:
            self._report(Problem(number, None, "", "encoding", {"encoding": self.encoding}))
        return marked or changed


def _stripped(block: list[list[str]], trimmed: set[int]) -> list[list[str]]:
    """The rows of a plain block without white space at the ends of cells, where it says nothing."""
    for at, cells in enumerate(zip(*block, strict=True)):
        if at in trimmed:
            needed = " " in "".join(cells)
        else:
            needed = any(map(str.isspace, cells))
        if needed:
            for row in block:
                if at in trimmed or row[at].isspace():
                    row[at] = row[at].strip()
    return block


def _separator_of(line: str, columns: Sequence[Column]) -> str:
    """The separator that makes most columns of a header line; among equals the most frequent one."""

    def merit(separator: str) -> tuple[int, int]:
        try:
            headings = next(csv.reader([line[:_ENOUGH]], delimiter=separator))
        except csv.Error:
            return 0, 0
        return recognised(headings[:_ENOUGH_HEADINGS], columns), len(headings)

    return max(SEPARATORS, key=merit)
