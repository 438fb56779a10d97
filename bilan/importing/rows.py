"""Rows of a file to rows of the database: one pass, every cell checked, every error kept."""

from itertools import islice, repeat

from bilan.columns.cells import CellError
from bilan.numerals import NumberError, write_plain

from .problems import Problems
from .staging import BLOCK

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
        # Codes that rows give each other, and what columns bring along, are for one row after the other.
        self.in_blocks = not self.keeps_codes and not self.derived
        self.by_column = [
            (resource.columns[name], place, tells) for place, name, _known, tells, _parse in self.plan
        ]

    def read(self, lines):
        """Yields [row number, value, …] for each row without an error, from lines of `bilan.tables`.

        Blocks of rows are read column by column where no cell of them is refused, else row by row: the
        same cells become the same values either way.
        """
        lines = iter(lines)
        while rows := list(islice(lines, BLOCK)):
            block = self._block(rows) if self.in_blocks else None
            yield from self._each(rows) if block is None else block

    def _block(self, rows):
        """The rows of a block, or None when one of them needs a look of its own."""
        numbers, cells, bad = zip(*rows, strict=True)
        if any(bad):
            return None
        columns, seen, found = list(zip(*cells, strict=True)), {}, [numbers]
        try:
            for column, place, tells in self.by_column:
                values = column.parse_all(columns[place], seen)
                if values is None:
                    return None
                if tells is not None:
                    seen[column.name] = list(map(tells.get, columns[place]))
                found.append(values)
        except (CellError, NumberError):
            return None
        return zip(*found, *map(repeat, self.absent), strict=False)

    def _each(self, rows):
        plan, absent, derived = self.plan, self.absent, self.derived
        seen: dict = {}
        for number, cells, bad in rows:
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
