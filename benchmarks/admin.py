"""Lists of the staff at a million figures: first page, filter, search, a deep page: `make bench-admin`."""

import statistics
import time

from benchmarks.machine import Timed, head, measure_at_scale, row, set_up

GOAL_MS = 100
ROUNDS = 8
ASKED = {
    "first page": "",
    "filter by report": "?report__id__exact={report}",
    "search by code": "?q=indicator-00500",
    "page 1,000": "?p=1000",
}


def measure(count: int) -> None:
    """Prints the table of one database."""
    set_up()
    from django.conf import settings
    from django.db import connection
    from django.urls import reverse

    from benchmarks.masses import make_figures
    from tests.staff import client_of

    settings.ALLOWED_HOSTS = ["testserver"]
    report = make_figures(count)
    client = client_of("clerk", language="en")
    address = reverse("admin:indicators_figure_changelist")
    if connection.vendor == "postgresql":
        # What its own housekeeping does within a minute of so many rows.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE indicators_figure")
    with connection.cursor() as cursor, Timed() as counted:
        cursor.execute("SELECT count(*) FROM indicators_figure")
    head("what", "status", "ms", "of these our own process", "goal", "against one exact count of the table")
    for name, query in ASKED.items():
        times, spent = [], []
        for _time in range(ROUNDS):
            before = time.process_time()
            with Timed() as timed:
                status = client.get(address + query.format(report=report.pk)).status_code
            times.append(timed.seconds)
            spent.append(time.process_time() - before)
        # The first answer of a process also reads its templates.
        middle, own = statistics.median(times[1:]), statistics.median(spent[1:])
        relation = f"{middle / counted.seconds:.1f}"
        row(name, status, f"{middle * 1000:.0f}", f"{own * 1000:.0f}", GOAL_MS, relation)


def main() -> None:
    """Measures on each database."""
    measure_at_scale("admin", "Lists of the staff at {figures:,} figures", __doc__, measure)


if __name__ == "__main__":
    main()
