"""What a reader chose: read out of an address, however it is written, and written back in one way.

    ?indicators=cases_total,thefts&years=2016-2019,2024&commands=morocco&by=years&show=values&sort=-2024

A form sends a name several times (`years=2023&years=2024`); both are the same choice. What is not published
is left out and named; what is too much is cut.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urlencode

from bilan.models.places import COUNTRY

MOST_INDICATORS = 12
MOST_YEARS = 20
MOST_COMMANDS = 6
MOST_READ = 60  # values of one name that are looked at, whatever the address holds
LONGEST = 80
SHOWN = ("both", "values", "changes")
SIDES = ("indicators", "years")
_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?\Z")
_SORT = re.compile(r"-?(?:name|[0-9]{4})\Z")


@dataclass(frozen=True)
class Available:
    """What can be chosen: codes of indicators and commands (the whole country is `morocco`), and years.

    `indicators_renamed` and `commands_renamed` give the codes that earlier ones have now.
    """

    indicators: tuple[str, ...]
    years: tuple[int, ...]
    commands: tuple[str, ...]
    indicators_renamed: dict[str, str] = field(default_factory=dict)
    commands_renamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """A choice. `by` says what stands in the rows; `unknown` lists what was asked and is not published."""

    indicators: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    commands: tuple[str, ...] = (COUNTRY,)
    by: str = "indicators"
    show: str = "both"
    sort: str = ""
    unknown: tuple[str, ...] = ()
    cut: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is chosen to be shown."""
        return not (self.indicators and self.years)

    def query(self, **changes) -> str:
        """The one way to write this choice (with some changes) in an address."""
        chosen = replace(self, **changes) if changes else self
        parts = {"indicators": ",".join(chosen.indicators), "years": write_years(chosen.years)}
        if chosen.commands != (COUNTRY,):
            parts["commands"] = ",".join(chosen.commands)
        for name, usual in (("by", SIDES[0]), ("show", SHOWN[0]), ("sort", "")):
            if getattr(chosen, name) != usual:
                parts[name] = getattr(chosen, name)
        return urlencode({name: value for name, value in parts.items() if value}, safe=",-")


def read_selection(query, available: Available) -> Selection:
    """The choice that a query string (a QueryDict) makes among what is available.

    Without years all are chosen; without commands the whole country is.
    """
    unknown: list[str] = []
    cut: list[str] = []
    asked = _now(_values(query, "indicators"), available.indicators_renamed)
    indicators = _known(asked, available.indicators, MOST_INDICATORS, unknown, cut)
    asked = _now(_values(query, "commands"), available.commands_renamed)
    commands = _known(asked, available.commands, MOST_COMMANDS, unknown, cut)
    years = _years(_values(query, "years"), available.years, unknown)
    if indicators and not years:
        years = available.years
    if len(years) > MOST_YEARS:
        cut += [str(year) for year in years[:-MOST_YEARS]]
    sort = query.get("sort", "")
    return Selection(
        indicators=indicators,
        years=years[-MOST_YEARS:],
        commands=commands or (COUNTRY,),
        by=_one_of(query.get("by"), SIDES),
        show=_one_of(query.get("show"), SHOWN),
        sort=sort if _SORT.match(sort) else "",
        unknown=tuple(dict.fromkeys(unknown)),
        cut=tuple(cut),
    )


def _values(query, name: str) -> list[str]:
    found = [value for text in query.getlist(name)[:MOST_READ] for value in text[:2000].split(",")]
    return [value.strip() for value in found[:MOST_READ] if value.strip()]


def _now(values: list[str], renamed: dict[str, str]) -> list[str]:
    """The codes that the records have now."""
    return [renamed.get(value, value) for value in values]


def _known(values, available, most: int, unknown: list, cut: list) -> tuple[str, ...]:
    known = [value for value in dict.fromkeys(values) if value in available]
    unknown += [_shown(value) for value in values if value not in available]
    cut += known[most:]
    return tuple(known[:most])


def _shown(value: str) -> str:
    """A value that is not known, as a page may name it."""
    return value[:LONGEST] if value.isprintable() else "?"


def _years(values, available, unknown: list) -> tuple[int, ...]:
    chosen: set[int] = set()
    for value in values:
        span = _YEARS.match(value) if value.isascii() else None
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, -1)
        within = {year for year in available if first <= year <= last}
        if not within:
            unknown.append(_shown(value))
        chosen |= within
    return tuple(sorted(chosen))


def write_years(years) -> str:
    """Years with runs of three and more put together: `2016-2019,2024`."""
    runs = []
    for _key, run in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0]):
        found = [year for _place, year in run]
        runs += [f"{found[0]}-{found[-1]}"] if len(found) > 2 else map(str, found)
    return ",".join(runs)


def _one_of(value, choices: tuple[str, ...]) -> str:
    return value if value in choices else choices[0]
