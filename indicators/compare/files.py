"""What is seen, as a file: one row for each cell of the table that states something, in its order."""

import io
import json
from decimal import Decimal

import openpyxl

from bilan.canonical import cell, csv_pieces, written
from bilan.models.named import LANGUAGES
from bilan.models.places import COUNTRY

from .table import Comparison

COLUMNS = (
    *("indicator", "name_ar", "name_fr", "name_en", "measure", "year", "command"),
    *("value", "qualifier", "value_source", "value_rank", "value_report"),
    *("change", "change_in", "change_source", "change_rank", "wording"),
    *("computed_change", "computed_in", "note"),
)
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def rows(comparison: Comparison) -> list[dict]:
    """The cells of the files, as they are: exact decimals, numbers, texts, None for what is not stated."""
    return [_row(line, reading) for line in comparison.lines for reading in line.stated]


def _row(line, reading) -> dict:
    value, change, wording = reading.value, reading.change, reading.wording
    names = {f"name_{language}": line.indicator.get(f"name_{language}") for language in LANGUAGES}
    return {
        "indicator": line.indicator["code"],
        **names,
        "measure": line.indicator.get("measure"),
        "year": reading.year,
        "command": line.command["code"] if line.command else COUNTRY,
        "value": value and value.row.value,
        "qualifier": value and value.row.qualifier,
        "value_source": value and value.source["code"],
        "value_rank": value and value.rank,
        "value_report": value and value.report,
        "change": change and change.row.change,
        "change_in": change and change.row.change_in,
        "change_source": change and change.source["code"],
        "change_rank": change and change.rank,
        "wording": wording and wording.row.wording,
        "computed_change": reading.computed,
        "computed_in": None if reading.computed is None else reading.unit,
        "note": "sources disagree" if reading.disagreements else None,
    }


def csv_file(comparison: Comparison) -> bytes:
    """The same kind of CSV as the tables of a release."""
    found = ([written(row[name]) for name in COLUMNS] for row in rows(comparison))
    return b"".join(csv_pieces(COLUMNS, found))


def xlsx_file(comparison: Comparison) -> bytes:
    """A workbook of one sheet: numbers as numbers, texts as texts, nothing as a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("compare")
    sheet.append(list(COLUMNS))
    for row in rows(comparison):
        values = (row[name] for name in COLUMNS)
        sheet.append(
            [one if isinstance(one, int | Decimal) else cell({"": one}, "", 0) or None for one in values]
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def json_file(comparison: Comparison) -> bytes:
    """The rows with the releases that they are read from; exact numbers are texts."""
    content = {
        "releases": [
            {"report": release.year, "number": release.number, "digest": release.digest}
            for release in comparison.releases
        ],
        "rows": [
            {name: f"{one.normalize():f}" if isinstance(one, Decimal) else one for name, one in row.items()}
            for row in rows(comparison)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


FILES = {"csv": csv_file, "xlsx": xlsx_file, "json": json_file}
