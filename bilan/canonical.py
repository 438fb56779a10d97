"""The canonical files of a release: what its digest covers, exactly as readers download them.

    figures.csv  units.csv  agreements.csv  statements.csv  labels.json

The digest of a release is the SHA-256 of the list that `sha256sum` prints of these files in the order of
their names, so anybody can check it:

    sha256sum agreements.csv figures.csv labels.json statements.csv units.csv | sha256sum
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from .chapter import Table, chapters
from .freezing import in_order, natural_columns
from .models import Release
from .models.recorded import canonical
from .numerals import write_plain
from .tables.cells import guard

BYTE_ORDER_MARK = "\ufeff"
LABELS = "labels.json"
# Rows that are read and written at a time: a release of any size takes the same memory.
BATCH = 2000


def tables() -> dict[str, Table]:
    """The tables of facts of all chapters, by name."""
    return {table.name: table for chapter in chapters() for table in chapter.tables}


def released_cells(release, table: Table) -> Iterator[list[str]]:
    """The release's rows of one table as cells in the contract's order of columns, in a total order.

    The database sorts, by the bytes of the natural key: both databases give one order, whatever their locale.
    """
    using = release._state.db
    columns = [name for name in table.columns if name != "report"]
    rows = in_order(
        table.released.objects.using(using).filter(release_id=release.pk),
        natural_columns(table.released),
    ).values_list(*columns)
    year, place = str(release.year), table.columns.index("report")
    for row in rows.iterator(BATCH):
        cells = [written(value) for value in row]
        cells.insert(place, year)
        yield cells


def released_rows(release, table: Table) -> Iterator[dict[str, str]]:
    """The same rows as dictionaries by column."""
    for cells in released_cells(release, table):
        yield dict(zip(table.columns, cells, strict=True))


def cell(row: dict, column: str, year: int) -> str:
    """One cell of a row of a release table."""
    return str(year) if column == "report" else written(row[column])


def written(value) -> str:
    """One cell, as files have it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, Decimal):
        return write_plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_pieces(columns, rows) -> Iterator[bytes]:
    """A CSV file of the contract, piece by piece: UTF-8 with BOM, commas, a header; `rows` are of cells."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    rows = iter(rows)
    while True:
        batch = list(islice(rows, BATCH))
        writer.writerows(batch)
        yield text.getvalue().encode()
        if len(batch) < BATCH:
            return
        text.seek(0)
        text.truncate()


def canonical_pieces(release, name: str) -> Iterator[bytes]:
    """One canonical file by its name, piece by piece; KeyError when there is none of that name."""
    if name == LABELS:
        return iter([canonical(release.labels).encode() + b"\n"])
    table = tables()[name.removesuffix(".csv")]
    return csv_pieces(table.columns, released_cells(release, table))


def canonical_file(release, name: str) -> bytes:
    """One canonical file by its name; KeyError when there is none of that name."""
    return b"".join(canonical_pieces(release, name))


def file_names() -> list[str]:
    """The names of the canonical files, sorted."""
    return sorted([LABELS, *(f"{name}.csv" for name in tables())])


def checksums(release) -> str:
    """The list that `sha256sum` prints of the canonical files."""
    return "".join(f"{_sha256(canonical_pieces(release, name))}  {name}\n" for name in file_names())


def _sha256(pieces) -> str:
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
    return total.hexdigest()


def release_digest(release) -> str:
    """SHA-256 (hex) of the list of checksums."""
    return digest_of(checksums(release))


def digest_of(sums: str) -> str:
    """The digest of a release whose list of checksums this is."""
    return hashlib.sha256(sums.encode()).hexdigest()


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
