"""SQL against frozen tables, on both databases."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.models import ProtectedError
from django.utils import timezone

from bilan import frozen, publication
from bilan.models import Change, Edit, Release, ReleaseCallOff, ReleasedText, WorkflowEvent, editing
from indicators.models import ReleasedFigure
from partnerships.models import ReleasedAgreement
from tests import factories as make
from tests.thaw import thaw
from units.models import ReleasedUnitEvent

pytestmark = pytest.mark.django_db

REFUSED = pytest.mark.parametrize("model", frozen.frozen_models(), ids=lambda model: model.__name__)


@pytest.fixture
def release(settings):
    """A release with a row in every table, a text, documents, a call-off, and the logs that lead to it."""
    settings.RELEASE_DOCUMENTS = True
    report = make.make_report()
    with editing(make.make_person("clerk")):
        make.make_figure(report, source=make.make_source(text="755 ألف و541"))
        make.make_unit_event(report)
        make.make_agreement(report)
        make.make_statement(report)
    make.make_dismissal(make.make_source(), by=make.make_person("clerk"))
    make.make_approved(report)
    publisher = make.make_person("publisher")
    publication.publish(report, by=publisher, at=timezone.now() + timedelta(hours=1))
    publication.call_off(report, by=publisher, reason="why")
    return publication.publish(report, by=publisher)


def attack(sql: str, *values):
    """Runs SQL and expects the trigger's refusal."""
    with pytest.raises(DatabaseError, match="frozen:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def rows(model) -> list:
    """All rows of a table."""
    return list(model.objects.order_by("pk").values())


@REFUSED
def test_update_and_delete_are_refused(release, model):
    if model is frozen.Acknowledgement:
        model.objects.create(report=release.report, chapter="units", problem="p", by=release.released_by)
    before, table = rows(model), model._meta.db_table
    assert before
    attack(f'UPDATE "{table}" SET id = id')
    attack(f'UPDATE "{table}" SET id = id WHERE id = %s', before[0]["id"])
    attack(f'DELETE FROM "{table}"')
    attack(f'DELETE FROM "{table}" WHERE id = %s', before[-1]["id"])
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        model.objects.get(pk=before[0]["id"]).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=before[0]["id"]).update(id=before[0]["id"])
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.get(pk=before[0]["id"]).save(force_update=True)
    assert rows(model) == before


@REFUSED
@pytest.mark.only_postgresql
def test_truncate_is_refused(model):
    attack(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.only_postgresql
def test_switching_ordinary_triggers_off_does_not_help(release):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    attack("UPDATE indicators_releasedfigure SET value = 1")


@REFUSED
@pytest.mark.only_sqlite
def test_insert_or_replace_is_refused(release, model):
    table = model._meta.db_table
    if model is not frozen.Acknowledgement:
        attack(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
        attack(f'REPLACE INTO "{table}" SELECT * FROM "{table}"')


@pytest.mark.only_sqlite
def test_a_row_cannot_be_replaced_through_its_unique_columns(release):
    columns = ", ".join(
        column.column for column in ReleasedFigure._meta.concrete_fields if not column.primary_key
    )
    attack(
        f"INSERT OR REPLACE INTO indicators_releasedfigure ({columns})"
        f" SELECT {columns} FROM indicators_releasedfigure"
    )


@pytest.mark.parametrize("model", [ReleasedFigure, ReleasedUnitEvent, ReleasedAgreement, ReleasedText])
def test_no_row_is_slipped_into_a_release_that_stands(release, model):
    row = model.objects.filter(release=release).first()
    row.pk = None
    for name in ("year", "code", "event", "reference"):
        if hasattr(row, name):
            setattr(row, name, {"year": 2020, "event": "closed"}.get(name, "another"))
    row.source = "another"
    with pytest.raises(DatabaseError, match="frozen:"), transaction.atomic():
        row.save(force_insert=True)


COPIED = 'edit_id, "table", key, previous_key, year, action, before, after'


def test_a_change_without_its_edit_is_refused(release):
    columns = COPIED.removeprefix("edit_id, ")
    copy = f"INSERT INTO bilan_change ({COPIED}) SELECT %s, {columns} FROM bilan_change"
    unknown, before = Edit.objects.latest("pk").pk + 1, Change.objects.count()
    attack(copy, unknown)
    attack(
        copy.replace("%s", "CASE WHEN id % 2 = 0 THEN edit_id ELSE %s END", 1).replace("% 2", "%% 2"), unknown
    )
    attack(f"{copy} LIMIT 1", unknown)
    attack("INSERT INTO bilan_change (edit_id, \"table\", key, action) VALUES (%s, 'figures', 'k', '+')", 0)
    assert Change.objects.count() == before


@pytest.mark.only_postgresql
def test_changes_copied_without_their_edit_are_refused(release):
    last = Edit.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        copied = cursor.copy('COPY bilan_change (edit_id, "table", key, action) FROM STDIN')
        with pytest.raises(psycopg.IntegrityError, match="frozen:"), transaction.atomic(), copied as copy:
            copy.write(f"{last}\tfigures\tk\t+\n{last + 1}\tfigures\tk\t+\n")


def test_a_visible_release_cannot_be_called_off_by_sql(release):
    with pytest.raises(DatabaseError, match="frozen:"), transaction.atomic():
        ReleaseCallOff.objects.create(
            release=release,
            called_off_by=release.released_by,
            called_off_at=timezone.now(),
            reason="too late",
        )


def test_the_check_says_when_a_trigger_is_missing():
    assert frozen.triggers_stand(databases=["default"]) == []
    with thaw():
        errors = frozen.triggers_stand(databases=["default"])
    assert [error.id for error in errors] == ["bilan.W002"]
    assert frozen.missing() == []


def test_migrate_and_only_migrate_is_the_cure_of_a_missing_trigger():
    with connection.cursor() as cursor:
        for name, (table, _sql) in list(frozen.trigger_statements(connection.vendor).items())[:2]:
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
    with pytest.raises(CommandError, match="the trigger is missing"):
        call_command("verify_releases", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("verify_releases", verbosity=0)


@pytest.mark.only_postgresql
def test_the_check_sees_a_trigger_that_was_switched_off():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bilan_release DISABLE TRIGGER bilan_frozen_bilan_release_change")
    assert frozen.missing() == ["bilan_frozen_bilan_release_change"]


@pytest.mark.django_db(transaction=True)
def test_triggers_stand_again_after_a_migration_that_rebuilds_the_tables():
    release = make.make_release()
    models = [Release, ReleasedFigure, WorkflowEvent, Edit, Change]
    emit_pre_migrate_signal(
        verbosity=0, interactive=False, db="default", plan=[(Migration("wider", "bilan"), False)]
    )
    with connection.schema_editor() as editor:
        for model in models:
            column = next(
                field for field in model._meta.concrete_fields if field.get_internal_type() == "CharField"
            )
            wider = column.clone()
            wider.max_length += 10
            wider.set_attributes_from_name(column.name)
            wider.model = model
            editor.alter_field(model, column, wider)
            editor.alter_field(model, wider, column)
    call_command("migrate", verbosity=0)
    assert frozen.missing() == []
    for model in models:
        attack(f'DELETE FROM "{model._meta.db_table}"')
    assert Release.objects.get() == release
