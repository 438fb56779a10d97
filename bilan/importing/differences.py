"""Old → new of every row that a file would write: kept in a file, read a page at a time."""

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass

from .comparing import WRITES
from .staging import quoted

PAGE = 100


@dataclass(frozen=True)
class Difference:
    """One row that would be new or changed; `cells` is (column, old or None, new) of what differs."""

    row: int
    key: str
    is_new: bool
    cells: list


def differences_of(comparison):
    """Yields the Difference of each row that would be written, by row, in the words of files."""
    stage, resource = comparison.stage, comparison.resource
    columns = [column for column in resource.columns.values() if column.column in stage.columns]
    olds = ", ".join(f"t.{quoted(column.column)}" for column in columns)
    news = ", ".join(
        f"CASE WHEN m.id IS NULL THEN {stage.begins(column.column)} ELSE {stage.becomes(column.column)} END"
        for column in columns
    )
    width = len(columns)
    sql = f'SELECT s."row", m.id, {olds}, {news} FROM {comparison.joined} WHERE {WRITES} ORDER BY s."row"'
    for row, pk, *values in stage.stream(sql):
        new = [column.write(value) for column, value in zip(columns, values[width:], strict=True)]
        old = [None] * width
        if pk is not None:
            old = [column.write(value) for column, value in zip(columns, values[:width], strict=True)]
        key = " · ".join(text for column, text in zip(columns, new, strict=True) if column.key and text)
        cells = [
            (column.name, before, after)
            for column, before, after in zip(columns, old, new, strict=True)
            if before != after and (before or after) and not column.key
        ]
        yield Difference(row, key, pk is None, cells)


def write_lines(records, file, to_json=json.dumps) -> tuple[list[int], int, str]:
    """Writes one JSON line for each record to a binary file.

    Returns the byte offset of each page, the number of records and the SHA-256 of the lines.
    """
    offsets, count, place, digest = [], 0, 0, hashlib.sha256()
    for record in records:
        if count % PAGE == 0:
            offsets.append(place)
        line = to_json(record).encode() + b"\n"
        file.write(line)
        digest.update(line)
        place += len(line)
        count += 1
    return offsets, count, digest.hexdigest()


def page_with(file, offsets: list[int], row: int) -> int:
    """The page (from 1) of a file of differences on which a row stands, or would."""

    def first_row(offset):
        file.seek(offset)
        return json.loads(file.readline())[0]

    return max(1, bisect_right(offsets, row, key=first_row))


def read_lines(file, offsets: list[int], page: int, from_json=json.loads) -> list:
    """The records of a page (from 1) of a file that `write_lines` wrote."""
    if not 1 <= page <= len(offsets):
        return []
    file.seek(offsets[page - 1])
    lines = (file.readline() for _number in range(PAGE))
    return [from_json(line) for line in lines if line]
