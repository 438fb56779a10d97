"""One file on its way into the record: read, staged, compared, refused or written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from django.db import OperationalError, transaction

from bilan.columns.lookups import Lookups
from bilan.metrics import timed
from bilan.resources import tables
from bilan.tables import Limits, read_table

from .comparing import Comparison
from .history import Prepared
from .problems import Problems
from .rows import RowReader
from .staging import BLOCK, Stage
from .writing import apply, lock

ATTEMPTS = 3

STAGES = "bilan_import_seconds"


class Clash(Exception):
    """What was confirmed is no longer what would be written."""


@dataclass
class Outcome:
    """What a file is, what it would do or did, and all that is wrong with it.

    `rows` equals new + changed + unchanged + refused, always. `erased` counts recorded cells that blank
    ones erase, `kept` those that they leave. `edit` is the history of what was written.
    """

    table: str
    problems: Problems
    encoding: str = ""
    separator: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    erased: int = 0
    kept: int = 0
    applied: bool = False
    edit: object = None
    versions: dict = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """The number of problems."""
        return len(self.problems)

    def counts(self) -> dict[str, int]:
        """The row counts, as batches keep them."""
        names = ("rows", "new", "changed", "unchanged", "refused", "erased", "kept")
        return {name: getattr(self, name) for name in names}

    def line(self) -> str:
        """The last line of the commands."""
        return f"new={self.new} changed={self.changed} unchanged={self.unchanged} errors={self.errors}"


def import_file(
    table: str,
    file,
    *,
    write: bool,
    by=None,
    reason: str = "",
    batch=None,
    erase: bool = False,
    folder=None,
    progress=None,
    name: str = "",
    limits: Limits | None = None,
    read=read_table,
    inspect=None,
) -> Outcome:
    """Checks a file of a table and, with `write` and no error, writes it: all rows or none.

    `file` is a path; `name` is the name that its owner gave it (the path's own without it); `folder` is
    where texts of sources are; `progress` is called with the stage (`read`, `check`, `write`), the number of
    rows read so far and the share of the file that they are;
    `inspect` is called with the comparison and the outcome before anything is written, and may raise to
    stop it. A file that cannot be read is an outcome with problems, never an exception.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _import_once(
                table, file, write=write, by=by, reason=reason, batch=batch, erase=erase, folder=folder,
                progress=progress, inspect=inspect, name=name or Path(file).name, limits=limits, read=read,
            )  # fmt: skip
        except OperationalError as error:
            # Two writers that waited for each other: PostgreSQL stops one, which begins again.
            if (
                attempt == ATTEMPTS
                or "deadlock" not in str(error)
                or transaction.get_connection().in_atomic_block
            ):
                raise
    raise AssertionError("unreachable")


def _import_once(
    table, file, *, write, by, reason, batch, erase, folder, progress, inspect, name, limits, read
):
    problems = Problems()
    outcome = Outcome(table, problems)
    lookups = Lookups(folder)
    resource = tables()[table](lookups)
    with read(file, name, resource.file_columns(), limits=limits, report=problems.take) as lines:
        outcome.encoding, outcome.separator = lines.encoding, lines.separator
        if problems:
            return outcome
        row_reader = RowReader(resource, lines.header, problems)
        for column in row_reader.without_default:
            problems.add(1, column.name, "", "missing_column")
        if problems:
            return outcome
        stage = Stage(resource, row_reader.columns, erase=erase)
        with stage.open():
            rows = row_reader.read(_counted(lines, progress))
            prepared = None
            if write and resource.rows_stand_alone:
                begins = list(islice(rows, BLOCK))
                rows = chain(begins, rows)
                prepared = Prepared(stage, lookups) if stage.looks_new(begins) else None
            with timed(STAGES, stage="read"):
                stage.fill(prepared.through(rows) if prepared else rows)
            outcome.rows, outcome.refused = lines.count, lines.count - stage.count
            comparison = Comparison(stage, lookups)
            with _transaction(stage, write):
                if write:
                    lock(comparison)
                with _stage("check", outcome, progress):
                    comparison.meet()
                    comparison.check(row_reader.own_codes, problems)
                for name, count in comparison.counts().items():
                    setattr(outcome, name, getattr(outcome, name) + count)
                outcome.versions = comparison.versions()
                if inspect:
                    inspect(comparison, outcome)
                if write and not problems and outcome.new + outcome.changed:
                    with _stage("write", outcome, progress):
                        outcome.edit = apply(comparison, prepared, by=by, reason=reason, batch=batch)
                outcome.applied = write and not problems
    return outcome


def _transaction(stage, write):
    """A transaction for writing, or for one view of the data; SQLite's would only lock writers out."""
    return transaction.atomic() if write or stage.is_postgresql else nullcontext()


@contextmanager
def _stage(name, outcome, progress):
    """A stage after the reading: told as it begins, and timed."""
    if progress:
        progress(name, outcome.rows, 1)
    with timed(STAGES, stage=name):
        yield


def _counted(lines, progress):
    return _with_progress(lines, progress) if progress else lines


def _with_progress(lines, progress):
    for count, line in enumerate(lines, start=1):
        if count % 1000 == 0:
            progress("read", count, lines.share)
        yield line


def as_json(outcome: Outcome) -> Iterator[str]:
    """The outcome for a program, piece by piece: counts, what was found, and every error."""
    found = {
        "table": outcome.table,
        "applied": outcome.applied,
        **outcome.counts(),
        "encoding": outcome.encoding,
        "separator": outcome.separator,
    }
    yield json.dumps(found, ensure_ascii=False).removesuffix("}") + ', "errors": ['
    for place, one in enumerate(outcome.problems):
        error = {
            "row": one.row,
            "column": one.column or None,
            "value": one.value,
            "code": one.code,
            "message": one.message,
        }
        yield (", " if place else "") + json.dumps(error, ensure_ascii=False)
    yield "]}\n"
