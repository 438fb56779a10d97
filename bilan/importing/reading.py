"""The rows of a file of a table: CSV in UTF-8 so far."""

import csv
from contextlib import contextmanager
from pathlib import Path


class Read:
    """An opened file: `present` is its columns, `rows()` its (row number, cells)."""

    encoding, separator, sample, refused = "utf-8", ",", "", 0

    def __init__(self, lines):
        self._lines = lines
        self.present = next(lines)

    def rows(self):
        """Yields (row number, cells)."""
        for cells in self._lines:
            yield self._lines.line_num, cells


@contextmanager
def open_table(path, resource, problems):
    """Opens a file of a table."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        yield Read(csv.reader(file))
