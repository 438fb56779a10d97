"""The chain of edits, checked, and the history of one record, followed through the keys that it had."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Q, QuerySet

from .models import Change, Edit, Recorded
from .models.recorded import KEY_SEPARATOR, change_line, edit_digest


def broken_links() -> Iterator[str]:
    """What does not agree, in words for the log: an edit altered, dropped or slipped in, or its changes.

    Reads the tables once, in order, in flat memory.
    """
    previous = ""
    changes = groupby(
        Change.objects.order_by("edit", "pk").iterator(chunk_size=2000), key=lambda change: change.edit_id
    )
    edit_key, own = next(changes, (None, ()))
    for edit in Edit.objects.order_by("pk").iterator(chunk_size=2000):
        lines = []
        if edit_key == edit.pk:
            lines = [change_line(change) for change in own]
            edit_key, own = next(changes, (None, ()))
        if edit.previous != previous:
            yield f"edit {edit.pk}: follows {edit.previous or 'nothing'}, not {previous or 'nothing'}"
        if len(lines) != edit.changes_count:
            yield f"edit {edit.pk}: {edit.changes_count} changes written, {len(lines)} found"
        if edit_digest(edit, lines) != edit.digest:
            yield f"edit {edit.pk}: its digest is not that of its changes"
        previous = edit.digest


def last_link(using: str = "default") -> str:
    """The digest of the newest edit: kept outside, it shows later whether the end was cut off."""
    return Edit.objects.using(using).order_by("-pk").values_list("digest", flat=True).first() or ""


def changes_of(record) -> QuerySet:
    """Every change of a record, also those under the keys that it had before; newest first.

    Its key changed when somebody corrected a part of it (a figure's year), or renamed what a part of it names
    (the figure's indicator).
    """
    table, conditions = record.table_name(), Q()
    codes = _earlier_codes(record)
    waiting, seen = [(record.key_text(), None)], set()
    while waiting:
        key, until = waiting.pop()
        if (key, until) in seen:
            continue
        seen.add((key, until))
        renamed = _renamed_to(table, key, until)
        span = Q(key=key) & (Q(pk__lt=until) if until else Q())
        if renamed:
            span &= Q(pk__gte=renamed.pk)
            waiting.append((renamed.previous_key, renamed.pk))
        conditions |= span
        waiting += _under_earlier_codes(key, codes, renamed.pk if renamed else 0, until)
    return Change.objects.filter(conditions, table=table).order_by("-pk")


def _renamed_to(table: str, key: str, until: int | None) -> Change | None:
    """The last change, before one, that gave a record of the table this key in the place of another."""
    found = Change.objects.filter(table=table, key=key).exclude(previous_key="")
    return (found.filter(pk__lt=until) if until else found).order_by("-pk").first()


def _earlier_codes(record) -> dict[str, list[tuple[str, int]]]:
    """By code that the record names or named: older codes, each with the change that ended it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for column in record._meta.concrete_fields:
        related = getattr(record, column.name) if column.is_relation else None
        if not isinstance(related, Recorded):
            continue
        table, key, until = related.table_name(), related.key_text(), None
        while renamed := _renamed_to(table, key, until):
            code, older = (text.partition(KEY_SEPARATOR)[0] for text in (key, renamed.previous_key))
            if code != older:
                found.setdefault(code, []).append((older, renamed.pk))
            key, until = renamed.previous_key, renamed.pk
    return found


def _under_earlier_codes(key: str, codes: dict, since: int, until: int | None) -> list[tuple[str, int]]:
    """The key with one of its codes as it was before, and until which change it stood so."""
    parts = key.split(KEY_SEPARATOR)
    return [
        (KEY_SEPARATOR.join([*parts[:place], older, *parts[place + 1 :]]), min(ended, until or ended))
        for place, part in enumerate(parts)
        for older, ended in codes.get(part, [])
        if ended > since
    ]
