"""What the first reader after a release costs, in processor time and queries: `make bench-cold`."""

import argparse
import statistics
import sys
import time
from contextlib import nullcontext, redirect_stdout
from io import StringIO

from benchmarks.machine import describe, each_database, head, row, set_up

GOAL_MS, GOAL_QUERIES = 20, 6
PLACES = (
    *("", "2024/", "2024/text/", "2024/releases/1/", "indicators/", "indicators/cases_total/", "units/"),
    *("partnerships/", "corrections/"),
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

    with redirect_stdout(StringIO()):
        call_command("prepare")
    reader = Client(SERVER_NAME="localhost")
    freshness.KEPT_SECONDS = 3600
    head("page", "bytes", "ms of processor time", "goal", "queries", "goal")
    for place in PLACES:
        address = f"/ar/{place}"
        # Templates are read and names kept once a process, not once a release.
        content = reader.get(address).content
        with Counting() as asked, connection.execute_wrapper(asked):
            reader.get(address)
        spent = []
        for _round in range(rounds):
            before = time.process_time()
            reader.get(address)
            spent.append((time.process_time() - before) * 1000)
        row(
            address,
            f"{len(content):,}",
            f"{statistics.median(spent):.1f}",
            GOAL_MS,
            asked.count,
            GOAL_QUERIES,
        )


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
