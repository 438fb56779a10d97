"""What a fault left: batches, history and rows must agree. `python -m tests.faults.examine ACKNOWLEDGED…`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from bilan.models import Edit, ImportBatch  # noqa: E402
from bilan.models.recorded import change_line, edit_digest  # noqa: E402
from indicators.models import Figure  # noqa: E402

from .worker import ROWS  # noqa: E402


def main(acknowledged: list[str]) -> None:
    """Raises AssertionError on anything half done; says what it counted."""
    with transaction.atomic():
        settle()
        examine(acknowledged)


def settle() -> None:
    """Waits for what the server still does for a client that was killed; what follows reads as of then.

    A commit that was sent is carried out without its sender; it holds the lock of the table until then.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"LOCK TABLE {Figure._meta.db_table} IN SHARE MODE")


def examine(acknowledged: list[str]) -> None:
    """Compares batches, history, rows and digests."""
    imported = ImportBatch.objects.filter(state=ImportBatch.State.IMPORTED)
    edits = {edit.batch: edit for edit in Edit.objects.exclude(batch=None)}
    assert {batch.pk for batch in imported} == set(edits), "a batch's state and its history disagree"
    assert set(acknowledged) <= {str(pk) for pk in edits}, "something acknowledged is lost"
    for edit in edits.values():
        assert edit.changes_count == ROWS == edit.changes.count(), "half a history"
    values = set(Figure.objects.values_list("value", flat=True))
    assert len(values) == 1, f"rows of several imports: {values}"
    assert Figure.objects.count() == ROWS, "rows are missing"
    last = max(edits.values(), key=lambda edit: edit.pk)
    assert last.changes.first().after["value"] == str(int(values.pop())), "rows and history disagree"
    previous = ""
    for edit in Edit.objects.order_by("pk"):
        assert edit.previous == previous, "the chain is broken"
        previous = edit.digest
    assert last.digest == edit_digest(last, map(change_line, last.changes.order_by("pk"))), "a wrong digest"
    sys.stdout.write(f"imported={len(edits)} rows={ROWS}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
