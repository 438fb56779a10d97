"""Tables out: the rows of a table as cells of the contract, in files that import again without a change."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

from django.db import connections, router

from bilan.columns.selecting import selection
from bilan.resources import tables
from bilan.tables import write_csv, write_xlsx
from bilan.tables.writing import BOM

BATCH = 2000
FORMATS = ("csv", "xlsx", "json")


def rows_of(resource, records=None, *, report: int | None = None) -> Iterator[list]:
    """Yields the cells of each row of a table, by key; `report` is a year, for tables of a report's facts.

    `records` are other records of the table than all (a list in the admin).
    """
    records = resource.get_queryset() if records is None else records
    if report is not None and "report" in resource.columns:
        records = records.filter(report__year=report)
    elif report is not None and resource.table == "reports":
        records = records.filter(year=report)
    columns = list(resource.columns.values())
    cells = [column.cell for column in columns]
    values = records.values_list(*(column.column for column in columns))
    for row in values.iterator(BATCH):
        yield [cell(value) for cell, value in zip(cells, row, strict=True)]


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
    """A table as a file in one of FORMATS, piece by piece."""
    resource = tables()[name]()
    if kind == "csv" and records is None:
        return _written_by_the_database(resource, report)
    return write_rows(name, rows_of(resource, records, report=report), kind)


def _written_by_the_database(resource, report: int | None) -> Iterator[bytes]:
    """A whole table, or a report's rows, as CSV whose cells the database makes: a million rows in seconds."""
    connection = connections[router.db_for_read(resource.model)]
    cells, source = selection(resource, postgresql=connection.vendor == "postgresql")
    order = ", ".join(f't."{column.column}"' for column in resource.keys)
    where = ""
    if report is not None and "report" in resource.columns:
        where = f"WHERE t.report_id IN (SELECT id FROM bilan_report WHERE year = {int(report)})"
    elif report is not None and resource.table == "reports":
        where = f"WHERE t.year = {int(report)}"
    sql = f"SELECT {', '.join(cells)} FROM {source} {where} ORDER BY {order}, t.id"
    yield (BOM + ",".join(resource.columns) + "\n").encode()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)") as copy:
                yield from map(bytes, copy)
            return
        rows = cursor.connection.execute(sql)
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        while batch := rows.fetchmany(BATCH):
            writer.writerows(batch)
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
