"""What drafts state of an indicator through the years: last year's value, and what is a jump."""

from collections import defaultdict
from decimal import Decimal

from bilan.models import Source
from bilan.numerals import computed_change
from indicators.models import Figure

# Below this many percent nothing is a jump; above it everything is, where the past says too little.
QUIET, UNKNOWN_PAST = Decimal(10), Decimal(50)
# A past is known from this many changes on; a jump is more than so many times the widest of them.
ENOUGH_PAST, WIDER_THAN_PAST = 2, 2


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
    """The change in percent beyond which a value jumps, given the indicator's past changes."""
    if len(past) < ENOUGH_PAST:
        return UNKNOWN_PAST
    return max(QUIET, WIDER_THAN_PAST * max(map(abs, past)))
