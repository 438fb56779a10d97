"""What each release states of figures, in outline: read once a process, since a release never changes.

A page that lists what could be chosen, or counts what is stated, so costs as much beside a thousand figures
as beside millions.
"""

from collections import defaultdict

from django.db.models import Count

from bilan.released import read_once, rows_of
from indicators.models import ReleasedFigure


@read_once
def counts_by_source(releases) -> dict[int, dict[str, int]]:
    """How many figures each release holds of each source: `{release key: {source code: count}}`."""
    counted = defaultdict(dict)
    rows = _rows(releases).values_list("release", "source").annotate(count=Count("pk"))
    for release, source, count in rows:
        counted[release][source] = count
    return counted


@read_once
def years_by_indicator(releases) -> dict[int, dict[str, set[int]]]:
    """The years that each release states of each indicator: `{release key: {code: {2023, 2024}}}`."""
    stated = defaultdict(dict)
    for release, code, year in _rows(releases).values_list("release", "indicator", "year").distinct():
        stated[release].setdefault(code, set()).add(year)
    return stated


@read_once
def commands_stated(releases) -> dict[int, set[str]]:
    """The commands that each release states something of, the whole country ("") apart."""
    stated = defaultdict(set)
    for release, code in _rows(releases).exclude(command="").values_list("release", "command").distinct():
        stated[release].add(code)
    return stated


def joined_years(releases, renamed: dict[str, str]) -> dict[str, set[int]]:
    """The years that some releases together state of each indicator.

    `renamed` gives the codes under which years of earlier codes count.
    """
    found = defaultdict(set)
    for stated in years_by_indicator(releases).values():
        for code, years in stated.items():
            found[renamed.get(code, code)] |= years
    return found


def _rows(releases):
    return rows_of(ReleasedFigure, releases).order_by()
