"""Records whose every change is kept: saving one writes the history, whoever saves it."""

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connections, models, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .history import Change, Edit

KEY_SEPARATOR = "|"
_current = ContextVar("bilan_edit", default=None)


class HistoryRequired(TypeError):
    """A write that would leave no history; use save(), delete() or bilan.importing."""


@dataclass
class OpenEdit:
    """An edit being made: its changes are written with one digest when it closes."""

    by: object
    kind: str
    reason: str = ""
    batch: object = None
    changes: list = field(default_factory=list)
    touched: set = field(default_factory=set)


@contextmanager
def editing(by, *, kind=Edit.Kind.FORM, reason="", batch=None):
    """Gathers the changes made inside into one Edit of this person; all or nothing.

    Nested calls join the outer edit.
    """
    if _current.get() is not None:
        yield _current.get()
        return
    edit = OpenEdit(by=by, kind=kind, reason=reason, batch=batch)
    token = _current.set(edit)
    try:
        with transaction.atomic():
            yield edit
            write_edit(edit)
    finally:
        _current.reset(token)


def canonical(value) -> str:
    """JSON with sorted keys and no spaces: the form that digests are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def change_line(change) -> str:
    """One change as it enters the digest of its edit; with the previous key where the key changed."""
    line = [change.table, change.key, change.action, change.year, change.before, change.after]
    return canonical([*line, change.previous_key] if change.previous_key else line)


def edit_head(edit) -> list:
    """What the digest of an edit says of it before its changes."""
    moment = edit.at.astimezone(UTC)
    return [edit.previous, edit.kind, edit.by_id, moment.isoformat(), edit.reason, str(edit.batch or "")]


def edit_digest(edit, lines) -> str:
    """SHA-256 (hex) over the previous digest, who, when, why, and the changes' lines in order."""
    total = hashlib.sha256(canonical(edit_head(edit)).encode())
    for line in lines:
        total.update(b"\n")
        total.update(line.encode())
    return total.hexdigest()


def lock_chain(using: str) -> None:
    """Makes edits queue for the end of the chain until the transaction ends (SQLite queues by itself)."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bilan_edit_chain'))")


def write_edit(edit: OpenEdit) -> Edit | None:
    """Writes an edit with its changes at the end of the chain; None when nothing changed."""
    if not edit.changes:
        return None
    from .reports import Report

    using = router.db_for_write(Edit)
    # Reports first, by id, then the chain: every writer takes its locks in this order.
    touched = {report.pk for report, _chapter in edit.touched}
    list(Report._base_manager.select_for_update().filter(pk__in=touched).order_by("pk").values_list("pk"))
    lock_chain(using)
    last = Edit.objects.using(using).order_by("-pk").values_list("digest", flat=True).first()
    row = Edit(
        kind=edit.kind,
        by=edit.by,
        at=timezone.now(),
        reason=edit.reason,
        batch=edit.batch,
        changes_count=len(edit.changes),
        previous=last or "",
    )
    row.digest = edit_digest(row, map(change_line, edit.changes))
    row.save(using=using)
    for change in edit.changes:
        change.edit = row
    Change.objects.using(using).bulk_create(edit.changes, batch_size=500)
    from .workflow import ChapterReview

    for report, chapter in sorted(edit.touched, key=lambda pair: (pair[0].year, pair[1])):
        ChapterReview.objects.touch(report, chapter, by=edit.by, at=row.at)
    return row


def plain(value):
    """A column's value as history keeps it: text, whole number, boolean or None; decimals as exact text."""
    if isinstance(value, Decimal):
        value = value.normalize()
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


class RecordedQuerySet(models.QuerySet):
    """Refuses the bulk writes that Django does without calling save()."""

    def _refuse(self, verb):
        raise HistoryRequired(_("%(verb)s would leave no history: save each record.") % {"verb": verb})

    def update(self, **kwargs):
        self._refuse("update()")

    def delete(self):
        self._refuse("delete()")

    def bulk_create(self, objs, **kwargs):
        self._refuse("bulk_create()")

    def bulk_update(self, objs, fields, **kwargs):
        self._refuse("bulk_update()")

    delete.queryset_only = True


class Recorded(models.Model):
    """A record with history. Subclasses give `natural_key()`; `unrecorded` names fields left out."""

    unrecorded: tuple[str, ...] = ()
    # Slug of the chapter whose review an edit of this record touches; empty for reference tables.
    chapter = ""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        """Saves and records what changed, in the open edit or in one of its own."""
        with editing(getattr(self, "changed_by", None), kind=Edit.Kind.CODE) as edit:
            before, key_before = None, ""
            if self.pk:
                old = type(self)._base_manager.filter(pk=self.pk).first()
                before = old.stated() if old else None
                key_before = old.key_text() if old else ""
            super().save(**kwargs)
            # Read back: a value given as text or float is compared as the database holds it.
            after = type(self)._base_manager.get(pk=self.pk).stated()
            if before != after:
                self._record(edit, before, after, key_before)

    def delete(self, **kwargs):
        """Deletes and records what was there."""
        with editing(getattr(self, "changed_by", None), kind=Edit.Kind.CODE) as edit:
            self._record(edit, self.stated(), None)
            return super().delete(**kwargs)

    @classmethod
    def table_name(cls) -> str:
        """The table of the contract that this record belongs to, as history names it."""
        return str(cls._meta.model_name) + "s"

    def key_text(self) -> str:
        """The natural key in one text, parts separated by `|`."""
        return KEY_SEPARATOR.join("" if part is None else str(part) for part in self.natural_key())

    def key_value(self):
        """The natural key as one value: a year stays a number, several parts become one text."""
        key = self.natural_key()
        return key[0] if len(key) == 1 else self.key_text()

    def stated(self) -> dict:
        """The columns that people state, by field name, as history keeps them; keys as natural keys."""
        columns = {}
        for column in self._meta.concrete_fields:
            if column.primary_key or column.name in self.unrecorded:
                continue
            if column.is_relation:
                related = getattr(self, column.name)
                key = related.natural_key() if related is not None else None
                columns[column.name] = (
                    None if key is None else key[0] if len(key) == 1 else related.key_text()
                )
            else:
                columns[column.name] = plain(column.value_from_object(self))
        return columns

    def _record(self, edit, before, after, key_before=""):
        action = Change.Action.CHANGED
        if before is None:
            action = Change.Action.ADDED
        elif after is None:
            action = Change.Action.REMOVED
        report = getattr(self, "report", None)
        edit.changes.append(
            Change(
                table=self.table_name(),
                key=self.key_text(),
                previous_key=key_before if key_before != self.key_text() else "",
                year=report.year if report else None,
                action=action,
                before=before,
                after=after,
            )
        )
        if report and self.chapter:
            edit.touched.add((report, self.chapter))
            if before and before["report"] != report.year:
                # An entry that moves leaves the report that it was in, which must be open too.
                left = type(report)._base_manager.get(year=before["report"])
                edit.touched.add((left, self.chapter))
