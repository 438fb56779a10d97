"""One measurement in a process of its own: `python -m tests.benchmarks.import_worker ACTION FILE`.

Prints seconds by the clock, seconds of computing (this process and PostgreSQL's that serves it) and peak
memory (MB) as JSON.
"""

import csv
import json
import os
import sys
from pathlib import Path

import django
import tablib

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
django.setup()

from django.db import connection, models, transaction  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402

from benchmarks.machine import Computed  # noqa: E402
from bilan.importing.process import import_file  # noqa: E402
from bilan.models import Stated  # noqa: E402
from indicators.models import Figure, FigureFields, Indicator  # noqa: E402
from tests import factories as make  # noqa: E402

CODES = 200
COLUMNS = "report_id, indicator_id, year, command_id, source_id, value, change, note"
# What a peer leaves to the defaults, and the database has no default for.
BLANK = "change_in, wording, qualifier, quote, quote_digest, changed_at"
BLANKS = "'percent', '', 'exact', '', '', CURRENT_TIMESTAMP"


def ground(_path):
    """What the rows refer to, and the tables of the peers."""
    make.make_report(2024)
    make.make_country()
    make.make_source("paper")
    for number in range(CODES):
        make.make_indicator(f"indicator-{number}")
        make.make_command(f"command-{number}")
    with connection.cursor() as cursor:
        _make_peer(cursor, Figure._meta.db_table)
        cursor.execute(
            "CREATE TABLE bare (report text, indicator text, year integer, command text, value numeric, "
            "change numeric, source text, note text)"
        )


def _make_peer(cursor, table):
    """A table like that of figures, its keys, checks and indexes included, for the peers to write."""
    if connection.vendor == "sqlite":
        made = "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')"
        cursor.execute(made, [table])
        for (sql,) in [row for row in cursor.fetchall() if row[0]]:
            cursor.execute(sql.replace(f'"{table}"', '"peer"').replace('INDEX "', 'INDEX "peer_'))
        return
    cursor.execute(f"CREATE TABLE peer (LIKE {table} INCLUDING ALL)")
    for field in Figure._meta.concrete_fields:
        if field.is_relation:
            to = field.related_model._meta.db_table
            cursor.execute(
                f"ALTER TABLE peer ADD FOREIGN KEY ({field.column}) REFERENCES {to} "
                "DEFERRABLE INITIALLY DEFERRED"
            )


class Peer(FigureFields, Stated):
    """A figure without our history, as a stock project would have it."""

    report = models.ForeignKey("bilan.Report", models.PROTECT)
    source = models.ForeignKey("bilan.Source", models.PROTECT)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    command = models.ForeignKey("bilan.Command", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label, db_table, managed = "indicators", "peer", False

    def __str__(self):
        return str(self.pk)


def ours(path):
    """Decoding, the whole grammar, every error, comparison, rows and history."""
    outcome = import_file("figures", path, write=True)
    if outcome.errors:
        raise SystemExit(str(outcome.problems.first(3)))


def limit(path):
    """The physical limit: COPY, or executemany of ready rows, into a bare table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bare")
        if connection.vendor == "postgresql":
            _copy(cursor, path, "bare")
            return
        with Path(path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        spent.begin()
        connection.connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _copy(cursor, path, table):
    sql = f"COPY {table} FROM STDIN WITH (FORMAT csv, HEADER)"
    with Path(path).open("rb") as file, cursor.copy(sql) as copy:
        while block := file.read(1 << 16):
            copy.write(block)


def copy_and_upsert(path):
    """COPY to a staging table and INSERT … ON CONFLICT into the constrained one; nothing is validated."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE staged (LIKE bare) ON COMMIT DROP")
        _copy(cursor, path, "staged")
        cursor.execute(
            f"INSERT INTO peer ({COLUMNS}, {BLANK}) SELECT r.id, i.id, s.year, c.id, o.id, s.value, "
            f"s.change, COALESCE(s.note, ''), {BLANKS} FROM staged s "
            "JOIN bilan_report r ON r.year = s.report::int "
            "JOIN indicators_indicator i ON i.code = s.indicator "
            "JOIN bilan_command c ON c.code = COALESCE(s.command, 'morocco') "
            "JOIN bilan_source o ON o.code = s.source "
            "ON CONFLICT (report_id, indicator_id, year, command_id, source_id) "
            "DO UPDATE SET value = EXCLUDED.value, change = EXCLUDED.change, note = EXCLUDED.note"
        )


def _stock(path, widget, **options):
    """django-import-export on the same columns."""

    def by(name, key="code"):
        return fields.Field(name, name, widget(Peer._meta.get_field(name).related_model, key))

    class Stock(resources.ModelResource):
        report, indicator = by("report", "year"), by("indicator")
        command, source = by("command"), by("source")

        class Meta:
            model = Peer
            fields = ("report", "indicator", "year", "command", "value", "change", "source", "note")
            import_id_fields = ("report", "indicator", "year", "command", "source")
            locals().update(options)

    with Path(path).open(encoding="utf-8", newline="") as file:
        data = tablib.Dataset().load(file.read().replace(",,", ",morocco,"), "csv")
    spent.begin()
    Stock().import_data(data, raise_errors=True)
    Peer.objects.all().delete()


def stock_default(path):
    """django-import-export as it comes."""
    _stock(path, widgets.ForeignKeyWidget)


def stock_tuned(path):
    """django-import-export in bulk, keys cached, without its diff."""
    _stock(
        path,
        widgets.CachedForeignKeyWidget,
        use_bulk=True,
        batch_size=2000,
        skip_diff=True,
        skip_html_diff=True,
        force_init_instance=True,
    )


if __name__ == "__main__":
    action, path = sys.argv[1:]
    with Computed() as spent:
        globals()[action](path)
    sys.stdout.write(json.dumps({"seconds": spent.seconds, "computed": spent.computed, "peak": spent.peak}))
