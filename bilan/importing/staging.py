"""The rows of a file in a temporary table, beside the table that they are for."""

import csv
import io
from contextlib import contextmanager
from itertools import islice

from django.db import connections, router, transaction

STAGE, MET, REFUSED = "bilan_import_stage", "bilan_import_met", "bilan_import_refused"
BATCH = 2000
# Rows that are worked on together in Python: few enough that its collector of garbage does not come by for
# each block.
BLOCK = 256
# KiB of pages that SQLite keeps while it imports: its indexes are filled in no order.
CACHE = 32 << 10
# Rows that ANALYZE looks at are 300 times as many: the planner needs to know little of a temporary table.
STATISTICS = 5
MANY = 10_000


def quoted(name: str) -> str:
    """A name in SQL; both databases take double quotes."""
    return '"' + name.replace('"', '""') + '"'


# Stands for NULL where an empty text means something; no cell can hold it.
NULL = "\x01"


def copy_lines(rows, null: str = "") -> str:
    """Rows as PostgreSQL's COPY takes them in its CSV format; the csv module makes them in one call.

    It writes None and an empty text alike, as nothing, unless `null` says how None is written.
    """
    if null:
        rows = [[null if value is None else value for value in row] for row in rows]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


class Stage:
    """A temporary table of the checked rows, and the SQL that compares it with its target.

    `columns` are the target's columns that the file fills; a NULL is a blank cell. With `erase` a blank
    cell means the column's default, without it "as it is".
    """

    def __init__(self, resource, columns: list[str], *, erase: bool):
        self.resource, self.columns, self.erase = resource, columns, erase
        self.model = resource.model
        self.connection = connections[router.db_for_write(self.model)]
        self.is_postgresql = self.connection.vendor == "postgresql"
        self.fields = {field.column: field for field in self.model._meta.concrete_fields}
        self.target = quoted(self.model._meta.db_table)
        self.keys = [column.column for column in resource.keys]
        self.count = 0

    def execute(self, sql: str, params=()):
        """Runs a statement; returns the number of rows that it touched."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount

    def rows(self, sql: str, params=()) -> list[tuple]:
        """All rows of a small answer."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def one(self, sql: str, params=()):
        """The one value of an answer."""
        return self.rows(sql, params)[0][0]

    def stream(self, sql: str, params=()):
        """Rows of a large answer, a few thousand at a time (inside a transaction)."""
        with self.connection.cursor() as cursor:
            if not self.is_postgresql:
                cursor.execute(sql, params)
                while batch := cursor.fetchmany(BATCH):
                    yield from batch
                return
            cursor.execute(f"DECLARE bilan_import_rows NO SCROLL CURSOR FOR {sql}", params)
            while True:
                cursor.execute(f"FETCH {BATCH} FROM bilan_import_rows")
                batch = cursor.fetchall()
                yield from batch
                if not batch:
                    break
            cursor.execute("CLOSE bilan_import_rows")

    @contextmanager
    def open(self):
        """Makes the temporary tables and drops them at the end."""
        self.drop()
        if not self.is_postgresql:
            self.execute(f"PRAGMA cache_size = -{CACHE}")
        typed = [f"{quoted(name)} {self.type_of(name)}" for name in self.staged]
        typed = [f"{one} DEFAULT ''" if one.startswith('"quote_digest"') else one for one in typed]
        self.execute(f'CREATE TEMPORARY TABLE {STAGE} ("row" integer PRIMARY KEY, {", ".join(typed)})')
        self.execute(
            f'CREATE TEMPORARY TABLE {REFUSED} ("row" integer, "column" text, "code" text, "param" text)'
        )
        try:
            yield self
        finally:
            # A broken transaction takes its temporary tables with it.
            if not self.connection.needs_rollback:
                self.drop()
            if not self.is_postgresql:
                self.execute("PRAGMA cache_size = -2000")

    @property
    def staged(self) -> list[str]:
        """The file's columns, then what is worked out for each row."""
        found = ["quote_start", "quote_end", "quote_digest"] if "quote" in self.fields else []
        own = ["id"] if self.resource.refers_to_itself else []
        return [*self.columns, *found, *own]

    def type_of(self, column: str) -> str:
        """The column's type as its target has it, without numbering."""
        field = self.fields[column]
        return "bigint" if field.primary_key else field.db_type(self.connection)

    def drop(self):
        """Drops what an earlier import may have left."""
        for name in (STAGE, MET, REFUSED):
            self.execute(f"DROP TABLE IF EXISTS {name}")

    def fill(self, rows) -> None:
        """Takes `[row number, value, …]` rows; decimals and dates as text."""
        if self.is_postgresql:
            self._copy(rows)
        else:
            self._insert(rows)

    def looks_new(self, rows) -> bool:
        """Whether a file that begins with these rows is mostly new: nothing recorded where they belong.

        A table of a report's facts is asked about their reports, another as a whole.
        """
        where = ""
        if "report_id" in self.columns:
            at = self.columns.index("report_id") + 1
            reports = {row[at] for row in rows} - {None}
            where = f" WHERE report_id IN ({', '.join(map(str, reports)) or 'NULL'})"
        return not self.rows(f"SELECT 1 FROM {self.target}{where} LIMIT 1")

    def _copy(self, rows):
        names = ", ".join(map(quoted, ["row", *self.columns]))
        # A blank cell is None, so only what a column brings along (the text of a file) can be empty.
        null = "" if all(name in self.resource.by_database_column for name in self.columns) else NULL
        with (
            transaction.atomic(using=self.connection.alias),
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {STAGE} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{null}')") as copy,
        ):
            while batch := list(islice(rows, BLOCK)):
                copy.write(copy_lines(batch, null))
                self.count += len(batch)
        self.analyze(STAGE)

    def analyze_target(self) -> None:
        """Tells PostgreSQL's planner of many new rows and their keys before its own round comes by."""
        if self.is_postgresql and self.count >= MANY:
            self.execute("SET LOCAL default_statistics_target = DEFAULT")
            keys = ", ".join(map(quoted, self.keys))
            self.execute(f"ANALYZE {self.target} ({keys})")

    def analyze(self, name: str) -> None:
        """Tells PostgreSQL's planner of a temporary table, from a small sample."""
        with transaction.atomic(using=self.connection.alias):
            self.execute(f"SET LOCAL default_statistics_target = {STATISTICS}")
            self.execute(f"ANALYZE {name}")

    def _insert(self, rows):
        names = ", ".join(map(quoted, ["row", *self.columns]))
        marks = ", ".join(["?"] * (len(self.columns) + 1))
        database = self.connection.connection
        # Outside a transaction of ours, one that touches only temporary tables: it locks nobody out.
        alone = not self.connection.in_atomic_block
        if alone:
            database.execute("BEGIN")
        try:
            while batch := list(islice(rows, BLOCK)):
                database.executemany(f"INSERT INTO {STAGE} ({names}) VALUES ({marks})", batch)
                self.count += len(batch)
        except BaseException:
            if alone:
                database.execute("ROLLBACK")
            raise
        if alone:
            database.execute("COMMIT")

    # --- SQL of what a row becomes -------------------------------------------------------------------

    def same_key(self, record: str = "t", *, apart: str = "") -> str:
        """The join of a staged row `s` with its record `t`; `apart` names a column that is left out."""
        parts = []
        for key in self.keys:
            if key == apart:
                continue
            operator = "IS NOT DISTINCT FROM" if self.is_postgresql else "IS"
            parts.append(
                f"s.{quoted(key)} {operator if self.fields[key].null else '='} {record}.{quoted(key)}"
            )
        return " AND ".join(parts)

    def becomes(self, column: str) -> str:
        """What a column of a record `t` becomes by its staged row `s`."""
        if column not in self.columns:
            return f"t.{quoted(column)}"
        # What a column brings along (a text with the name of its file) goes only when it is replaced.
        if self.erase and column not in self.keys and column in self.resource.by_database_column:
            return f"COALESCE(s.{quoted(column)}, {self.default(column)})"
        return f"COALESCE(s.{quoted(column)}, t.{quoted(column)})"

    def begins(self, column: str) -> str:
        """What a column of a new record is."""
        if column not in self.columns:
            return self.default(column)
        return f"COALESCE(s.{quoted(column)}, {self.default(column)})"

    def default_value(self, column: str):
        """What a new row has in a column that its file leaves blank or has not."""
        field = self.fields[column]
        named = self.resource.by_database_column.get(column)
        return named.default if named else None if field.null else field.get_default()

    def default(self, column: str) -> str:
        """The default of a column as an SQL literal."""
        value = self.default_value(column)
        if value is None:
            return f"CAST(NULL AS {self.type_of(column)})"
        return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
