"""Indicators through the years, from all current releases: the catalogue, one series, one command."""

from collections import defaultdict

from django.urls import reverse

from bilan import charts
from bilan.edition import current_releases, label_of, rows_of, source_of
from bilan.released import text_digests
from bilan.renamings import codes_of, successor, successors
from indicators.models import ReleasedFigure

from .marks import text_anchor
from .outline import joined_years
from .readings import RANKS, Reading, readings, statement_of
from .report import Row


def at_command(code: str) -> list[dict]:
    """Figures stated of one command: `[{"indicator": {…}, "statement": Statement}]`, newest bilan first."""
    releases = {release.pk: release for release in current_releases()}
    rows = (
        rows_of(ReleasedFigure)
        .filter(command__in=codes_of(list(releases.values()), "commands", code), release__in=list(releases))
        .order_by("indicator", "-year")
    )
    return [
        {
            "indicator": label_of(releases[row.release_id], "indicators", row.indicator),
            "statement": statement_of(row, releases[row.release_id]),
        }
        for row in rows
    ]


def rows_of_indicator(code: str, releases: list) -> list[ReleasedFigure]:
    """What all current releases state of an indicator, of commands too, under its earlier codes as well."""
    keys, codes = [release.pk for release in releases], codes_of(releases, "indicators", code)
    rows = list(rows_of(ReleasedFigure).filter(indicator__in=codes, release__in=keys).order_by("pk"))
    for row in rows:
        # One series, also where an older bilan still names it by its earlier code.
        row.indicator = code
    return rows


def at_commands(rows: list, releases: list) -> list[dict]:
    """Figures of commands among these rows, newest first: `[{"command": {…}, "statement": Statement}]`."""
    by_key = {release.pk: release for release in releases}
    return [
        {
            "command": label_of(by_key[row.release_id], "commands", row.command),
            "statement": statement_of(row, by_key[row.release_id]),
        }
        for row in sorted(rows, key=lambda row: (-row.year, row.command, row.pk))
        if row.command
    ]


def places_in_texts(rows: list, releases: list) -> dict[int, str]:
    """Where the text page of a bilan marks these rows: `{row key: address}`; it shows one text a bilan."""
    by_key = {release.pk: release for release in releases}
    shown: dict[int, str] = {}
    for release, source, _digest in text_digests(releases):
        ranks = [
            RANKS.index(source_of(by_key[release], code)["rank"])
            for code in (source, shown.get(release, source))
        ]
        if release not in shown or ranks[0] < ranks[1]:
            shown[release] = source
    return {
        row.pk: f"{reverse('report_text', args=[by_key[row.release_id].year])}#{text_anchor(row)}"
        for row in rows
        if row.quote_start is not None and shown.get(row.release_id) == row.source
    }


class Series:
    """One indicator through the years: `stated` are its readings, of one command or the whole country."""

    def __init__(self, indicator: dict, stated: list[Reading]):
        self.indicator = indicator
        self.readings = sorted(stated, key=lambda reading: reading.year)
        self.breaks = [int(year) for year in indicator.get("breaks", "").split(";") if year.strip().isdigit()]

    @property
    def newest(self) -> Reading | None:
        """The last year that is stated."""
        return self.readings[-1] if self.readings else None

    @property
    def span(self) -> str:
        """The years that are stated: `2017–2024`."""
        first, last = self.readings[0].year, self.readings[-1].year
        return f"{first}–{last}" if first != last else str(first)

    def with_value(self) -> list[Reading]:
        """The years that have a number."""
        return [reading for reading in self.readings if reading.value]

    def changes_only(self) -> list[Row]:
        """The years drawn as bars, when fewer than two have a number."""
        if len(self.with_value()) > 1:
            return []
        return [
            row
            for row in (Row(self.indicator, {}, reading) for reading in self.readings)
            if row.drawn is not None
        ]

    def ranks(self) -> list[str]:
        """The ranks that the drawing shows, highest first."""
        used = {reading.value.rank for reading in self.with_value()}
        return [rank for rank in RANKS if rank in used]

    def sources(self) -> list[dict]:
        """The publishers behind the drawing with their years: `[{"publisher", "rank", "years": [2024]}]`."""
        gathered = defaultdict(list)
        for reading in self.with_value():
            source = reading.value.source
            gathered[RANKS.index(source["rank"]), source["publisher"] or source["title"]].append(reading.year)
        return [
            {"publisher": publisher, "rank": RANKS[rank], "years": years}
            for (rank, publisher), years in sorted(gathered.items())
        ]

    def missing(self) -> list[int]:
        """Years between the first and the last of which nothing is stated."""
        stated = {reading.year for reading in self.readings}
        return [year for year in range(min(stated), max(stated) + 1) if year not in stated] if stated else []

    def points(self, write) -> list[charts.Point]:
        """The points of the drawing; `write` writes a value in the page's language."""
        by_year = {reading.year: reading for reading in self.with_value()}
        return [
            charts.Point(year, reading.value.row.value, write(reading.value.row.value), reading.value.rank)
            for year, reading in by_year.items()
        ]

    def breaks_before(self, year: int) -> bool:
        """Whether the series breaks before this year."""
        return year in self.breaks


def whole_series(indicator: dict, rows: list, releases: list) -> Series:
    """What these rows state of an indicator for the whole country."""
    by_key = {release.pk: release for release in releases}
    statements = [statement_of(row, by_key[row.release_id]) for row in rows if not row.command]
    kinds = {indicator["code"]: indicator.get("kind", "count")}
    return Series(indicator, list(readings(statements, kinds).values()))


def catalogue_by_theme() -> list[dict]:
    """Every indicator that a current release states, under its newest name, by theme.

    `[{"theme": {…}, "indicators": [{…, "first": 2017, "last": 2024, "years": 8}]}]`
    """
    releases = current_releases()
    stated = joined_years(releases, successors(releases, "indicators"))
    themes, indicators = {}, {}
    for release in releases:
        themes = {**release.labels.get("themes", {}), **themes}
        indicators = {**release.labels.get("indicators", {}), **indicators}
    groups = defaultdict(list)
    for code, years in stated.items():
        span = {"first": min(years), "last": max(years), "years": len(years)}
        row = {**indicators.get(code, {"name_ar": code}), **span, "code": code}
        groups[row.get("theme", "")].append(row)
    order = sorted(groups, key=lambda code: (themes.get(code, {}).get("position", 999), code))
    return [
        {
            "theme": {**themes.get(code, {"name_ar": code}), "code": code},
            "indicators": sorted(groups[code], key=lambda row: row["code"]),
        }
        for code in order
    ]


def indicator_with_labels(code: str) -> dict | None:
    """One indicator with its theme, measure, relatives and series; None when no current release states it.

    `{"indicator": {…}, "theme": {…}, "measure": {…}, "parent": {…} or None, "related": …, "series": Series,
    "at_commands": […], "codes": [its own, earlier ones], "places": {row key: address in the text}}`
    """
    releases = current_releases()
    newest = next((release for release in releases if code in release.labels.get("indicators", {})), None)
    if newest is None or successor(releases, "indicators", code):
        return None
    indicator = label_of(newest, "indicators", code)
    rows = rows_of_indicator(code, releases)
    series = whole_series(indicator, rows, releases)
    stated = at_commands(rows, releases)
    if not series.readings and not stated:
        return None
    parent = indicator.get("parent", "")
    related = [
        {**other, "code": other_code}
        for other_code, other in sorted(newest.labels["indicators"].items())
        if other_code != code and (other.get("parent") == code or (parent and other.get("parent") == parent))
    ]
    return {
        "indicator": indicator,
        "theme": label_of(newest, "themes", indicator.get("theme", "")),
        "measure": label_of(newest, "measures", indicator.get("measure", "")),
        "parent": label_of(newest, "indicators", parent) if parent else None,
        "related": related,
        "series": series,
        "at_commands": stated,
        "codes": codes_of(releases, "indicators", code),
        "places": places_in_texts(rows, releases),
    }
