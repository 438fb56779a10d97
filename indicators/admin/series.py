"""What drafts state of an indicator through the years: last year's value, and what is a jump."""

from collections import defaultdict
from decimal import Decimal

from bilan.models import Source
from bilan.numerals import computed_change
from indicators.models import Figure
from indicators.problems import JUMP, NEVER_A_JUMP, PAST_NEEDED


def references(indicators, command, until: int) -> dict[int, dict[int, Figure]]:
    """By indicator's key and year, the figure whose value is the reference: the year's and earlier ones.

    Rank decides, then the report of the same year, then the date, then the source's code.
    """
    stated = (
        Figure.objects.filter(indicator__in=indicators, command=command, year__lte=until)
        .exclude(value=None)
        .select_related("report", "source")
    )
    found = defaultdict(dict)
    for figure in sorted(stated, key=_precedence, reverse=True):
        found[figure.indicator_id][figure.year] = figure
    return found


def _precedence(figure) -> tuple:
    source = figure.source
    published = source.published_on.isoformat() if source.published_on else "9"
    own_year = figure.report.year != figure.year
    return (Source.Rank.values.index(source.rank), own_year, published, source.code)


def changes(by_year: dict[int, Figure]) -> list[Decimal]:
    """The changes in percent between neighbouring years."""
    computed = (
        computed_change(figure.value, by_year[year - 1].value)
        for year, figure in by_year.items()
        if year - 1 in by_year
    )
    return [change for change in computed if change is not None]


def widest_expected(past: list[Decimal]) -> Decimal:
    """The change in percent beyond which a value jumps, given past changes: the rule of the warnings."""
    if len(past) < PAST_NEEDED:
        return JUMP
    return max(NEVER_A_JUMP, *map(abs, past))
