"""What the first reader after a release costs, in processor time and queries: `make bench-cold`."""

import argparse
import statistics
import sys
import time
from contextlib import nullcontext, redirect_stdout
from io import StringIO

from benchmarks.machine import describe, each_database, head, row, set_up

GOAL_MS, GOAL_QUERIES = 20, 6
# One address of each kind that asks the database.
ADDRESSES = (
    *("/ar/", "/ar/2024/", "/ar/2024/text/", "/ar/2024/releases/", "/ar/2024/releases/1/"),
    *("/ar/indicators/", "/ar/indicators/cases_total/", "/ar/indicators/cases_total/embed/"),
    *("/ar/indicators/cases_total/series.svg", "/ar/units/", "/ar/units/canine-brigade-safi/"),
    *("/ar/commands/safi/", "/ar/partnerships/", "/ar/partnerships/2024-01/", "/ar/corrections/"),
    *(
        "/ar/compare/",
        "/ar/compare/?indicators=cases_total,theft_threat&years=2022-2024",
        "/ar/search/?q=قضايا",
    ),
    *("/ar/search/suggest?q=قضا", "/ar/feed.xml", "/sitemap.xml", "/api/v1/figures"),
    *("/data/2024/figures.csv", "/data/2024/figures.xlsx", "/data/2024/report.ar.pdf"),
    *("/data/2024/labels.json", "/data/2024/datapackage.json"),
)


class Counting(nullcontext):
    """Counts the queries that pass through it."""

    count = 0

    def __enter__(self):
        return self

    def __call__(self, ask, *given):
        self.count += 1
        return ask(*given)


def measure(rounds: int) -> None:
    """Prints the table of one database: the bilans under data/, without the layer of ready pages."""
    set_up()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bilan import freshness
    from bilan.released import labels_of
    from indicators.pages import commands_stated, counts_by_source
    from indicators.pages.outline import years_by_indicator

    with redirect_stdout(StringIO()):
        call_command("prepare")
    reader = Client(SERVER_NAME="localhost")
    freshness.KEPT_SECONDS = 3600
    head("page", "bytes", "ms of processor time", "goal", "queries", "nothing kept", "goal")
    for address in ADDRESSES:
        # Templates are read once a process; names, and what is stated in outline, once a release too.
        response = reader.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        asked = _queries(reader, address, connection)
        for kept in (labels_of, commands_stated, counts_by_source, years_by_indicator):
            kept.forget()
        first = _queries(reader, address, connection)
        spent = []
        for _round in range(rounds):
            before = time.process_time()
            reader.get(address)
            spent.append((time.process_time() - before) * 1000)
        size, middle = f"{len(response.content):,}", f"{statistics.median(spent):.1f}"
        row(address, size, middle, GOAL_MS, asked, first, GOAL_QUERIES)


def _queries(reader, address: str, connection) -> int:
    """How many questions a page asks the database."""
    with Counting() as asked, connection.execute_wrapper(asked):
        reader.get(address)
    return asked.count


def main() -> None:
    """Measures on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        measure(options.rounds)
        return
    print(f"# Cold pages\n\n{describe()}", flush=True)
    each_database("benchmarks.cold", sys.argv[1:])


if __name__ == "__main__":
    main()
