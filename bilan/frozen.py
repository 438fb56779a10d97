"""Frozen means frozen: triggers that refuse every change of a release and of the logs, on both databases.

- Release tables take no UPDATE, DELETE or TRUNCATE. A release's rows are written before the release itself;
  once it stands its tables take no further row of it, so nothing can be slipped in either.
- A call-off is refused once its release is visible by the database's clock.
- The logs (edits, changes, steps, acknowledged warnings, dismissed numbers) only grow.
- A change names an edit that stands. Edits never go, so looking at inserts is enough.

The triggers speak for themselves: they depend on no setting and no connection. They are installed after
every migrate, because SQLite drops a table's triggers when a migration rebuilds it; a check says when one is
missing.
"""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections, models, router

from .chapter import chapters
from .models import (
    Acknowledgement,
    Change,
    Dismissal,
    Edit,
    Release,
    ReleaseCallOff,
    ReleasedDocument,
    ReleasedText,
    WorkflowEvent,
)

PREFIX = "bilan_frozen_"
LOGS = (Edit, Change, WorkflowEvent, Acknowledgement, Dismissal)
# The text of SQLite's and PostgreSQL's refusals starts with this.
REFUSAL = "frozen"
FUNCTION = "bilan_frozen_refuse"
FUNCTION_SQL = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$"""


def row_models() -> list[type]:
    """The tables of a release's rows."""
    return [
        *(table.released for chapter in chapters() for table in chapter.tables),
        ReleasedText,
        ReleasedDocument,
    ]


def frozen_models() -> list[type]:
    """Every table whose rows never change."""
    return [Release, ReleaseCallOff, *row_models(), *LOGS]


def trigger_statements(vendor: str) -> dict[str, tuple[str, str]]:
    """By trigger: its table and the SQL that makes it."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return {
        f"{PREFIX}{model._meta.db_table}_{event}": (model._meta.db_table, sql)
        for model in frozen_models()
        for event, sql in make(model).items()
    }


def _sqlite(model: type) -> dict[str, str]:
    """Triggers by event. INSERT is watched as well: INSERT OR REPLACE fires no delete trigger."""
    refused_inserts = " OR ".join(
        [_in_its_way(model), *_closed(model, "strftime('%Y-%m-%d %H:%M:%f', 'now')")]
    )
    whens = {"update": "", "delete": "", "insert": f"WHEN {refused_inserts} "}
    table = model._meta.db_table
    return {
        event: f"""CREATE TRIGGER "{PREFIX}{table}_{event}" BEFORE {event.upper()} ON "{table}" {when}"""
        f"""BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {event.upper()} of {table} is refused'); END"""
        for event, when in whens.items()
    }


def _in_its_way(model: type) -> str:
    """Whether a row stands with the same key or the same unique columns as the new one. SQL."""
    table = model._meta.db_table
    unique = [
        [model._meta.get_field(name).column for name in constraint.fields]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    unique += [[column.column] for column in model._meta.concrete_fields if column.unique]
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in unique]
    return " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {columns})' for columns in same)


def _closed(model: type, now: str) -> list[str]:
    """When an INSERT is refused: a row of a release that stands, the call-off of a visible one, a change
    without its edit. SQL."""
    release = Release._meta.db_table
    if model is ReleaseCallOff:
        return [f'EXISTS (SELECT 1 FROM "{release}" WHERE id = NEW.release_id AND visible_from <= {now})']
    if model in row_models():
        return [f'EXISTS (SELECT 1 FROM "{release}" WHERE id = NEW.release_id)']
    return [f"NOT {_edit_of('NEW')}"] if model is Change else []


def _edit_of(row: str) -> str:
    return f'EXISTS (SELECT 1 FROM "{Edit._meta.db_table}" WHERE id = {row}.edit_id)'


def _postgresql(model: type) -> dict[str, str]:
    """Triggers by event; the one on INSERT has a function of its own."""
    table = model._meta.db_table
    name = f"{PREFIX}{table}"
    triggers = {
        "change": f"""CREATE TRIGGER "{name}_change" BEFORE UPDATE OR DELETE ON "{table}" """
        f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        "truncate": f"""CREATE TRIGGER "{name}_truncate" BEFORE TRUNCATE ON "{table}" """
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    }
    if model is Change:
        # Once a statement, not once a row: the changes of an import all name one edit.
        edits = "(SELECT DISTINCT edit_id FROM added) added"
        triggers["insert"] = _insert_trigger(
            name,
            table,
            f"EXISTS (SELECT FROM {edits} WHERE NOT {_edit_of('added')})",
            f'AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS added FOR EACH STATEMENT',
        )
        return triggers
    for condition in _closed(model, "clock_timestamp()"):
        triggers["insert"] = _insert_trigger(
            name, table, condition, f'BEFORE INSERT ON "{table}" FOR EACH ROW'
        )
    return triggers


def _insert_trigger(name: str, table: str, condition: str, when: str) -> str:
    """A trigger of PostgreSQL that refuses an INSERT, with its function. SQL."""
    return f"""
CREATE OR REPLACE FUNCTION "{name}_insert_check"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{REFUSAL}: INSERT of {table} is refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "{name}_insert" {when} EXECUTE FUNCTION "{name}_insert_check"()"""


def install(using: str = "default") -> None:
    """Makes every trigger anew; tables that are not there yet are left out."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION_SQL)
        for name, (table, sql) in trigger_statements(connection.vendor).items():
            if table in tables:
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
                cursor.execute(sql)
                if connection.vendor == "postgresql":
                    # Stands also in sessions that replicate or that switched ordinary triggers off.
                    cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')


def loosen_before_migrate(sender, using: str, plan=(), **kwargs) -> None:
    """Receiver of pre_migrate: on SQLite takes down the triggers that look at the table of releases.

    SQLite renames no table while another's trigger speaks of one that is being rebuilt. The refusals of
    update and delete, which look at nothing, stay; all stand again after the migration.
    """
    connection = connections[using]
    if not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model in frozen_models():
            if _closed(model, ""):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{PREFIX}{model._meta.db_table}_insert"')


def install_after_migrate(sender, using: str, **kwargs) -> None:
    """Receiver of post_migrate."""
    if router.allow_migrate_model(using, Release):
        install(using)


def missing(using: str = "default") -> list[str]:
    """Triggers that do not stand as they are written here, by name."""
    connection = connections[using]
    wanted = trigger_statements(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = dict(cursor.fetchall())
            return sorted(name for name, (_table, sql) in wanted.items() if standing.get(name) != sql)
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND tgname LIKE %s", [PREFIX + "%"]
        )
        standing = {name for (name,) in cursor.fetchall()}
        # PostgreSQL cuts names at 63 characters.
        return sorted(name for name in wanted if name[:63] not in standing)


@checks.register(checks.Tags.database)
def triggers_stand(databases=None, **kwargs):
    """System check bilan.W002: every trigger stands in the migrated databases that are checked.

    A warning, since an error would stop the very migrate that installs them; `verify_releases` fails.
    """
    warnings = []
    for using in databases or []:
        if not router.allow_migrate_model(using, Release) or using not in settings.DATABASES:
            continue
        try:
            if Release._meta.db_table not in connections[using].introspection.table_names():
                continue
            names = missing(using)
        except DatabaseError:
            continue
        if names:
            warnings.append(
                checks.Warning(
                    f"Releases can be changed: {len(names)} triggers are missing ({', '.join(names[:3])} …).",
                    hint="Run manage.py migrate: it installs them again.",
                    id="bilan.W002",
                )
            )
    return warnings
