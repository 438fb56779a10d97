"""Rows of a file to rows of the database: one pass, every cell checked, every error kept."""

from bilan.columns.cells import CellError
from bilan.numerals import NumberError, write_plain

from .problems import Problems


class RowReader:
    """Reads the rows of one file by the columns of its table.

    `present` is the contract's names of the file's columns, in the file's order. `columns` are the
    database's columns that each row comes back as, in order.
    """

    def __init__(self, resource, present: list[str], problems: Problems):
        self.problems = problems
        # Codes that the rows give themselves, refused rows too: a parent may stand further down.
        self.own_codes: set[str] = set()
        self.keeps_codes = resource.refers_to_itself
        index = {name: place for place, name in enumerate(present)}
        wanted = [
            *resource.read_first,
            *(name for name in resource.columns if name not in resource.read_first),
        ]
        self.plan, self.columns, self.derived = [], [], []
        for name in wanted:
            column = resource.columns[name]
            if name in index:
                self.plan.append((index[name], column.parse, name))
                self.columns.append(column.column)
        for name in wanted:
            column = resource.columns[name]
            if name in index and column.derived:
                self.derived += column.derived
                self.columns += column.derived
            elif column.key and name not in index:
                # A key column that may be absent stands for its default.
                self.plan.append((None, lambda _cell, _seen, value=column.default: value, name))
                self.columns.append(column.column)
        # Derived values come last.
        self.columns = [column for column in self.columns if column not in self.derived] + self.derived

    def read(self, lines):
        """Yields [row number, value, …] for each row without an error, from lines of `bilan.tables`."""
        plan, problems, derived = self.plan, self.problems, self.derived
        seen: dict = {}
        for number, cells, bad in lines:
            seen.clear()
            values, good = [number], not bad
            for place, parse, name in plan:
                if place in bad:
                    continue
                cell = "" if place is None else cells[place]
                try:
                    values.append(parse(cell, seen))
                except (CellError, NumberError) as error:
                    good = False
                    value = cell if isinstance(cell, str) else write_plain(cell)
                    problems.add(number, name, value[:200], error.code, **error.params)
            if self.keeps_codes and "code" in seen:
                self.own_codes.add(seen["code"])
            if not good:
                continue
            for name in derived:
                values.append(seen.get(name))
            yield values
