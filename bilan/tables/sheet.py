"""The cells of a sheet as its XML has them, in flat memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .package import Package, feed, local, parser_of
from .shape import FileRefused, Limits
from .workbook import Workbook, unescaped

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def _column_position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


@dataclass(slots=True)
class Cell:
    """A cell as written: its type (`t`), its style (`s`), its text, and whether a formula made it."""

    type: str
    style: int
    text: str = ""
    formula: bool = False

    @property
    def blank(self) -> bool:
        return not self.formula and not self.text.strip()


@dataclass(slots=True)
class RawRow:
    """A row as written: cells by position, counted from 0."""

    number: int
    hidden: bool
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def has_content(self) -> bool:
        return any(not cell.blank for cell in self.cells.values())


def _is_true(value: str | None) -> bool:
    return value is not None and value.strip().lower() in ("1", "true")


def _is_nothing(value: str | None) -> bool:
    """Whether a width or height is zero: hidden without saying so."""
    return value is not None and re.fullmatch(r"0+(\.0*)?", value.strip()) is not None


class Sheet:
    """Reads a sheet once: `rows()` in their order; `merged` is complete when they are exhausted."""

    def __init__(self, package: Package, workbook: Workbook, limits: Limits):
        self.merged: list[tuple[str, int, int]] = []  # (reference, column position, row number)
        self._package = package
        self._workbook = workbook
        self._longest = limits.cell
        self._hidden: list[tuple[int, int]] = []
        self._count_of_columns = 0
        self._rows_hidden = False
        self._ready: list[RawRow] = []
        self._row: RawRow | None = None
        self._cell: Cell | None = None
        self._position = -1
        self._last_row = 0
        self._pieces: list[str] = []
        self._length = 0
        self._reading = False
        self._phonetic = False
        self._columns: dict[str, int] = {}
        self._starts = {
            "row": self._start_row, "c": self._start_cell, "v": self._start_text, "t": self._start_text,
            "f": self._start_formula, "rPh": self._start_phonetic, "col": self._start_column,
            "mergeCell": self._start_merge, "sheetFormatPr": self._start_format, "is": None,
        }  # fmt: skip
        self._ends = {
            "row": self._end_row, "c": self._end_cell, "v": self._end_text, "t": self._end_text,
            "rPh": self._end_phonetic, "is": None,
        }  # fmt: skip

    def is_hidden(self, position: int) -> bool:
        """Whether a column is hidden or has no width."""
        return any(first <= position <= last for first, last in self._hidden)

    def rows(self) -> Iterator[RawRow]:
        """Every row that the sheet holds, whatever dimension it declares."""
        name = self._workbook.sheet
        parser = parser_of(self._start, self._end, self._text)
        for _ in feed(parser, self._package.chunks(name), name):
            ready, self._ready = self._ready, []
            yield from ready

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        handler = self._starts[element] if element in self._starts else self._starts.get(local(element))
        if handler:
            handler(attributes)

    def _end(self, element: str) -> None:
        handler = self._ends[element] if element in self._ends else self._ends.get(local(element))
        if handler:
            handler()

    def _text(self, piece: str) -> None:
        if self._reading and self._length <= self._longest + 1:
            self._pieces.append(piece)
            self._length += len(piece)

    def _start_row(self, attributes: dict[str, str]) -> None:
        declared = attributes.get("r", "")
        number = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 8 else 0
        number = number if declared else self._last_row + 1
        if not self._last_row < number <= _LAST_ROW:
            raise FileRefused("not_xlsx", value=declared[:20])  # two rows of one number: one would vanish
        hidden = _is_true(attributes.get("hidden")) or _is_nothing(attributes.get("ht"))
        if self._rows_hidden and "hidden" not in attributes and "ht" not in attributes:
            hidden = True
        self._row = RawRow(number, hidden)
        self._last_row = number
        self._position = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._row is None:
            raise FileRefused("not_xlsx")
        reference = attributes.get("r")
        position = self._position_of(reference) if reference else self._position + 1
        if not self._position < position < _LAST_COLUMN:
            raise FileRefused("not_xlsx", value=(reference or "")[:20])
        self._position = position
        style = attributes.get("s", "0")
        self._cell = Cell(attributes.get("t", "n"), int(style) if style.isdigit() and len(style) < 7 else 0)
        self._pieces = []
        self._length = 0

    def _position_of(self, reference: str) -> int:
        found = _REFERENCE.fullmatch(reference)
        if not found or int(found[2]) != self._last_row:
            raise FileRefused("not_xlsx", value=reference[:20])
        letters = found[1]
        if letters not in self._columns:
            self._columns[letters] = _column_position(letters)
        return self._columns[letters]

    def _start_text(self, _: dict[str, str]) -> None:
        self._reading = self._cell is not None and not self._phonetic

    def _end_text(self) -> None:
        self._reading = False

    def _start_formula(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.formula = True

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        text = "".join(self._pieces)
        if cell.type == "s":
            text = self._shared(text)
        elif cell.type in ("inlineStr", "str"):
            text = unescaped(text)
        cell.text = text
        self._row.cells[self._position] = cell

    def _shared(self, index: str) -> str:
        index = index.strip()
        strings = self._workbook.strings
        if not (index.isascii() and index.isdigit() and len(index) < 10) or int(index) >= len(strings):
            raise FileRefused("not_xlsx", value=index[:20])
        return strings[int(index)]

    def _end_row(self) -> None:
        if self._row.cells:
            self._ready.append(self._row)
        self._row = None

    def _start_column(self, attributes: dict[str, str]) -> None:
        self._count_of_columns += 1
        if self._count_of_columns > _LAST_COLUMN:
            raise FileRefused("not_xlsx")
        if _is_true(attributes.get("hidden")) or _is_nothing(attributes.get("width")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit() and len(first) < 8 and len(last) < 8:
                self._hidden.append((int(first) - 1, int(last) - 1))

    def _start_format(self, attributes: dict[str, str]) -> None:
        self._rows_hidden = _is_true(attributes.get("zeroHeight"))

    def _start_merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        found = _REFERENCE.match(reference)
        if found and len(self.merged) < 1000:
            self.merged.append((reference[:40], _column_position(found[1]), int(found[2])))
