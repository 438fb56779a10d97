"""The tables of a release as files for readers, the same cells in CSV (the canonical file), XLSX and JSON."""

import io
import json
import re
import zipfile
from decimal import Decimal

import openpyxl
from django.db import models

from .canonical import csv_pieces, released_cells, released_rows

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# The times that a workbook tells of itself, and the first that a ZIP archive knows.
MADE_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def file_of(release, table, kind: str) -> tuple[bytes, str]:
    """The bytes of one table as `csv`, `xlsx` or `json`, and their content type."""
    make = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind]
    return make(release, table), CONTENT_TYPES[kind]


def _csv(release, table) -> bytes:
    return b"".join(csv_pieces(table.columns, released_cells(release, table)))


def _json(release, table) -> bytes:
    """The rows with what tells which release they are of; numbers stay text, so that none is rounded."""
    content = {
        "year": release.year,
        "release": release.number,
        "digest": release.digest,
        "table": table.name,
        "rows": list(released_rows(release, table)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _xlsx(release, table) -> bytes:
    """A workbook of one sheet: numbers as numbers, everything else as text, nothing as a formula."""
    typed = {name: _type_of(table, name) for name in table.columns}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.append(list(table.columns))
    for row in released_rows(release, table):
        sheet.append([typed[name](row[name]) if row[name] else None for name in table.columns])
    target = io.BytesIO()
    book.save(target)
    return _without_the_clock(target.getvalue(), f"{release.visible_from:%Y-%m-%dT%H:%M:%SZ}")


def _without_the_clock(workbook: bytes, moment: str) -> bytes:
    """The same workbook whenever it is made: a numbered file never changes, and its ETag says so."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = MADE_AT.sub(rf"\g<1>{moment}\g<2>".encode(), data)
            new.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _type_of(table, column: str) -> type:
    """What a cell of the column holds in a workbook: an exact decimal, a whole number or text."""
    if column == "report":
        return int
    field = table.released._meta.get_field(column)
    if isinstance(field, models.DecimalField):
        return Decimal
    return int if isinstance(field, models.IntegerField) else str
