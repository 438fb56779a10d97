"""Tables out: the rows of a table as cells of the contract, in files that import again without a change."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from django.core.exceptions import EmptyResultSet
from django.db import connections, router

from bilan.columns.selecting import line_of, selection
from bilan.resources import tables
from bilan.tables import write_csv, write_xlsx
from bilan.tables.writing import BOM, write_ready_xlsx

BATCH = 2000
FORMATS = ("csv", "xlsx", "json")


def rows_of(resource, records=None, *, report: int | None = None) -> Iterator[list]:
    """Yields the cells of each row of a table, by key; `report` is a year, for tables of a report's facts.

    `records` are other records of the table than all (a list in the admin).
    """
    records = _narrowed(resource, records, report)
    columns = list(resource.columns.values())
    cells = [column.cell for column in columns]
    values = records.values_list(*(column.column for column in columns))
    for row in values.iterator(BATCH):
        yield [cell(value) for cell, value in zip(cells, row, strict=True)]


def _narrowed(resource, records, report: int | None):
    records = resource.get_queryset() if records is None else records
    if report is not None and "report" in resource.columns:
        return records.filter(report__year=report)
    if report is not None and resource.table == "reports":
        return records.filter(year=report)
    return records


def write_rows(name: str, rows, kind: str) -> Iterator[bytes]:
    """A file of a table in one of FORMATS, piece by piece, from rows of cells in the contract's order."""
    columns = tables()[name].file_columns()
    if kind == "json":
        return _write_json(rows, [column.name for column in columns])
    return iter([write_xlsx(rows, columns)]) if kind == "xlsx" else write_csv(rows, columns)


def _write_json(rows, names) -> Iterator[bytes]:
    """A list of objects; numbers as exact text, as JSON knows no decimals."""
    before = "[\n"
    for row in rows:
        record = {name: None if cell == "" else cell for name, cell in zip(names, row, strict=True)}
        yield (before + json.dumps(record, ensure_ascii=False, default=_exact)).encode()
        before = ",\n"
    yield (before.removesuffix(",\n") + "\n]\n").encode()


def _exact(value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def export_table(name: str, kind: str = "csv", records=None, *, report: int | None = None):
    """A table as a file in one of FORMATS, piece by piece; `records` as for `rows_of`, by key in any case."""
    resource = tables()[name]()
    if kind == "json":
        return write_rows(name, rows_of(resource, records, report=report), kind)
    source = _Selected(resource, records, report=report, typed=kind == "xlsx")
    return source.csv() if kind == "csv" else source.xlsx()


class _Selected:
    """Rows of a table whose cells the database makes: a million of them in seconds.

    `typed` as for `bilan.columns.selecting.selection`.
    """

    def __init__(self, resource, records, *, report: int | None, typed: bool):
        self.names = list(resource.columns)
        self.connection = connections[router.db_for_read(resource.model)]
        self.is_postgresql = self.connection.vendor == "postgresql"
        cells, source = selection(resource, postgresql=self.is_postgresql, typed=typed)
        where, self.params = _which(resource, records, report)
        rest = f"FROM {source} WHERE {where} ORDER BY {_order(resource)}"
        self.sql = f"SELECT {', '.join(cells)} {rest}"
        self.lines = f"SELECT {line_of(resource, cells)} {rest}"

    def csv(self) -> Iterator[bytes]:
        """A CSV file, piece by piece."""
        yield (BOM + ",".join(self.names) + "\n").encode()
        if self.is_postgresql:
            copied = f"COPY ({self.sql}) TO STDOUT WITH (FORMAT csv)"
            with self.connection.cursor() as cursor, cursor.copy(copied, self.params) as copy:
                yield from map(bytes, copy)
            return
        for batch in self._batches(self.lines):
            yield "".join([line for (line,) in batch]).encode()

    def xlsx(self) -> Iterator[bytes]:
        """A workbook, in one piece."""
        yield write_ready_xlsx(chain.from_iterable(self._batches(self.sql)), self.names)

    def _batches(self, sql: str) -> Iterator[list[tuple]]:
        """The rows, a few thousand at a time, as the driver gives them."""
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(sql, self.params)
            while batch := cursor.fetchmany(BATCH):
                yield batch


def _order(resource) -> str:
    """By key; by id as well where the database would take two rows of one key (with a blank part)."""
    keys = [f't."{column.column}"' for column in resource.keys]
    return ", ".join(keys + ["t.id"] if any(column.field.null for column in resource.keys) else keys)


def _which(resource, records, report: int | None) -> tuple[str, tuple]:
    """The condition of SQL on the table `t`, and its parameters."""
    if records is None and report is None:
        return "TRUE", ()
    records = _narrowed(resource, records, report).values("pk")
    try:
        chosen, params = records.query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", ()
    return f"t.id IN ({chosen})", params
