"""Rows of a file to rows of the database: one pass, every cell checked, every error kept."""

from bilan.columns.cells import CellError
from bilan.numerals import NumberError, write_plain

from .problems import Problems

# Characters of a refused cell that are shown.
SHOWN = 200


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
                self.plan.append((index[name], name, column.known, column.tells, column.parse))
                self.columns.append(column.column)
        # Then what no cell says: key columns that may be absent, and what a column brings along.
        absent = [column for column in resource.keys if column.name not in index]
        self.absent = [column.default for column in absent]
        self.columns += [column.column for column in absent]
        # The whole country, before any command is recorded.
        self.without_default = [column for column in absent if column.default is None]
        for name in index:
            self.derived += resource.columns[name].derived
        self.columns += self.derived

    def read(self, lines):
        """Yields [row number, value, …] for each row without an error, from lines of `bilan.tables`."""
        plan, absent, derived = self.plan, self.absent, self.derived
        seen: dict = {}
        for number, cells, bad in lines:
            seen.clear()
            values, good = [number], not bad
            for place, name, known, tells, parse in plan:
                if bad and place in bad:
                    continue
                cell = cells[place]
                if cell in known:
                    values.append(known[cell])
                    if tells is not None:
                        seen[name] = tells.get(cell)
                    continue
                try:
                    values.append(parse(cell, seen))
                except (CellError, NumberError) as error:
                    good = False
                    self._refuse(number, name, cell, error)
            if self.keeps_codes and "code" in seen:
                self.own_codes.add(seen["code"])
            if good:
                values += absent
                values += [seen.get(name) for name in derived]
                yield values

    def _refuse(self, number, name, cell, error):
        value = cell if isinstance(cell, str) else write_plain(cell)
        self.problems.add(number, name, value[:SHOWN], error.code, **error.params)
