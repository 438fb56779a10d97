"""Rows as lines of JSON, exactly: decimals as text, bytes in base64, moments in ISO."""

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

from bilan.frozen import row_models
from bilan.models import Release, ReleaseCallOff

BATCH = 2000


def kept_models() -> list[type[models.Model]]:
    """Every table of the site but the sessions, which end with a restore.

    In the order of a restore: a release closes the tables of its rows, so it comes after them, and after the
    row that calls it off.
    """
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Session
    ]
    before = [ReleaseCallOff, *row_models()]
    return [*before, *(model for model in kept if model not in (*before, Release)), Release]


def table_of(model: type) -> str:
    """The name of the model's table in the database."""
    return model._meta.db_table


def columns_of(model: type) -> list[models.Field]:
    """The columns of a model, in the order of its lines."""
    return list(model._meta.concrete_fields)


def lines_of(model: type, using: str) -> Iterator[bytes]:
    """The table's rows as lines, by key, in flat memory."""
    names = [column.attname for column in columns_of(model)]
    rows = models.QuerySet(model, using=using).order_by("pk").values_list(*names)
    for row in rows.iterator(BATCH):
        yield _as_json([_plain(value) for value in row]).encode() + b"\n"


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _plain(value):
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def reader_of(column: models.Field):
    """The function that turns a cell of a line into the column's Python value."""
    target = column
    while target.is_relation:
        target = target.target_field
    if isinstance(target, models.BinaryField):
        return base64.b64decode
    for kind, read in (
        (models.DecimalField, Decimal),
        (models.DateTimeField, datetime.fromisoformat),
        (models.DateField, date.fromisoformat),
        (models.UUIDField, uuid.UUID),
    ):
        if isinstance(target, kind):
            return read
    return None


def write_rows(model: type, lines, using: str) -> int:
    """Inserts the rows of a table from their lines; returns their number."""
    connection = connections[using]
    columns = columns_of(model)
    readers = [reader_of(column) for column in columns]

    def values(line: bytes) -> list:
        cells = json.loads(line)
        return [
            column.get_db_prep_save(read(cell) if read and cell is not None else cell, connection)
            for column, read, cell in zip(columns, readers, cells, strict=True)
        ]

    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    insert = _copy if connection.vendor == "postgresql" else _insert_many
    return insert(connection, quote(table_of(model)), names, len(columns), map(values, lines))


def _copy(connection, table: str, names: str, _width: int, rows) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for count, row in enumerate(rows, start=1):  # noqa: B007  counted
            copy.write_row(row)
    return count


def _insert_many(connection, table: str, names: str, width: int, rows) -> int:
    count = 0

    def counted():
        nonlocal count
        for row in rows:
            count += 1
            yield row

    places = ", ".join(["%s"] * width)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", counted())
    return count


def digest_of(lines) -> tuple[int, str]:
    """The number of lines and their SHA-256."""
    total, count = hashlib.sha256(), 0
    for line in lines:
        total.update(line)
        count += 1
    return count, total.hexdigest()


def migrations_of(using: str) -> list[str]:
    """The migrations that a database has, as `app.name`, sorted."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations())
