"""What is wrong with a file: every problem kept, in the order of the sheet, in flat memory."""

import csv
import heapq
import io
import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from django.utils.translation import get_language, override

from bilan.rule_messages import message
from bilan.tables.cells import guard

SHOWN = 100
IN_MEMORY = 1 << 20
# Lines of the errors file that are made at once.
BLOCK = 500


def _plain(value):
    return {"d": str(value)} if isinstance(value, Decimal) else str(value)


def number_of(record: dict):
    """Reads `{"d": text}` back to the exact number (an object hook for JSON)."""
    return Decimal(record["d"]) if record.keys() == {"d"} else record


# Made once: a file may have a million problems.
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain)
_DECODER = json.JSONDecoder(object_hook=number_of)


def to_json(problem) -> str:
    """A problem as one line of JSON; exact numbers as `{"d": text}`."""
    return _ENCODER.encode(problem)


def from_json(line: str | bytes) -> "Problem":
    """The problem of a line of JSON."""
    return Problem(*_DECODER.decode(line.decode() if isinstance(line, bytes) else line))


class Problem(NamedTuple):
    """One refusal: the row as the person sees it (header = 1, None: the file), column, value, rule code."""

    row: int | None
    column: str
    value: str
    code: str
    params: dict

    @property
    def message(self) -> str:
        """What is wrong and how to cure it, in the language of the moment."""
        return message(self.code, self.params)


class Spool:
    """Problems of one check, written to a temporary file so that a million of them cost no memory."""

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8")  # noqa: SIM115
        # It lives as long as somebody may read it, and is closed then rather than some time later.
        weakref.finalize(self, self._file.close)
        self.count = 0

    def add(self, problem: Problem) -> None:
        """Keeps one more; rows come in rising order."""
        self.count += 1
        self._file.write(to_json(problem))
        self._file.write("\n")

    def __iter__(self) -> Iterator[Problem]:
        self._file.seek(0)
        for line in self._file:
            yield from_json(line)


class Problems:
    """All problems of a file: several checks, read back as one list in the order of the sheet.

    The reader of the file is some rows ahead of those who look at what the rows say: its problems are kept
    apart.
    """

    def __init__(self):
        self._of_the_file, self._last = [Spool()], 0
        self._spools = [Spool()]

    def add(self, row, column="", value="", code="", **params) -> None:
        """Keeps one problem of the check that is running."""
        self._spools[-1].add(Problem(row, column or "", value, code, params))

    def take(self, found) -> None:
        """Keeps a problem that the reader of the file found."""
        if found.row and found.row < self._last:
            self._of_the_file.append(Spool())  # of the sheet as a whole, told at its end
        self._last = found.row or self._last
        self._of_the_file[-1].add(
            Problem(found.row, found.column or "", found.value, found.code, dict(found.params))
        )

    def next_check(self) -> None:
        """A further check begins: its rows start over."""
        if self._spools[-1].count:
            self._spools.append(Spool())

    def __len__(self):
        return sum(spool.count for spool in (*self._of_the_file, *self._spools))

    def __iter__(self) -> Iterator[Problem]:
        filled = [spool for spool in (*self._of_the_file, *self._spools) if spool.count]
        return iter(heapq.merge(*filled, key=lambda problem: problem.row or 0))

    def first(self, count: int = SHOWN) -> list[Problem]:
        """The first ones, for a page or a screen."""
        return [problem for problem, number_of in zip(self, range(count), strict=False)]

    def rows(self) -> Iterator[int]:
        """Rows that are refused, each once, rising."""
        last = None
        for problem in self:
            if problem.row and problem.row != last:
                last = problem.row
                yield last


def problems_csv(problems: Iterable[Problem]) -> Iterator[str]:
    """The errors file of the contract, piece by piece: `row,column,value,code,message`.

    Messages are in the language in force at the call, whenever the pieces are asked for; cells are made
    harmless for sheets.
    """
    return _pieces(iter(problems), get_language())


def _pieces(problems, language):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["row", "column", "value", "code", "message"])
    while True:
        block = list(islice(problems, BLOCK))
        with override(language):
            writer.writerows(
                [one.row or "", guard(one.column), guard(one.value), one.code, one.message] for one in block
            )
        yield buffer.getvalue()
        if len(block) < BLOCK:
            return
        buffer.seek(0)
        buffer.truncate()
