"""The figures of one edition, laid out for its page and for the home page."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from bilan import charts
from bilan.renamings import own_codes
from indicators.models import ReleasedFigure

from .readings import RANKS, Reading, Statement, readings, statement_of

MOST_HEADLINE_FIGURES = 4
MOST_HOME_BARS = 4


@dataclass(frozen=True)
class Row:
    """One indicator of one edition: its labels (names, measure …) and what is stated of its year."""

    indicator: dict
    measure: dict
    reading: Reading
    restated: tuple[
        Statement, ...
    ] = ()  # what later or other bilans state of the same year, where it differs

    @property
    def drawn(self) -> Decimal | None:
        """The change that its bar shows, in percent: the published one, or what we compute beside a word."""
        if self.drawn_is_computed:
            return self.reading.computed if self.reading.unit == "percent" else None
        change = self.reading.change.row if self.reading.change else None
        return change.change if change and change.change_in == "percent" else None

    @property
    def drawn_is_computed(self) -> bool:
        """Whether the bar is ours: a word has no length, so what we compute stands beside it."""
        return self.reading.is_word


class ReportFigures:
    """The figures of one edition, read once and laid out for the report page and the home page."""

    def __init__(self, edition):
        self.edition = edition
        self.year = edition.year
        self.own, self.others = self._statements()
        self.others_by_figure = defaultdict(list)
        for one in sorted(self.others, key=Statement.order):
            self.others_by_figure[one.row.indicator, one.row.year, one.row.command].append(one)
        kinds = {code: row.get("kind", "count") for code, row in edition.labels.get("indicators", {}).items()}
        before = [one for one in self.others if one.row.year == self.year - 1]
        self.readings = readings([*self.own, *before], kinds)
        self.rows = sorted(
            (self._row(reading) for key, reading in self.readings.items() if key[1:] == (self.year, "")),
            key=self._order,
        )

    def _statements(self) -> tuple[list[Statement], list[Statement]]:
        """This release's statements, and those of the other years' current releases about these two years."""
        edition = self.edition
        others = {release.pk: release for release in edition.current if release.year != edition.year}
        indicators, commands = (own_codes(edition, table) for table in ("indicators", "commands"))
        own, other = [], []
        near = (self.year, self.year - 1)
        for row in edition.rows_beside(ReleasedFigure, list(others), year__in=near):
            if row.release_id == edition.release.pk:
                own.append(Statement(row, edition.source(row.source), edition.year))
            else:
                row.indicator = indicators.get(row.indicator, row.indicator)
                row.command = commands.get(row.command, row.command)
                other.append(statement_of(row, others[row.release_id]))
        return own, other

    def _row(self, reading: Reading) -> Row:
        indicator = self.edition.label("indicators", reading.indicator)
        measure = self.edition.label("measures", indicator.get("measure", ""))
        restated = tuple(
            one
            for one in self.others_by_figure.get((reading.indicator, reading.year, ""), ())
            if reading.value and one.row.value not in (None, reading.value.row.value)
        )
        return Row(indicator, measure, reading, restated)

    def _order(self, row: Row) -> tuple:
        """Headline indicators first, then as the official text states them, then by code."""
        theme = self.theme(row)
        headline = theme.get("headline", "").split()
        code = row.indicator["code"]
        place = headline.index(code) if code in headline else len(headline)
        start = row.reading.main.row.quote_start
        stated_at = (0, start) if start is not None else (1, RANKS.index(row.reading.main.rank))
        return (theme.get("position", 999), theme["code"], place, stated_at, code)

    def theme(self, row: Row) -> dict:
        """The theme of a row, with its code."""
        return self.edition.label("themes", row.indicator.get("theme", ""))

    def headline(self) -> dict:
        """The lead figure and up to four others that themes name: `{"lead": row, "figures": [row]}`."""
        named = [
            code
            for theme in sorted(
                self.edition.labels.get("themes", {}).values(), key=lambda theme: theme.get("position", 999)
            )
            for code in theme.get("headline", "").split()
        ]
        by_code = {row.indicator["code"]: row for row in self.rows}
        found = [by_code[code] for code in named if code in by_code]
        lead = next((row for row in found if row.reading.value), None)
        beside = [row for row in found if row is not lead][:MOST_HEADLINE_FIGURES]
        return {"lead": lead, "figures": beside}

    def changed(self) -> list[Row]:
        """Rows with a change or a word from the highest rank that states any here."""
        stated = [row for row in self.rows if row.reading.change or row.reading.wording]
        ranks = [(row.reading.wording if row.reading.is_word else row.reading.change).rank for row in stated]
        best = min(ranks, key=RANKS.index, default=None)
        return [
            row
            for row, rank in zip(stated, ranks, strict=True)
            if rank == best and (row.drawn is not None or row.reading.wording)
        ]

    def groups(self, rows: list[Row]) -> list[dict]:
        """Rows by theme; children of an indicator that states nothing itself stand under its name.

        `[{"theme": {…}, "parent": {…} or None, "rows": [Row]}]`. Nothing is summed.
        """
        stated = {row.indicator["code"] for row in self.rows}
        gathered = defaultdict(list)
        for row in rows:
            parent = row.indicator.get("parent", "")
            under = parent if parent and parent not in stated else ""
            gathered[self.theme(row)["code"], under].append(row)
        return [
            {
                "theme": self.edition.label("themes", theme),
                "parent": self.edition.label("indicators", parent) if parent else None,
                "rows": rows,
            }
            for (theme, parent), rows in _alone_unless_two(gathered).items()
        ]

    def tables(self) -> list[dict]:
        """All rows by theme, in order: `[{"theme": {…}, "rows": [Row]}]`."""
        gathered = defaultdict(list)
        for row in self.rows:
            gathered[self.theme(row)["code"]].append(row)
        return [
            {"theme": self.edition.label("themes", code), "rows": rows} for code, rows in gathered.items()
        ]

    def earlier_years(self) -> list[Row]:
        """What this bilan states again of earlier years."""
        own = [one for one in self.own if one.row.year < self.year and not one.row.command]
        return sorted((self._row(reading) for reading in readings(own).values()), key=self._order)

    def by_command(self) -> list[Row]:
        """Figures of this year for one command rather than the whole country."""
        found = [reading for key, reading in self.readings.items() if key[1] == self.year and key[2]]
        return sorted((self._row(reading) for reading in found), key=self._order)

    def absent(self) -> list[dict]:
        """Indicators that last year's bilan states of its year and this one does not, with their labels."""
        labels = self.edition.previous_labels.get("indicators", {})
        present = {row.indicator["code"] for row in self.rows}
        codes = {
            one.row.indicator
            for one in self.others
            if one.report == one.row.year == self.year - 1 and not one.row.command
        }
        return [{**labels.get(code, {"name_ar": code}), "code": code} for code in sorted(codes - present)]


def _alone_unless_two(gathered: dict) -> dict:
    """Puts an only child back with its theme: a heading for one row says nothing."""
    kept = defaultdict(list)
    for (theme, parent), rows in gathered.items():
        kept[theme, parent if len(rows) > 1 else ""].extend(rows)
    return kept


def scale_of(rows) -> charts.Scale:
    """One scale for all the bars of a page."""
    return charts.change_scale(row.drawn for row in rows if row.drawn is not None)


def home_bars(figures: ReportFigures) -> list[Row]:
    """Four changes for the home page: the headline ones, then the largest, from the deepest fall up."""
    drawn = [row for row in figures.changed() if row.drawn is not None and not row.drawn_is_computed]
    headline = [row for row in figures.headline()["figures"] if row in drawn]
    largest = sorted(drawn, key=lambda row: (-abs(row.drawn), row.indicator["code"]))
    chosen = [*headline, *(row for row in largest if row not in headline)][:MOST_HOME_BARS]
    return sorted(chosen, key=lambda row: (row.drawn, row.indicator["code"]))
