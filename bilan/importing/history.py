"""The history of an import: one edit, one change a row, in the form that a saved record leaves."""

import hashlib
import json
import tempfile
import weakref
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice, repeat

from django.db import models
from django.utils import timezone

from bilan.models import Change, Edit
from bilan.models.recorded import canonical, edit_head, lock_chain

from .comparing import WRITES
from .staging import BATCH, BLOCK, quoted

GATHERED = "bilan_import_changes"
# Changes that SQLite writes in one statement.
AT_ONCE = 20_000

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


def _copied(edit, table, key, year, action, before, after) -> str:
    """One change as a line of COPY; JSON and codes hold no tab and no line break, at most backslashes."""
    before = "\\N" if before is None else before.replace("\\", "\\\\")
    year = "\\N" if year is None else year
    after = after.replace("\\", "\\\\")
    return f"{edit}\t{table}\t{key}\t{year}\t{action}\t{before}\t{after}\n"


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

    def write(self, changes, *, at_once: bool = False) -> None:
        """Takes (table, key, year or None, action, before or None, after): the last two as JSON text.

        With `at_once` they come from elsewhere than this connection, which is free to take them in one go.
        """
        with self._sink(at_once) as insert:
            while block := list(islice(changes, BLOCK if at_once else BATCH)):
                lines = [
                    f'["{table}",{encode(key)},"{action}",{"null" if year is None else year},'
                    f"{before or 'null'},{after}]"
                    for table, key, year, action, before, after in block
                ]
                self._digest.update(("\n" + "\n".join(lines)).encode())
                insert(block)
                self.edit.changes_count += len(block)

    @contextmanager
    def _sink(self, at_once: bool):
        """A function that writes a block of changes."""
        names, edit = 'edit_id, "table", key, year, action, before, after', self.edit.pk
        table, connection = quoted(Change._meta.db_table), self.stage.connection
        if not self.stage.is_postgresql:
            with self._gathered(f"INSERT INTO {table} ({names}) SELECT {edit}, * FROM {GATHERED}") as insert:
                yield insert
            return

        def put(block):
            copy.write("".join([_copied(edit, *change) for change in block]))

        def put_alone(block):
            with cursor.copy(sql) as copy:
                copy.write("".join([_copied(edit, *change) for change in block]))

        sql = f"COPY {table} ({names}) FROM STDIN"
        with connection.cursor() as cursor:
            if at_once:
                with cursor.copy(sql) as copy:
                    yield put
            else:
                yield put_alone

    @contextmanager
    def _gathered(self, sql: str):
        """As `_sink`, for SQLite: few large statements instead of one a row.

        Each statement on a table with a trigger that may refuse it keeps the pages that it changes, to undo
        itself: for one row after the other that costs more than the rows.
        """
        database, count = self.stage.connection.connection, 0

        def put(block):
            nonlocal count
            database.executemany(f"INSERT INTO {GATHERED} VALUES (?, ?, ?, ?, ?, ?)", block)
            count += len(block)
            if count >= AT_ONCE:
                flush()

        def flush():
            nonlocal count
            database.execute(f"{sql} ORDER BY rowid")
            database.execute(f"DELETE FROM {GATHERED}")
            count = 0

        database.execute(f'CREATE TEMPORARY TABLE {GATHERED} ("table", key, year, action, before, after)')
        yield put
        flush()
        database.execute(f"DROP TABLE {GATHERED}")

    def close(self) -> Edit | None:
        """Writes the edit; None when nothing changed."""
        if not self.edit.changes_count:
            return None
        self.edit.digest = self._digest.hexdigest()
        self.edit.save(force_insert=True, using=self.stage.connection.alias)
        return self.edit


def recorded_fields(model) -> list:
    """The fields that history keeps, in the order of its JSON."""
    kept = [field for field in model._meta.concrete_fields if not field.primary_key]
    return sorted(
        (field for field in kept if field.name not in model.unrecorded), key=lambda field: field.name
    )


class Prepared:
    """The changes of rows that will be new, made while the file is read and kept in a temporary file.

    What a new row's history says depends on the row alone, so it need not come back from the database.
    """

    def __init__(self, stage, lookups):
        self.stage = stage
        self.table = stage.model.table_name()
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        place = {column: number for number, column in enumerate(stage.columns, start=1)}
        parts, self._plan = [], []
        for field in recorded_fields(stage.model):
            default = stage.default_value(field.column)
            write = fragment_of(field, lookups)
            if field.column in place:
                parts.append(f"{encode(field.name)}:%s")
                self._plan.append((place[field.column], _of_new_rows(field, write, default, lookups)))
            else:
                parts.append(f"{encode(field.name)}:{write(default)}".replace("%", "%%"))
        self._stated = "{" + ",".join(parts) + "}"
        self._keys = [(place[column.column], _key_texts(column)) for column in stage.resource.keys]
        report = stage.fields.get("report_id")
        self._years = lookups.of(report.related_model).stated if report else {}
        self._year_at = place.get("report_id", 0)

    def through(self, rows):
        """Passes staged rows on, and keeps the change of each."""
        write, years, year_at = self._file.write, self._years, self._year_at
        while block := list(islice(rows, BLOCK)):
            columns = list(zip(*block, strict=True))
            # A row without its report is refused further on.
            of_year = [years.get(report, "") for report in columns[year_at]] if year_at else repeat("")
            keys = map("|".join, zip(*[text(columns[at]) for at, text in self._keys], strict=True))
            afters = map(
                self._stated.__mod__, zip(*[all_of(columns[at]) for at, all_of in self._plan], strict=True)
            )
            lines = zip(columns[0], of_year, keys, afters, strict=False)
            write("".join(map("%s\t%s\t%s\t%s\n".__mod__, lines)))
            yield from block

    def changes(self, new_rows):
        """The changes of the rows whose numbers are given, rising; None stands for all of them."""
        self._file.seek(0)
        table = self.table
        wanted = None if new_rows is None else next(new_rows, 0)
        for line in self._file:
            row, year, key, after = line.rstrip("\n").split("\t", 3)
            if wanted is not None:
                if int(row) != wanted:
                    continue
                wanted = next(new_rows, 0)
            yield table, key, int(year) if year else None, "+", None, after


class _Fragments(dict):
    """What was written once is not worked out again; a blank cell stands for the default."""

    def __init__(self, write, default):
        super().__init__()
        self.write, self.default = write, default

    def __missing__(self, value):
        text = self.write(self.default if value is None else value)
        self[value] = text
        return text


def _key_texts(column):
    """How cells of a key column stand in the keys of records; codes are worked out once."""
    write = _Fragments(column.write, None).__getitem__ if column.lookup else column.write
    return lambda cells: list(map(write, cells))


def _of_new_rows(field, write, default, lookups):
    """How cells of a column stand in the changes of new rows, as JSON."""
    if field.is_relation or field.choices:
        written = _Fragments(write, default)
        return lambda cells: [written[value] for value in cells]
    if isinstance(field, models.DecimalField):
        return lambda cells: ["null" if value is None else f'"{value}"' for value in cells]
    blank = write(default)
    if isinstance(field, models.CharField | models.TextField):
        write = encode
    return lambda cells: [blank if value is None else write(value) for value in cells]


def changes_of(comparison, which=WRITES):
    """The change of each staged row that writes: (table, key, year, action, before, after), by row."""
    stage, lookups = comparison.stage, comparison.lookups
    resource, model = stage.resource, stage.model
    fields = recorded_fields(model)
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
    sql = f'SELECT m.id, {olds}, {news} FROM {comparison.joined} WHERE {which} ORDER BY s."row"'
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
