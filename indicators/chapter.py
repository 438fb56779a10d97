"""The chapter of figures: see bilan.chapter for what every chapter offers."""

from django.utils.translation import gettext_lazy as _

from bilan.catalogue import names_of
from bilan.chapter import Chapter, Heading, Table
from bilan.problems import entry_problems, loops
from bilan.reading import IndicatorEntry, split_aliases

from .models import Figure, Indicator, ReleasedFigure
from .pages import (
    ReportFigures,
    at_command,
    counts_by_source,
    document_blocks,
    figure_marks,
    findables,
    home_bars,
    indicator_with_labels,
    joined_years,
    plate,
    scale_of,
)
from .problems import figure_problems


class IndicatorsChapter(Chapter):
    """What the bilan counts and measures."""

    slug = "indicators"
    title = _("Indicators")
    template_name = "indicators/_chapter.html"
    record_template_name = "indicators/_record.html"
    headline_template_name = "indicators/_headline.html"
    home_template_name = "indicators/_home.html"
    home_index_template_name = "indicators/_themes.html"
    command_template_name = "indicators/_command.html"
    findable_kinds = {"indicators": _("Indicators"), "figures": _("Figures")}
    paged = ("indicators",)
    tables = (
        Table(
            name="figures",
            entries=Figure,
            released=ReleasedFigure,
            resource="indicators.resources.FigureResource",
        ),
    )

    def context(self, edition):
        """What changed, then every figure by theme, then what is stated again and what is absent."""
        figures = edition.once("figures", ReportFigures)
        changed = figures.changed()
        return {
            "groups": figures.groups(changed),
            "scale": scale_of(changed),
            "tables": figures.tables(),
            "earlier_years": figures.earlier_years(),
            "by_command": figures.by_command(),
            "absent": figures.absent(),
        }

    def headings(self, context):
        """Changes first; every figure and the years before stand in the record."""
        wanted = (
            ("groups", "changes", _("What changed"), False),
            ("tables", "figures", _("Every figure"), True),
        )
        found = [Heading(anchor, words, late) for name, anchor, words, late in wanted if context[name]]
        if context["earlier_years"] or context["absent"]:
            found.append(Heading("years-before", _("Earlier years"), True))
        return found

    def specimens(self, edition):
        """The plate of the first indicator of the page, as its own page draws it."""
        lead = self.headline(edition)["lead"]
        found = indicator_with_labels(lead.indicator["code"]) if lead else None
        return [("series", "indicators/_plate.html", found | plate(found["series"]))] if found else []

    def document(self, edition):
        """Key figures, changes as bars, every figure by theme, what is absent."""
        return document_blocks(edition)

    def headline(self, edition):
        """The lead figure and those beside it."""
        return edition.once("figures", ReportFigures).headline()

    def home(self, edition):
        """The lead figure, four changes, and how many indicators each theme has."""
        figures = edition.once("figures", ReportFigures)
        bars = home_bars(figures)
        lead = figures.headline()["lead"]
        return {"lead": lead, "bars": bars, "scale": scale_of(bars), "tables": figures.tables()}

    def at_command(self, code):
        """Figures stated of one command."""
        return {"figures": at_command(code)}

    def counts(self, releases):
        """Figures of each release by source."""
        return counts_by_source(releases)

    def declared(self, edition):
        """The values of the year, by indicator."""
        figures = edition.once("figures", ReportFigures)
        return {
            row.indicator["code"]: row.reading.value.row.value for row in figures.rows if row.reading.value
        }

    def marks(self, edition, source):
        """The numbers and words of the figures in a text."""
        return figure_marks(edition, source)

    def problems(self, report):
        """Quotes, names and parents that block; figures that are doubtful."""
        yield from self.blockers(report)
        yield from figure_problems(report)

    def blockers(self, report):
        """Quotes, names and parents; whatever is doubtful of a figure only warns."""
        yield from entry_problems(self, report)
        yield from loops(Indicator)

    def catalogue(self):
        """Every indicator with its names and the phrases under which texts state it."""
        indicators = Indicator.objects.select_related("measure", "parent").order_by("code")
        return {"indicators": tuple(catalogue_entry(indicator) for indicator in indicators)}

    def addresses(self, releases):
        """The catalogue, and each indicator that is stated."""
        return [
            ("indicators:catalogue", []),
            *(("indicators:indicator", [code]) for code in sorted(joined_years(releases, {}))),
        ]

    def findables(self, release):
        """Indicators and figures."""
        return findables(release)


def catalogue_entry(indicator) -> IndicatorEntry:
    """An indicator as the reader of texts knows it."""
    return IndicatorEntry(
        code=indicator.code,
        kind=indicator.kind,
        measure=indicator.measure.code,
        decimals=indicator.decimals,
        parent=indicator.parent.code if indicator.parent else "",
        names=names_of(indicator),
        aliases=tuple(
            (language, alias)
            for language, cell in (("ar", indicator.aliases_ar), ("fr", indicator.aliases_fr))
            for alias in split_aliases(cell)
        ),
    )
