"""Copies a report's entries into the release tables, and the names and definitions that they mention.

Both work by looking at the models: a chapter says which entries become which rows (`Table`), the columns that
the two share carry the same names, and where the entry has a key the frozen row has its code.
"""

import hashlib
import json
from collections import defaultdict

from django.db import connections, models, router
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Collate

from .models import Command, Release, ReleasedText, Report, Source
from .models.recorded import canonical, plain

# Columns of a source or an entry that a label leaves out: the text has a table of its own.
LEFT_OUT = {"text", "text_file"}
# The collation that compares texts byte by byte, by kind of database.
BY_BYTES = {"postgresql": "C", "sqlite": "BINARY"}
# Rows that are read at a time.
BATCH = 2000
_as_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def frozen_columns(released: type) -> list[models.Field]:
    """The columns of a release table that come from an entry: all but its own key and its release."""
    return [
        column
        for column in released._meta.concrete_fields
        if not column.primary_key and column.name != "release"
    ]


def natural_columns(released: type) -> list[str]:
    """The columns that name a row within its release: its unique constraint, the release apart."""
    for constraint in released._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "release" in constraint.fields:
            return [name for name in constraint.fields if name != "release"]
    raise LookupError(f"{released.__name__} has no unique constraint with its release")


def in_order(rows: models.QuerySet, names: list[str], prefix: str = "") -> models.QuerySet:
    """The rows in the order of these columns, texts by their bytes: the same on both databases."""
    collation = BY_BYTES[connections[rows.db].vendor]
    fields = {column.name: column for column in rows.model._meta.concrete_fields}
    order = []
    for name in names:
        is_text = isinstance(fields[name], models.CharField) or fields[name].is_relation
        order.append(Collate(F(prefix + name), collation) if is_text else F(prefix + name))
    return rows.order_by(*order)


def frozen_entries(table, report) -> models.QuerySet:
    """The report's entries of one table as rows of the frozen columns, keys turned into codes.

    Rows are dictionaries: `frozen_<column>` → value.
    """
    columns = {
        f"frozen_{column.name}": _frozen(table.entries, column) for column in frozen_columns(table.released)
    }
    return table.entries.objects.filter(report=report).values(**columns)


def _frozen(entries: type, column: models.Field):
    """The expression that fills one frozen column."""
    source = entries._meta.get_field(column.name)
    if not source.is_relation:
        return F(column.name)
    code = Coalesce(F(f"{column.name}__code"), Value(""), output_field=models.CharField())
    if source.related_model is Command:
        # In files and in releases the whole country is an empty cell.
        country = {f"{column.name}__level": Command.Level.COUNTRY}
        return Case(When(**country, then=Value("")), default=code, output_field=models.CharField())
    return code


def freeze_table(table, release) -> int:
    """Copies the entries of the release's report in one statement; returns the number of rows.

    The release has its key but is not saved yet: saving it closes its tables (bilan.frozen).
    """
    using = router.db_for_write(Release)
    select = frozen_entries(table, release.report).annotate(frozen_release=Value(release.pk)).order_by("pk")
    names = [column.name for column in frozen_columns(table.released)] + ["release"]
    select = select.values_list(*[f"frozen_{name}" for name in names])
    return _insert_select(using, table.released, names, select)


def freeze_texts(release, codes) -> int:
    """Copies the texts that are held of these sources; returns their number."""
    select = (
        Source.objects.filter(code__in=codes)
        .exclude(text="")
        .values_list(Value(release.pk), "code", "text", "text_digest")
    )
    names = ["release", "source", "text", "text_digest"]
    return _insert_select(router.db_for_write(Release), ReleasedText, names, select)


def _insert_select(using: str, model: type, names: list[str], select: models.QuerySet) -> int:
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    sql, values = select.query.get_compiler(using).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {sql}", values)
        return cursor.rowcount


def labels_of(tables, report) -> dict:
    """What the report's entries mention, with all that it refers to: `{table: {code: columns}}`.

    Columns are those of the contract's tables, by name; keys of other records are their codes. A command
    appears in the version that the entries refer to. One query a table, whatever the number of entries.
    """
    mentioned = defaultdict(set)
    for table in tables:
        entries = table.entries.objects.filter(report=report)
        for column in _labelled_keys(table.entries):
            keys = entries.exclude(**{column.name: None}).values_list(column.attname, flat=True)
            mentioned[column.related_model] |= set(keys.distinct())
    records = _with_what_they_refer_to(mentioned)
    labels = {}
    for model, by_key in sorted(records.items(), key=lambda item: item[0].table_name()):
        columns = [column for column in model._meta.concrete_fields if not column.primary_key]
        if [column.name for column in columns] == ["code"]:
            continue
        rows = sorted(by_key.values(), key=lambda record: (record.code, _start(record)))
        labels[model.table_name()] = {
            record.code: {column.name: _label(record, column, records) for column in columns}
            for record in rows
        }
    return {table: {code: _without(row) for code, row in rows.items()} for table, rows in labels.items()}


def _labelled_keys(model: type) -> list[models.Field]:
    """The foreign keys of a model whose records have a code of their own."""
    return [
        column
        for column in model._meta.concrete_fields
        if column.is_relation
        and column.related_model is not Report
        and any(other.name == "code" for other in column.related_model._meta.concrete_fields)
    ]


def _with_what_they_refer_to(mentioned: dict) -> dict:
    """The mentioned records and, through their keys, parents, themes and measures: {model: {pk: record}}."""
    found, wanted = defaultdict(dict), {model: set(keys) for model, keys in mentioned.items() if keys}
    while wanted:
        following = defaultdict(set)
        for model, keys in wanted.items():
            for record in model._base_manager.filter(pk__in=keys):
                found[model][record.pk] = record
                for column in _labelled_keys(model):
                    following[column.related_model].add(getattr(record, column.attname))
        wanted = {
            model: keys - {None} - set(found[model])
            for model, keys in following.items()
            if keys - {None} - set(found[model])
        }
    return found


def _label(record, column, records):
    if not column.is_relation:
        return plain(column.value_from_object(record))
    key = getattr(record, column.attname)
    return "" if key is None else records[column.related_model][key].code


def _start(record) -> str:
    """Orders versions of one code: the last one written is the one in force."""
    return str(getattr(record, "valid_from", None) or "")


def _without(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in LEFT_OUT and name != "code"}


def content_digest(chapter, report) -> str:
    """SHA-256 (hex) of what a release of this chapter would hold now: rows, labels, the report's titles.

    Approval keeps it, so that what is released is what was approved, names and definitions included.
    """
    rows = {table: frozen_entries(table, report) for table in chapter.tables}
    return _digest(rows, "frozen_", [report.stated(), chapter.labels(report)])


def frozen_digest(chapter, release, labels: dict) -> str:
    """The same of what the release's tables hold, to be held against what was approved."""
    rows = {table: table.released.objects.filter(release_id=release.pk) for table in chapter.tables}
    return _digest(rows, "", [release.report.stated(), labels])


def _digest(rows: dict, prefix: str, beside: list) -> str:
    """SHA-256 of the tables' rows by natural key, read in flat memory, and of what stands beside them."""
    total = hashlib.sha256()
    for table, found in rows.items():
        names = [prefix + column.name for column in frozen_columns(table.released)]
        total.update(table.name.encode() + b"\n")
        ordered = in_order(found, natural_columns(table.released), prefix).values_list(*names)
        for row in ordered.iterator(BATCH):
            total.update(_as_line([plain(value) for value in row]).encode() + b"\n")
    total.update(canonical(beside).encode())
    return total.hexdigest()
