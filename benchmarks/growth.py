"""Whether public pages stay as quick while the record grows: `make bench-growth`.

The bilans under data/, then beside them releases of 10 thousand, 100 thousand and 1 million figures of other
years and indicators (`--sizes` for others); after each the same pages are rendered anew, as the first reader
after a release has them rendered. Pages that are ready are answered without the database, at any size. Times
are compared as multiples of a page that asks the database nothing, measured beside each, so that other work
on the machine counts in neither.
"""

import argparse
import sys
from contextlib import redirect_stdout
from io import StringIO

from benchmarks.machine import Computed, describe, each_database, head, row, set_up

ADDRESSES = (
    *("/ar/", "/ar/2024/", "/ar/2024/releases/1/", "/ar/2024/text/", "/ar/indicators/cases_total/"),
    *("/ar/units/", "/ar/partnerships/", "/ar/compare/?indicators=cases_total,theft_threat&years=2022-2024"),
    *("/ar/search/?q=اختطاف", "/ar/corrections/", "/ar/feed.xml"),
    *("/data/2024/figures.csv", "/api/v1/figures?year=2024&indicator=cases_total"),
)
YARDSTICK = "/ar/about/"
SIZES = (10_000, 100_000, 1_000_000)
# Of so few commands and so many years a release states at most two hundred indicators: names stay as many.
MOST_YEARS, A_YEAR = 50, 20_000
# Years that no bilan of data/ has, two apart: the year before one is left free.
FIRST_YEAR = 2015
ROUNDS = 20
GOAL = "0.8 to 1.2"


def measure(sizes: list[int]) -> None:
    """Prints the table of one database."""
    set_up()
    from django.core.management import call_command
    from django.test import Client

    from bilan import freshness

    with redirect_stdout(StringIO()):
        call_command("prepare")
    reader = Client(SERVER_NAME="localhost")
    freshness.KEPT_SECONDS = 3600
    found: list[dict[str, tuple]] = []
    for place, size in enumerate(sizes):
        _release(size, FIRST_YEAR - 2 * place)
        freshness.forget()
        found.append(
            {one: (_milliseconds(reader, one), _milliseconds(reader, YARDSTICK)) for one in ADDRESSES}
        )
    head("ms of computing", *(f"{size:,} figures" for size in sizes), "last to first", "goal")
    for address in ADDRESSES:
        times = [one[address] for one in found]
        relative = [time / beside for time, beside in times]
        row(address, *(f"{time:.1f}" for time, _beside in times), f"{relative[-1] / relative[0]:.2f}", GOAL)


def _release(size: int, year: int) -> None:
    """A release of so many figures, published as any other."""
    from django.db import connection

    from benchmarks.masses import approve, make_figures
    from bilan import publication
    from tests import factories as make

    report = make_figures(size, year=year, years=min(MOST_YEARS, -(-size // A_YEAR)))
    approve(report)
    publication.publish(report, by=make.make_person("publisher"))
    if connection.vendor == "postgresql":
        # What its own housekeeping does within a minute of so many rows.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _milliseconds(reader, address: str) -> float:
    """Of rendering a page once, this process and the database's; the first time is not counted."""
    status = reader.get(address).status_code
    if status != 200:
        raise SystemExit(f"{address}: {status}")
    with Computed() as spent:
        for _round in range(ROUNDS):
            reader.get(address)
    return spent.computed * 1000 / ROUNDS


def main() -> None:
    """Measures on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="figures of each release")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        measure(options.sizes)
        return
    print(f"# Public pages beside ever more figures\n\n{describe()}", flush=True)
    each_database("benchmarks.growth", sys.argv[1:])


if __name__ == "__main__":
    main()
