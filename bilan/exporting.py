"""Tables out: the rows of a table as cells of the contract, in files that import again without a change."""

import csv

from bilan.resources import tables

BATCH = 2000


def rows_of(resource, *, report: int | None = None):
    """Yields the cells of each row of a table, by key; `report` is a year, for tables of a report's facts."""
    records = resource.get_queryset()
    if report is not None and "report" in resource.columns:
        records = records.filter(report__year=report)
    elif report is not None and resource.table == "reports":
        records = records.filter(year=report)
    columns = list(resource.columns.values())
    writes = [column.write_cell for column in columns]
    values = records.values_list(*(column.column for column in columns))
    for row in values.iterator(BATCH):
        yield [write(value) for write, value in zip(writes, row, strict=True)]


def export_table(name: str, file, *, report: int | None = None) -> None:
    """Writes a table as CSV (UTF-8; the mark at its start is the file's)."""
    resource = tables()[name]()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(resource.columns)
    writer.writerows(rows_of(resource, report=report))
