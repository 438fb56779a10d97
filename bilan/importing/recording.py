"""The edit of an import and its changes: gathered in a file, written at once when their digest is known."""

import hashlib
import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils import timezone

from bilan.models import Change, Edit
from bilan.models.recorded import canonical, edit_head, lock_chain

from .staging import BATCH, BLOCK, quoted

COLUMNS = '"table", key, year, action, before, after'
GATHERED = "bilan_import_changes"
# Changes that SQLite writes in one statement.
AT_ONCE = 20_000
PIECE = 1 << 20

encode = json.encoder.encode_basestring


def change_as_line(table, key, year, action, before, after) -> str:
    """A change as a line of a file: its columns parted by tabs, blank where there is nothing.

    The last two are JSON; JSON and keys hold no tab and no line break.
    """
    return f"{table}\t{key}\t{'' if year is None else year}\t{action}\t{before or ''}\t{after}\n"


class ChangeFile:
    """Changes on their way to the database, in a temporary file, so that a million of them cost no memory."""

    def __init__(self):
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    def add(self, lines: Iterable[str]) -> None:
        """Takes further lines."""
        lines = iter(lines)
        while block := "".join(islice(lines, BATCH)):
            self._file.write(block)

    def __iter__(self) -> Iterator[list[str]]:
        """The columns of each change."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1].split("\t")

    def pieces(self) -> Iterator[bytes]:
        """The file as it is."""
        self._file.flush()
        self._file.buffer.seek(0)
        return iter(lambda: self._file.buffer.read(PIECE), b"")


def record(changes: ChangeFile, stage, *, by, reason="", batch=None) -> Edit | None:
    """Writes an edit with these changes at the end of the chain; None when there are none."""
    using = stage.connection.alias
    lock_chain(using)
    last = Edit.objects.using(using).order_by("-pk").values_list("digest", flat=True).first()
    edit = Edit(
        kind=Edit.Kind.IMPORT, by=by, at=timezone.now(), reason=reason, batch=batch, previous=last or ""
    )
    edit.changes_count, edit.digest = _count_and_digest(edit, changes)
    if not edit.changes_count:
        return None
    edit.save(force_insert=True, using=using)
    write = _copy if stage.is_postgresql else _insert
    write(changes, edit, stage.connection)
    return edit


def _count_and_digest(edit, changes) -> tuple[int, str]:
    """As `edit_digest` has it, from changes that are JSON already."""
    total, count = hashlib.sha256(canonical(edit_head(edit)).encode()), 0
    rows = iter(changes)
    while block := list(islice(rows, BLOCK)):
        lines = [
            f'\n["{table}",{encode(key)},"{action}",{year or "null"},{before or "null"},{after}]'
            for table, key, year, action, before, after in block
        ]
        total.update("".join(lines).encode())
        count += len(lines)
    return count, total.hexdigest()


def _copy(changes, edit, connection):
    """The file is what COPY takes, but for backslashes and the edit."""
    sql = f"COPY {quoted(Change._meta.db_table)} ({COLUMNS}, edit_id) FROM STDIN WITH (NULL '')"
    end = b"\t%d\n" % edit.pk
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for piece in changes.pieces():
            copy.write(piece.replace(b"\\", b"\\\\").replace(b"\n", end))


def _insert(changes, edit, connection):
    """A few large statements instead of one a row.

    Each statement on a table with a trigger that may refuse it keeps the pages that it changes, to undo
    itself: for one row after the other that costs more than the rows.
    """
    database, rows = connection.connection, iter(changes)
    database.execute(f"CREATE TEMPORARY TABLE {GATHERED} ({COLUMNS})")
    for _start in range(0, edit.changes_count, AT_ONCE):
        database.executemany(
            f"INSERT INTO {GATHERED} VALUES (?, ?, NULLIF(?, ''), ?, NULLIF(?, ''), ?)",
            islice(rows, AT_ONCE),
        )
        database.execute(
            f"INSERT INTO {quoted(Change._meta.db_table)} ({COLUMNS}, edit_id) "
            f"SELECT {COLUMNS}, {edit.pk} FROM {GATHERED} ORDER BY rowid"
        )
        database.execute(f"DELETE FROM {GATHERED}")
    database.execute(f"DROP TABLE {GATHERED}")
