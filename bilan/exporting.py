"""Tables out: the rows of a table as cells of the contract, in files that import again without a change."""

import json
from collections.abc import Iterator
from decimal import Decimal

from bilan.resources import tables
from bilan.tables import write_csv, write_xlsx

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
    return write_rows(name, rows_of(tables()[name](), records, report=report), kind)
