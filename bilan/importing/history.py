"""The history of an import: one edit, one change a row, in the form that a saved record leaves."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db import models
from django.utils import timezone

from bilan.models import Change, Edit
from bilan.models.recorded import canonical, edit_head, lock_chain

from .comparing import WRITES
from .staging import BATCH, copy_line, quoted

encode = json.encoder.encode_basestring


def _number(value) -> str:
    return "null" if value is None else str(value)


def _text(value) -> str:
    return "null" if value is None else encode(value)


def _day(value) -> str:
    return "null" if value is None else encode(value.isoformat() if isinstance(value, date) else value)


def _exact(value) -> str:
    """A decimal as history keeps it; SQLite gives a REAL, exact to 15 digits."""
    if value is None:
        return "null"
    exact = Decimal(f"{value:.3f}") if isinstance(value, float) else Decimal(value)
    return f'"{exact.normalize():f}"'


def fragment_of(field, lookups):
    """How a column of the database stands in a change: a function of its value to JSON."""
    if field.is_relation:
        stated = lookups.of(field.related_model).stated
        return lambda value: "null" if value is None else json.dumps(stated[value], ensure_ascii=False)
    for kind, write in (
        (models.DecimalField, _exact),
        (models.DateField, _day),
        (models.IntegerField, _number),
    ):
        if isinstance(field, kind):
            return write
    return _text


class Writer:
    """Writes the changes of one edit as they come, and the edit with their digest at the end."""

    def __init__(self, stage, *, by, reason="", batch=None):
        self.stage = stage
        using = stage.connection.alias
        lock_chain(using)
        last = Edit.objects.using(using).order_by("-pk").values_list("digest", flat=True).first()
        self.edit = Edit(
            pk=self._next_id(),
            kind=Edit.Kind.IMPORT,
            by=by,
            at=timezone.now(),
            reason=reason,
            batch=batch,
            changes_count=0,
            previous=last or "",
        )
        self._digest = hashlib.sha256(canonical(edit_head(self.edit)).encode())

    def _next_id(self) -> int:
        table = Edit._meta.db_table
        if self.stage.is_postgresql:
            return self.stage.one("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [quoted(table)])
        last = self.stage.rows("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        return (last[0][0] if last else 0) + 1

    def write(self, changes) -> None:
        """Takes (table, key, year or None, action, before or None, after): the last two as JSON text."""
        edit, update = self.edit.pk, self._digest.update
        while batch := list(islice(changes, BATCH)):
            rows = []
            for table, key, year, action, before, after in batch:
                parts = (f'"{table}"', encode(key), f'"{action}"', _number(year), before or "null", after)
                update(f"\n[{','.join(parts)}]".encode())
                rows.append((edit, table, key, year, action, before, after))
            self._insert(rows)
            self.edit.changes_count += len(rows)

    def _insert(self, rows):
        names = 'edit_id, "table", key, year, action, before, after'
        table = quoted(Change._meta.db_table)
        if self.stage.is_postgresql:
            with (
                self.stage.connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                copy.write("".join(map(copy_line, rows)))
            return
        marks = ", ".join("?" * 7)
        self.stage.connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

    def close(self) -> Edit | None:
        """Writes the edit; None when nothing changed."""
        if not self.edit.changes_count:
            return None
        self.edit.digest = self._digest.hexdigest()
        self.edit.save(force_insert=True, using=self.stage.connection.alias)
        return self.edit


def changes_of(comparison):
    """The change of each staged row that writes: (table, key, year, action, before, after), by row."""
    stage, lookups = comparison.stage, comparison.lookups
    resource, model = stage.resource, stage.model
    fields = sorted(
        (
            field
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in model.unrecorded
        ),
        key=lambda field: field.name,
    )
    names = [encode(field.name) + ":" for field in fields]
    fragments = [fragment_of(field, lookups) for field in fields]
    columns = [field.column for field in fields]
    key_columns = [(columns.index(column.column), column.write) for column in resource.keys]
    year_at = columns.index("report_id") if "report_id" in columns else None
    years = lookups.of(model._meta.get_field("report").related_model).stated if year_at is not None else {}
    olds = ", ".join(f"t.{quoted(column)}" for column in columns)
    news = ", ".join(
        f"CASE WHEN m.id IS NULL THEN {stage.begins(column)} ELSE {stage.becomes(column)} END"
        for column in columns
    )
    sql = f'SELECT m.id, {olds}, {news} FROM {comparison.joined} WHERE {WRITES} ORDER BY s."row"'
    width = len(columns)
    table = model.table_name()

    def stated(values):
        return (
            "{"
            + ",".join(
                name + fragment(value) for name, fragment, value in zip(names, fragments, values, strict=True)
            )
            + "}"
        )

    for pk, *values in stage.stream(sql):
        new = values[width:]
        key = "|".join(write(new[place]) for place, write in key_columns)
        year = None if year_at is None else years[new[year_at]]
        before = None if pk is None else stated(values[:width])
        yield table, key, year, "+" if pk is None else "~", before, stated(new)
