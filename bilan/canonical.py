"""The canonical files of a release: what its digest covers, exactly as readers download them.

    figures.csv  units.csv  agreements.csv  statements.csv  labels.json

The digest of a release is the SHA-256 of the list that `sha256sum` prints of these files in the order of
their names, so anybody can check it:

    sha256sum agreements.csv figures.csv labels.json statements.csv units.csv | sha256sum
"""

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal

from .chapter import Table, chapters
from .freezing import natural_columns
from .models import Release
from .models.recorded import canonical
from .numerals import write_plain
from .tables.cells import guard

BYTE_ORDER_MARK = "\ufeff"
LABELS = "labels.json"


def tables() -> dict[str, Table]:
    """The tables of facts of all chapters, by name."""
    return {table.name: table for chapter in chapters() for table in chapter.tables}


def released_rows(release, table: Table) -> list[dict]:
    """The release's rows of one table as cells by the contract's columns, in a total order."""
    rows = list(table.released.objects.using(release._state.db).filter(release_id=release.pk).values())
    key = natural_columns(table.released)
    rows.sort(key=lambda row: [str(row[name]) for name in key])
    return [{name: cell(row, name, release.year) for name in table.columns} for row in rows]


def cell(row: dict, column: str, year: int) -> str:
    """One cell, as files have it."""
    if column == "report":
        return str(year)
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return write_plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return guard(str(value))


def csv_bytes(columns, rows) -> bytes:
    """A CSV file of the contract: UTF-8 with BOM, commas, a header."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def canonical_file(release, name: str) -> bytes:
    """One canonical file by its name; KeyError when there is none of that name."""
    if name == LABELS:
        return canonical(release.labels).encode() + b"\n"
    table = tables()[name.removesuffix(".csv")]
    return csv_bytes(table.columns, released_rows(release, table))


def file_names() -> list[str]:
    """The names of the canonical files, sorted."""
    return sorted([LABELS, *(f"{name}.csv" for name in tables())])


def checksums(release) -> str:
    """The list that `sha256sum` prints of the canonical files."""
    return "".join(
        f"{hashlib.sha256(canonical_file(release, name)).hexdigest()}  {name}\n" for name in file_names()
    )


def release_digest(release) -> str:
    """SHA-256 (hex) of the list of checksums."""
    return hashlib.sha256(checksums(release).encode()).hexdigest()


def manifest_line(release) -> str:
    """The line of an outside manifest: the digest and the release's year and number."""
    return f"{release.digest}  {release.year}/{release.number}"


def disagreements(manifest: str = "") -> list[str]:
    """What does not agree, in words for the log: releases with their tables, and with an outside manifest.

    A release that the manifest names and the database lacks is a disagreement too; one that the manifest does
    not name yet is none.
    """
    found, known = [], {}
    for release in Release.objects.order_by("year", "number").iterator():
        known[f"{release.year}/{release.number}"] = release.digest
        computed = release_digest(release)
        if computed != release.digest:
            found.append(f"{release.year}/{release.number}: written {release.digest}, computed {computed}")
    for line in manifest.splitlines():
        digest, _space, name = line.strip().partition("  ")
        if name and known.get(name) != digest:
            found.append(f"{name}: the manifest says {digest}, the database {known.get(name, 'nothing')}")
    return found
