"""The staged rows into the record: quotes found, rows written, reports touched, history kept.

The sanctioned bulk path: it writes by SQL what `save()` would write one by one, with the same changes.
"""

from functools import lru_cache

from django.db.models import F
from django.utils import timezone

from bilan.folding import occurrences
from bilan.models import ChapterReview, Report, Source

from .comparing import WRITES, Comparison
from .history import changes_of
from .recording import ChangeFile, change_as_line, encode, record
from .staging import BATCH, MET, STAGE, quoted


def lock(comparison: Comparison) -> None:
    """Makes other writers of the table wait until the end (SQLite's transaction has done so already).

    The table first, then the reports in the order of their ids: publishing takes the same lock.
    """
    stage = comparison.stage
    if stage.is_postgresql:
        stage.execute(f"LOCK TABLE {stage.target} IN SHARE ROW EXCLUSIVE MODE")
        reports = Report._base_manager.select_for_update().filter(pk__in=comparison.reports)
        list(reports.order_by("pk"))


def apply(comparison: Comparison, prepared=None, *, by, reason="", batch=None):
    """Writes everything; returns the edit, or None when nothing changed. Inside a transaction.

    `prepared` has the changes of the rows, made while the file was read: they hold when all rows are new.
    """
    stage = comparison.stage
    resource = stage.resource
    _number_new_rows(comparison)
    find_quotes(comparison)
    touched = _reports_touched(comparison)
    if prepared and not stage.one(f"SELECT COUNT(*) FROM {MET}"):
        changes = prepared.changes
    else:
        changes = ChangeFile()
        changes.add(_create_mentioned(comparison))
        changes.add(changes_of(comparison))
    edit = record(changes, stage, by=by, reason=reason, batch=batch)
    if edit is None:
        return None
    derived = {"changed_by_id": by.pk if by else None, "changed_at": edit.at}
    _update(stage, derived)
    _insert(stage, derived)
    stage.analyze_target()
    for report in touched:
        ChapterReview.objects.touch(report, resource.chapter(), by=by, at=edit.at)
    if stage.model is Report:
        _grow_versions(stage)
    return edit


def _grow_versions(stage):
    """A report whose own columns changed is another version too."""
    Report._base_manager.filter(
        pk__in=[pk for (pk,) in stage.rows(f"SELECT id FROM {MET} WHERE differs")]
    ).update(version=F("version") + 1)


def _reports_touched(comparison) -> list[Report]:
    """Reports, by year, that gain, lose or change an entry."""
    stage = comparison.stage
    if "report_id" not in stage.fields:
        return []
    places = ["s"] if "report_id" in stage.columns else []
    # A record is met by its key: where that has the report, the record's is the one that the row names.
    if "report_id" not in stage.keys:
        places.append("t")
    found = set()
    for place in places:
        sql = f"SELECT DISTINCT {place}.report_id FROM {comparison.joined} WHERE {WRITES}"
        found |= {pk for (pk,) in stage.rows(sql) if pk}
    return list(Report._base_manager.filter(pk__in=found).order_by("year"))


# --- ids -----------------------------------------------------------------------------------------------


def _number_new_rows(comparison):
    """Gives new rows of a table with parents their ids now, so that children can name them."""
    stage, resource = comparison.stage, comparison.resource
    if not resource.refers_to_itself:
        return
    new = f'"row" NOT IN (SELECT "row" FROM {MET})'
    if stage.is_postgresql:
        numbered = f"nextval(pg_get_serial_sequence('{stage.target}', 'id'))"
    else:
        last = stage.one(f"SELECT COALESCE(MAX(id), 0) FROM {stage.target}")
        used = stage.rows("SELECT seq FROM sqlite_sequence WHERE name = %s", [stage.model._meta.db_table])
        numbered = f'{max([last, *(seq for (seq,) in used)])} + "row"'
    stage.execute(f"UPDATE {STAGE} SET id = {numbered} WHERE {new}")
    for column in resource.columns.values():
        if getattr(column, "inside", False) and column.column in stage.columns:
            _point_at_new_rows(comparison, column)


def _point_at_new_rows(comparison, column):
    stage, lookup = comparison.stage, column.lookup
    name = quoted(column.column)
    start = ", valid_from" if "valid_from" in stage.fields else ""
    for code, placeholder in lookup.pending.items():
        found = stage.rows(
            f'SELECT id{start} FROM {STAGE} WHERE code = %s AND id IS NOT NULL ORDER BY "row"', [code]
        )
        if not found:
            continue
        pk, *day = found[0]
        stage.execute(f"UPDATE {STAGE} SET {name} = %s WHERE {name} = %s", [pk, placeholder])
        lookup.stated[pk] = f"{code}|{day[0] or ''}" if start else code
        lookup.written[pk] = code


def _create_mentioned(comparison):
    """Creates records that exist by being mentioned (units); yields their changes."""
    stage = comparison.stage
    for column in comparison.resource.columns.values():
        if not getattr(column, "may_create", False):
            continue
        lookup, name = column.lookup, quoted(column.column)
        model = column.field.related_model
        mentioned = {pk for (pk,) in stage.rows(f"SELECT DISTINCT {name} FROM {STAGE} WHERE {name} < 0")}
        for code, placeholder in lookup.pending.items():
            if placeholder not in mentioned:
                continue
            record = model(code=code)
            record.save_base(force_insert=True, using=stage.connection.alias)
            stage.execute(f"UPDATE {STAGE} SET {name} = %s WHERE {name} = %s", [record.pk, placeholder])
            lookup.stated[record.pk] = lookup.written[record.pk] = code
            after = f'{{"code":{encode(code)}}}'
            yield change_as_line(model.table_name(), code, None, "+", None, after)


# --- quotes --------------------------------------------------------------------------------------------


def find_quotes(comparison):
    """Finds each quote in its source's text and keeps the offsets, as saving an entry does."""
    stage = comparison.stage
    if "quote" not in stage.fields:
        return
    becomes = {
        name: f"CASE WHEN m.id IS NULL THEN {stage.begins(name)} ELSE {stage.becomes(name)} END"
        for name in ("quote", "place", "source_id")
    }
    sources = dict(Source._base_manager.exclude(text="").values_list("pk", "text_digest"))
    if not sources:
        return

    @lru_cache(maxsize=2)
    def text_of(source):
        return Source._base_manager.values_list("text", flat=True).get(pk=source)

    @lru_cache(maxsize=10_000)
    def places(quote, source):
        return occurrences(quote, text_of(source))

    held = ", ".join(str(pk) for pk in sources)
    sql = (
        f'SELECT s."row", {", ".join(becomes.values())} FROM {comparison.joined} WHERE {WRITES} '
        f"AND {becomes['quote']} <> '' AND {becomes['source_id']} IN ({held}) ORDER BY {becomes['source_id']}"
    )
    found = []
    for row, quote, place, source in stage.rows(sql):
        spans = places(quote, source)
        if (place or 1) <= len(spans):
            found.append((*spans[(place or 1) - 1], sources[source], row))
    with stage.connection.cursor() as cursor:
        for start in range(0, len(found), BATCH):
            cursor.executemany(
                f'UPDATE {STAGE} SET quote_start = %s, quote_end = %s, quote_digest = %s WHERE "row" = %s',
                found[start : start + BATCH],
            )


# --- rows ----------------------------------------------------------------------------------------------


def _worked_out(stage, derived) -> dict[str, str]:
    """Columns that are set whatever the file says: offsets of quotes, who and when."""
    sets = {
        name: f"s.{name}" for name in ("quote_start", "quote_end", "quote_digest") if name in stage.fields
    }
    sets |= {name: "%s" for name in derived if name in stage.fields}
    return sets


def _update(stage, derived):
    sets = {name: stage.becomes(name) for name in stage.columns if name not in stage.keys}
    sets |= _worked_out(stage, derived)
    if not sets:
        return
    params = [value for name, value in derived.items() if name in stage.fields]
    assigned = ", ".join(f"{quoted(name)} = {value}" for name, value in sets.items())
    target = stage.target
    stage.execute(
        f"UPDATE {target} AS t SET {assigned} FROM {STAGE} s, {MET} m "
        f'WHERE m."row" = s."row" AND m.differs AND t.id = m.id',
        params,
    )


def _insert(stage, derived):
    sets, params = {}, []
    worked_out = _worked_out(stage, derived)
    for column, field in stage.fields.items():
        if field.primary_key:
            if stage.resource.refers_to_itself:
                sets[column] = "s.id"
        elif column in derived:
            sets[column] = "%s"
            params.append(derived[column])
        elif column in worked_out:
            sets[column] = worked_out[column]
        elif field.get_internal_type() == "DateTimeField":
            sets[column] = "%s"
            params.append(timezone.now())
        else:
            sets[column] = stage.begins(column)
    stage.execute(
        f"INSERT INTO {stage.target} ({', '.join(map(quoted, sets))}) "
        f"SELECT {', '.join(sets.values())} FROM ({_new_rows(stage)}) s",
        params,
    )


def _new_rows(stage) -> str:
    """The staged rows that are new, by key: indexes fill from one end to the other, not here and there. SQL.

    The report comes last, since a file is mostly of one. Sorted are the staged columns alone, without those
    that an insert adds.
    """
    keys = sorted(stage.keys, key=lambda key: key == "report_id")
    return (
        f'SELECT * FROM {STAGE} s WHERE NOT EXISTS (SELECT 1 FROM {MET} m WHERE m."row" = s."row") '
        f"ORDER BY {', '.join(map(quoted, keys))}"
    )
