"""The chain of edits, checked: each digest covers the one before, who, when, why, and every change."""

from collections.abc import Iterator
from itertools import groupby

from .models import Change, Edit
from .models.recorded import change_line, edit_digest


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
