"""The table of a choice: a series for each indicator and command, a cell for each year."""

from dataclasses import dataclass
from functools import cached_property

from bilan import charts
from bilan.edition import current_releases, label_of, rows_of
from bilan.models import in_language
from bilan.models.places import COUNTRY
from bilan.released import newest_labels
from bilan.renamings import successors
from indicators.models import ReleasedFigure
from indicators.pages import commands_stated, joined_years
from indicators.pages.readings import RANKS, Reading, readings, statement_of
from indicators.pages.report import Row
from indicators.pages.series import Series

from .selection import Available, Selection


class Compared(Row):
    """A row of the changes: what was published, or else what we compute from two published numbers."""

    @property
    def drawn_is_computed(self) -> bool:
        """Whether the bar is ours."""
        return super().drawn_is_computed or not self.reading.change


@dataclass(frozen=True)
class Line:
    """One series of the table: `cells` holds a reading for each chosen year, None where nothing is stated."""

    indicator: dict
    measure: dict
    command: dict | None
    cells: dict[int, Reading | None]

    @cached_property
    def series(self) -> Series:
        """What is stated of the chosen years, to be drawn."""
        return Series(self.indicator, [reading for reading in self.cells.values() if reading])

    @property
    def key(self) -> str:
        """Tells the line apart within its page."""
        return f"{self.indicator['code']}-{self.command['code'] if self.command else COUNTRY}"

    @property
    def stated(self) -> list[Reading]:
        """The readings, by year."""
        return self.series.readings


class Comparison:
    """A choice with what current releases state of it; `available` is what could be chosen."""

    def __init__(self, query_to_selection):
        self.releases = current_releases()
        self._by_key = {release.pk: release for release in self.releases}
        self._renamed = {table: successors(self.releases, table) for table in ("indicators", "commands")}
        self.available = _available(self.releases, self._renamed)
        self.indicators = newest_labels(self.releases, "indicators")
        self.selection: Selection = query_to_selection(self.available)

    def label(self, table: str, code: str) -> dict:
        """The newest names of a record, with its code."""
        newest = next((one for one in self.releases if code in one.labels.get(table, {})), None)
        return label_of(newest, table, code) if newest else {"name_ar": code, "code": code}

    @cached_property
    def lines(self) -> list[Line]:
        """The chosen series in the order of the choice, or sorted as it says; empty ones are kept."""
        if self.selection.is_empty:
            return []
        found = self._readings()
        lines = [
            self._line(indicator, command, found)
            for indicator in self.selection.indicators
            for command in self.selection.commands
        ]
        return sorted_lines(lines, self.selection.sort)

    def _readings(self) -> dict:
        """All readings of the chosen series, with those of the year before each, the base of changes."""
        chosen = self.selection
        years = {year - back for year in chosen.years for back in (0, 1)}
        commands = ["" if command == COUNTRY else command for command in chosen.commands]
        rows = rows_of(ReleasedFigure).filter(
            release__in=list(self._by_key),
            indicator__in=self._with_earlier("indicators", chosen.indicators),
            year__in=years,
            command__in=self._with_earlier("commands", commands),
        )
        statements = [self._statement(row) for row in rows.order_by("pk")]
        kinds = {code: self.label("indicators", code).get("kind", "count") for code in chosen.indicators}
        return readings(statements, kinds)

    def _with_earlier(self, table: str, codes) -> list[str]:
        """Codes with those that the same records had before."""
        earlier = [old for old, new in self._renamed[table].items() if new in codes]
        return [*codes, *earlier]

    def _statement(self, row):
        """A row under the codes that its indicator and its command have now: one series through the years."""
        row.indicator = self._renamed["indicators"].get(row.indicator, row.indicator)
        row.command = self._renamed["commands"].get(row.command, row.command)
        return statement_of(row, self._by_key[row.release_id])

    def _line(self, code: str, command: str, found: dict) -> Line:
        indicator = self.label("indicators", code)
        whole_country = command == COUNTRY
        return Line(
            indicator=indicator,
            measure=self.label("measures", indicator.get("measure", "")),
            command=None if whole_country else self.label("commands", command),
            cells={
                year: found.get((code, year, "" if whole_country else command))
                for year in self.selection.years
            },
        )

    @cached_property
    def bars(self) -> list[Compared]:
        """The changes of the last chosen year, to be drawn on one scale."""
        if not self.lines:
            return []
        year = self.selection.years[-1]
        rows = [
            Compared(line.indicator, line.measure, line.cells[year])
            for line in self.lines
            if line.cells[year]
        ]
        return [row for row in rows if row.drawn is not None]

    @property
    def scale(self) -> charts.Scale:
        """One scale for all bars."""
        return charts.change_scale(row.drawn for row in self.bars)

    def sources_of_bars(self) -> list[dict]:
        """What the changes of the last chosen year rest on: `[{"publisher", "rank"}]`, highest rank first."""
        found = set()
        for row in self.bars:
            computed_from = [row.reading.value, row.reading.before and row.reading.before.value]
            for one in computed_from if row.drawn_is_computed else [row.reading.change]:
                if one:
                    found.add((RANKS.index(one.rank), one.source["publisher"] or one.source["title"]))
        return [{"publisher": publisher, "rank": RANKS[rank]} for rank, publisher in sorted(found)]

    def themes(self) -> list[dict]:
        """What can be chosen, by theme: `[{"theme": {…}, "indicators": [{…}], "chosen": 2}]`."""
        groups: dict[str, list] = {}
        for code in self.available.indicators:
            columns = self.indicators[code][0] if code in self.indicators else {"name_ar": code}
            groups.setdefault(columns.get("theme", ""), []).append({**columns, "code": code})
        themes = [self.label("themes", theme) for theme in groups]
        themes.sort(key=lambda theme: (theme.get("position", 999), theme["code"]))
        return [
            {
                "theme": theme,
                "indicators": groups[theme["code"]],
                "chosen": sum(one["code"] in self.selection.indicators for one in groups[theme["code"]]),
            }
            for theme in themes
        ]

    def commands(self) -> list[dict]:
        """The commands of which something is stated, the whole country first."""
        return [self.label("commands", code) for code in self.available.commands]

    def examples(self) -> list[tuple[str, ...]]:
        """Choices that show something: the indicators that lead each theme, where at least two do."""
        found = []
        for group in self.themes():
            leading = group["theme"].get("headline", "").split()
            known = tuple(code for code in leading if code in self.available.indicators)
            found += [known] if len(known) > 1 else []
        return found[:3]


def _available(releases, renamed: dict) -> Available:
    """What these releases state, in order of codes and years."""
    indicators, commands = renamed["indicators"], renamed["commands"]
    stated = joined_years(releases, indicators)
    codes = {code for own in commands_stated(releases).values() for code in own}
    return Available(
        indicators=tuple(sorted(stated)),
        years=tuple(sorted({year for years in stated.values() for year in years})),
        commands=(COUNTRY, *sorted({commands.get(code, code) for code in codes})),
        indicators_renamed=indicators,
        commands_renamed=commands,
    )


def sorted_lines(lines: list[Line], sort: str) -> list[Line]:
    """Lines by name or by the value of a year (`-`: descending); a year without a number comes last."""
    column, descending = sort.lstrip("-"), sort.startswith("-")
    if not column:
        return lines
    if column == "name":
        return sorted(lines, key=lambda line: in_language(line.indicator, "name"), reverse=descending)
    year = int(column)

    def value(line: Line):
        reading = line.cells.get(year)
        return reading.value.row.value if reading and reading.value else None

    known = [line for line in lines if value(line) is not None]
    return sorted(known, key=value, reverse=descending) + [line for line in lines if value(line) is None]
