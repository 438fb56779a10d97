"""What the history of an import says: one change a row, in the form that a saved record leaves."""

import json
from datetime import date
from decimal import Decimal
from itertools import islice, repeat

from django.db import models

from .comparing import WRITES
from .recording import ChangeFile, change_as_line, encode
from .staging import BLOCK, quoted


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


def recorded_fields(model) -> list:
    """The fields that history keeps, in the order of its JSON."""
    kept = [field for field in model._meta.concrete_fields if not field.primary_key]
    return sorted(
        (field for field in kept if field.name not in model.unrecorded), key=lambda field: field.name
    )


class Prepared:
    """The changes of rows that will be new, made while the file is read.

    What a new row's history says depends on the row alone, so it need not come back from the database.
    """

    def __init__(self, stage, lookups):
        self.changes = ChangeFile()
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
        stated = "{" + ",".join(parts) + "}"
        self._line = change_as_line(stage.model.table_name(), "%s", "%s", "+", None, stated)
        self._keys = [(place[column.column], _key_texts(column)) for column in stage.resource.keys]
        report = stage.fields.get("report_id")
        self._years = lookups.of(report.related_model).stated if report else {}
        self._year_at = place.get("report_id", 0)

    def through(self, rows):
        """Passes staged rows on, and keeps the change of each."""
        years, year_at = self._years, self._year_at
        while block := list(islice(rows, BLOCK)):
            columns = list(zip(*block, strict=True))
            # A row without its report is refused further on.
            of_year = [years.get(report, "") for report in columns[year_at]] if year_at else repeat("")
            keys = map("|".join, zip(*[text(columns[at]) for at, text in self._keys], strict=True))
            stated = [all_of(columns[at]) for at, all_of in self._plan]
            self.changes.add(map(self._line.__mod__, zip(keys, of_year, *stated, strict=False)))
            yield from block


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
    """How cells of a key column stand in the keys of records; codes and years are worked out once."""
    few = column.lookup or isinstance(column.field, models.IntegerField)
    write = _Fragments(column.write, None).__getitem__ if few else column.write
    return lambda cells: list(map(write, cells))


def _of_new_rows(field, write, default, lookups):
    """How cells of a column stand in the changes of new rows, as JSON."""
    if field.is_relation or field.choices or isinstance(field, models.IntegerField):
        written = _Fragments(write, default).__getitem__
        return lambda cells: list(map(written, cells))
    if isinstance(field, models.DecimalField):
        return lambda cells: ["null" if value is None else f'"{value}"' for value in cells]
    blank = write(default)
    if isinstance(field, models.CharField | models.TextField):
        write = encode
    return lambda cells: [blank if value is None else write(value) for value in cells]


def changes_of(comparison):
    """The change of each staged row that writes, as a line, by row."""
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
        yield change_as_line(table, key, year, "+" if pk is None else "~", before, stated(new))
