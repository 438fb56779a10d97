"""How long the release of a report with a million figures takes, and what memory: `make bench-release`."""

from benchmarks.machine import Timed, head, measure_at_scale, row, set_up

GOAL_SECONDS, GOAL_MEGABYTES = 60, 300


def measure(count: int) -> None:
    """Prints the table of one database."""
    set_up()
    from django.db import connection

    from benchmarks.masses import approve, make_figures
    from bilan import publication
    from bilan.canonical import release_digest
    from bilan.models import Release
    from tests import factories as make

    report = make_figures(count)
    with Timed() as approval:
        approve(report)
    publisher = make.make_person("publisher")
    with connection.cursor() as cursor:
        kind = "UNLOGGED TABLE" if connection.vendor == "postgresql" else "TABLE"
        with Timed() as copied:
            cursor.execute(f"CREATE {kind} bare AS SELECT * FROM indicators_figure")
        cursor.execute("DROP TABLE bare")
    before = copied.peak
    with Timed() as released:
        release = publication.publish(report, by=publisher)
    peak = released.peak
    with Timed() as verified:
        agrees = release_digest(Release.objects.get(pk=release.pk)) == release.digest
    head("what", "seconds", "peak MB", "against the bare copy")
    row("bare copy of the rows in the database", f"{copied.seconds:.1f}", before, 1)
    for name, timed, memory in (
        ("content digest of the approval", approval, ""),
        ("**release**", released, peak),
        ("verify its digest", verified, verified.peak),
    ):
        row(name, f"{timed.seconds:.1f}", memory, f"{timed.seconds / copied.seconds:.1f}")
    reached = agrees and released.seconds <= GOAL_SECONDS and peak <= GOAL_MEGABYTES
    word = "reached" if reached else "NOT reached"
    print(f"\ngoal: {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB: {word}", flush=True)


def main() -> None:
    """Measures on each database."""
    measure_at_scale("release", "Release of a report with {figures:,} figures", __doc__, measure)


if __name__ == "__main__":
    main()
