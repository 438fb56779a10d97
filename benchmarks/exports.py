"""Exports beside their peers, each in a process of its own, for its memory: `make bench-exports`.

CSV of all figures beside a raw cursor or COPY TO, a loop over model instances and django-import-export; XLSX
of at most 100,000 beside openpyxl's write-only mode and django-import-export. Seconds are of computing: this
process and PostgreSQL's that serves it. django-import-export is counted up from a few thousand rows.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys

from benchmarks.machine import Computed, describe, each_database, head, row, set_up

XLSX_ROWS = 100_000
# As many as django-import-export writes in a few seconds; its time grows as the rows do.
FEW = 5_000
PLACES = ("report__year", "indicator__code", "year", "command__code", "source__code")
VALUES = ("value", "change", "change_in", "wording", "qualifier", "quote", "note")


def figures(count: int):
    """So many figures as model instances with what they refer to."""
    from indicators.models import Figure

    related = ("report", "indicator", "command", "source")
    return Figure._base_manager.select_related(*related).order_by("pk")[:count]


def raw(count: int) -> None:
    """COPY TO, or a raw cursor: what the database itself takes."""
    from django.db import connection

    sql = f"SELECT * FROM indicators_figure ORDER BY id LIMIT {count}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)") as copied:
                for _block in copied:
                    pass
            return
        cursor.execute(sql)
        while cursor.fetchmany(2000):
            pass


def ours_csv(count: int) -> None:
    """Our CSV, thrown away as a reader takes it."""
    from bilan.exporting import export_table

    for _piece in export_table("figures"):
        pass


def models_csv(count: int) -> None:
    """What a stock site does: model instances, one csv.writer."""
    for figure in figures(count).iterator(2000):
        cells = [figure.report.year, figure.indicator.code, figure.year, figure.command.code]
        cells += [figure.source.code, *(getattr(figure, name) for name in VALUES)]
        csv.writer(io.StringIO()).writerow(cells)


def stock(count: int):
    """django-import-export's dataset of so many figures, with the same columns."""
    from import_export import fields, resources, widgets

    from indicators.models import Figure

    class Stock(resources.ModelResource):
        """The figures, their references by code."""

        class Meta:
            model = Figure
            fields = (*(place.partition("__")[0] for place in PLACES), *VALUES)

    for place in PLACES:
        name, _two, key = place.partition("__")
        if key:
            to = Figure._meta.get_field(name).related_model
            Stock.fields[name] = fields.Field(name, name, widgets.ForeignKeyWidget(to, key))
    return Stock().export(figures(count))


def stock_csv(count: int) -> None:
    """django-import-export's CSV."""
    if not stock(count).csv:
        raise SystemExit("nothing was written")


def stock_xlsx(count: int) -> None:
    """django-import-export's XLSX, by tablib."""
    if not stock(count).xlsx:
        raise SystemExit("nothing was written")


def ours_xlsx(count: int) -> None:
    """Our workbook, typed cells."""
    from bilan.exporting import export_table
    from indicators.models import Figure

    for _piece in export_table("figures", "xlsx", Figure._base_manager.order_by("pk")[:count]):
        pass


def openpyxl_xlsx(count: int) -> None:
    """openpyxl's write-only mode, rows as the database gives them."""
    from openpyxl import Workbook

    from indicators.models import Figure

    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    rows = Figure._base_manager.order_by("pk").values_list(*PLACES, *VALUES)[:count]
    for cells in rows.iterator(2000):
        sheet.append(cells)
    book.save(io.BytesIO())


CSV = {"COPY TO, raw cursor": raw, "ours": ours_csv, "model instances": models_csv}
XLSX = {"ours": ours_xlsx, "openpyxl, write-only": openpyxl_xlsx}
# What takes long is done for a few rows only.
COUNTED_UP = {"CSV": stock_csv, "XLSX": stock_xlsx}
ACTIONS = {act.__name__: act for act in (*CSV.values(), *XLSX.values(), *COUNTED_UP.values())}


def measure(count: int) -> None:
    """Prints the tables of one database."""
    set_up()
    from benchmarks.masses import make_figures

    make_figures(count)
    _compare("CSV", CSV, count, f"goal: ours ≤ 2 × the first, ≤ 100 MB; {count:,} rows")
    rows = min(count, XLSX_ROWS)
    _compare("XLSX", XLSX, rows, f"goal: ours ≤ 1.5 s for 100,000 rows, ≤ 150 MB; {rows:,} rows")


def _compare(kind: str, actions: dict, count: int, goal: str) -> None:
    head(kind, "s of computing", "by the clock", "peak MB", "times ours")
    found = {name: _measured(act, count) for name, act in actions.items()}
    few = min(FEW, count)
    stock = _measured(COUNTED_UP[kind], few)
    stock |= {part: stock[part] * count / few for part in ("computed", "seconds")}
    found[f"django-import-export (counted up from {few:,} rows)"] = stock
    ours = found["ours"]["computed"]
    for name, one in found.items():
        times = f"{one['computed'] / ours:.2f}"
        row(name, f"{one['computed']:.2f}", f"{one['seconds']:.2f}", f"{one['peak']:.0f}", times)
    print(f"\n{goal}\n", flush=True)


def _measured(act, count: int) -> dict:
    """What a process of its own that does this and nothing else took."""
    command = [sys.executable, "-m", "benchmarks.exports", "--action", act.__name__, "--figures", str(count)]
    return json.loads(subprocess.run(command, env=os.environ, capture_output=True, check=True).stdout)


def perform(action: str, count: int) -> None:
    """Does one action and prints what it took, as JSON."""
    set_up()
    with Computed() as spent:
        ACTIONS[action](count)
    print(json.dumps({"computed": spent.computed, "seconds": spent.seconds, "peak": spent.peak}))


def main() -> None:
    """Measures on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=1_000_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--action", choices=ACTIONS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.action:
        perform(options.action, options.figures)
    elif options.here:
        measure(options.figures)
    else:
        print(f"# Exports of {options.figures:,} figures\n\n{describe()}", flush=True)
        each_database("benchmarks.exports", sys.argv[1:])


if __name__ == "__main__":
    main()
