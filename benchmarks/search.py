"""Search among the figures of a large release beside what a stock site does: `make bench-search`."""

import argparse
import statistics
import sys
import time

from benchmarks.machine import Timed, describe, each_database, head, row, set_up

ASKED = {"a name": "القضايا", "a code": "indicator-00010", "two words": "cases 2024", "misspelt": "indicater"}
ROUNDS = 8
# A stock page lists as many.
LISTED = 50


def measure(count: int) -> None:
    """Prints the table of one database."""
    set_up()
    from benchmarks.masses import approve, make_figures
    from bilan import publication
    from bilan.models import SearchDocument
    from bilan.search.finding import find, suggestions
    from tests import factories as make

    report = make_figures(count)
    approve(report)
    publication.publish(report, by=make.make_person("publisher"))
    print(f"{SearchDocument.objects.count():,} documents\n", flush=True)
    head("question", "hits", "ms", "of these our own process", "icontains over six columns, ms", "ratio")
    for name, question in ASKED.items():
        ours, spent = _timed(lambda question=question: find(question))
        stock, _spent = _timed(lambda question=question: list(_stock(SearchDocument, question)[:LISTED]))
        row(name, find(question).total, f"{ours:.0f}", f"{spent:.0f}", f"{stock:.0f}", f"{stock / ours:.1f}")
    ours, spent = _timed(lambda: suggestions("indic"))
    row("suggestions while typing", len(suggestions("indic")), f"{ours:.0f}", f"{spent:.0f}", "", "")


def _timed(act) -> tuple[float, float]:
    """Median milliseconds, of the clock and of this process; the first time is not counted."""
    clock, own = [], []
    for _round in range(ROUNDS):
        before = time.process_time()
        with Timed() as timed:
            act()
        clock.append(timed.seconds * 1000)
        own.append((time.process_time() - before) * 1000)
    return statistics.median(clock[1:]), statistics.median(own[1:])


def _stock(model: type, question: str):
    """Each word anywhere in any text: what Django's own search of the admin writes."""
    from django.db.models import Q

    found = model.objects.all()
    for word in question.split():
        anywhere = Q()
        for part in ("title", "body"):
            for language in ("ar", "fr", "en"):
                anywhere |= Q(**{f"{part}_{language}__icontains": word})
        found = found.filter(anywhere)
    return found.order_by("-release__year", "pk")


def main() -> None:
    """Measures on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=19_000, help="beyond 20,000 figures are not indexed")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        measure(options.figures)
        return
    print(f"# Search among {options.figures:,} figures\n\n{describe()}", flush=True)
    each_database("benchmarks.search", sys.argv[1:])


if __name__ == "__main__":
    main()
