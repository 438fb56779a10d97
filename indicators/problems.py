"""What makes a figure doubtful: warnings that a reviewer acknowledges by name.

Everything is held against all statements of the same indicators, read once. Nothing is corrected here: a
published change that its counts do not give (2022: −30.22 % against −28.9 %) is told, and stays as published.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bilan.catalogue import reading_of
from bilan.chapter import Problem, chapters_of
from bilan.models import Dismissal, Source, in_language
from bilan.numerals import computed_change, write, write_percent
from bilan.problems import addition, cure, isolated, key_of
from bilan.reading.coverage import Quoted, carriers

from .models import Figure, Indicator

RANK = {rank: place for place, rank in enumerate(Source.Rank.values)}
# A change that texts still call stability: 2024's +2.27 % was; beyond this the word is doubted.
STABLE_WITHIN = Decimal(5)
# Past changes needed before "beyond the indicator's past" says anything, and the change nobody doubts.
PAST_NEEDED, NEVER_A_JUMP = 2, Decimal(20)
# Without such a past, a change beyond this is a jump.
JUMP = Decimal(50)
# Figures that are held in memory together.
FIGURES_AT_ONCE = 5_000


@dataclass(frozen=True)
class Doubts:
    """Figures of a report beside every statement of the same indicators.

    `figures` are some of the report's, in order; `values`: (indicator, command) → year → reference value.
    """

    report: object
    figures: list
    values: dict
    stated_before: dict

    def before(self, figure) -> Decimal | None:
        """The reference value of the year before."""
        return self.values[figure.indicator_id, figure.command_id].get(figure.year - 1)


def doubts_of(report) -> Iterator[Doubts]:
    """The figures of a report, some indicators at a time: memory does not grow with the report."""
    stated_here = set(Figure.objects.of(report).order_by().values_list("indicator", flat=True).distinct())
    for indicators in _handfuls(report):
        figures = list(in_order(Figure.objects.of(report).filter(indicator__in=indicators)))
        parents = {figure.indicator.parent_id for figure in figures} & stated_here
        values, earlier = _values(report, {*indicators, *parents})
        yield Doubts(report, figures, values, earlier)


def in_order(figures):
    """Figures with all that their warnings name, in the order of the lists."""
    related = figures.select_related("indicator__parent", "indicator__measure", "command", "source", "report")
    return related.order_by("indicator__code", "year", "command__code", "source__code")


def _handfuls(report) -> Iterator[list[int]]:
    """The report's indicators in the order of their codes, as many at a time as have few enough figures."""
    counted = Figure.objects.of(report).values("indicator").annotate(count=Count("pk"))
    handful, together = [], 0
    for key, count in counted.order_by("indicator__code").values_list("indicator", "count"):
        if handful and together + count > FIGURES_AT_ONCE:
            yield handful
            handful, together = [], 0
        handful.append(key)
        together += count
    if handful:
        yield handful


def _values(report, indicators) -> tuple[dict, dict]:
    """All that is stated of indicators up to the report's year, and what reports before it stated."""
    stated = Figure.objects.filter(indicator__in=indicators, report__year__lte=report.year)
    rows = stated.filter(value__isnull=False).values_list(
        "indicator", "command", "year", "value", "source__rank", "report__year", "source__code"
    )
    values, earlier = defaultdict(dict), defaultdict(dict)
    for row in sorted(rows, key=_reference_last):
        indicator, command, year, value, _rank, stated_in, _source = row
        values[indicator, command][year] = value
        if stated_in < report.year:
            earlier[indicator, command][year] = (value, stated_in)
    return values, earlier


def _reference_last(row) -> tuple:
    """Orders statements of one figure so that the reference comes last: rank, the year's own report, code."""
    _indicator, _command, year, _value, rank, stated_in, source = row
    return (-RANK[rank], stated_in == year, stated_in, source)


def figure_problems(report) -> Iterator[Problem]:
    """Every warning of the report's figures, by kind."""
    for doubts in doubts_of(report):
        for look in (gaps, words, jumps, repeated, restated, above_parents):
            yield from look(doubts)
    yield from absent(report)
    yield from unreached(report)
    yield from unread(report)


def gaps(doubts: Doubts) -> Iterator[Problem]:
    """The published change is not the one that the counts give, beyond the rounding of what is published."""
    for figure in doubts.figures:
        before = doubts.before(figure)
        if figure.change is None or figure.value is None or figure.change_in != Figure.ChangeIn.PERCENT:
            continue
        computed = computed_change(figure.value, before)
        if computed is None or abs(computed - figure.change) <= _rounding(figure.change):
            continue
        text = _("%(figure)s: the published change is %(published)s, the counts give %(computed)s.")
        shown = {"published": _percent(figure.change), "computed": _percent(computed)}
        yield _warning("gap", figure, text, shown, figure.change, figure.value, before)


def _rounding(change: Decimal) -> Decimal:
    """Half a unit of the last published decimal, and of the computed one."""
    decimals = max(0, -change.normalize().as_tuple().exponent)
    return Decimal(5).scaleb(-decimals - 1) + Decimal("0.005")


def words(doubts: Doubts) -> Iterator[Problem]:
    """The word says one thing, the sign another."""
    for figure in doubts.figures:
        change = figure.change
        if change is None:
            change = computed_change(figure.value, doubts.before(figure))
        if not figure.wording or change is None:
            continue
        agrees = {"rise": change > 0, "fall": change < 0, "stable": abs(change) <= STABLE_WITHIN}
        if not agrees[figure.wording]:
            text = _("%(figure)s: worded “%(wording)s”, and the change is %(change)s.")
            shown = {"wording": figure.get_wording_display(), "change": _percent(change)}
            yield _warning("wording", figure, text, shown, figure.wording, change)


def jumps(doubts: Doubts) -> Iterator[Problem]:
    """A change beyond all that the indicator has done before."""
    for figure in doubts.figures:
        change = computed_change(figure.value, doubts.before(figure))
        if change is None or figure.year != doubts.report.year:
            continue
        past = doubts.values[figure.indicator_id, figure.command_id]
        changes = [computed_change(past[year], past.get(year - 1)) for year in past if year < figure.year]
        known = [abs(one) for one in changes if one is not None]
        limit = max([NEVER_A_JUMP, *known]) if len(known) >= PAST_NEEDED else JUMP
        if abs(change) > limit:
            text = _("%(figure)s: %(change)s in a year, beyond what it has done so far (%(limit)s).")
            shown = {"change": _percent(change), "limit": _percent(limit, sign=False)}
            yield _warning("jump", figure, text, shown, figure.value, doubts.before(figure))


def repeated(doubts: Doubts) -> Iterator[Problem]:
    """The very value of the year before: the wrong line or last year's file."""
    for figure in doubts.figures:
        if figure.value and figure.value == doubts.before(figure):
            text = _("%(figure)s: the same value as the year before, %(value)s.")
            yield _warning("same", figure, text, {"value": _number(figure.value)}, figure.value)


def restated(doubts: Doubts) -> Iterator[Problem]:
    """A past value stated otherwise than earlier reports did."""
    for figure in doubts.figures:
        known = doubts.stated_before[figure.indicator_id, figure.command_id].get(figure.year)
        if figure.value is not None and known and known[0] != figure.value:
            text = _("%(figure)s: %(value)s here, %(known)s in the bilan of %(report)s.")
            shown = {"value": _number(figure.value), "known": _number(known[0]), "report": known[1]}
            yield _warning("restated", figure, text, shown, figure.value, *known)


def above_parents(doubts: Doubts) -> Iterator[Problem]:
    """A part above its whole."""
    for figure in doubts.figures:
        parent = figure.indicator.parent
        if figure.value is None or parent is None or parent.measure_id != figure.indicator.measure_id:
            continue
        whole = doubts.values[parent.pk, figure.command_id].get(figure.year)
        if whole is not None and figure.value > whole:
            text = _("%(figure)s: %(value)s, above %(parent)s, %(whole)s.")
            shown = {"value": _number(figure.value), "parent": _named(parent), "whole": _number(whole)}
            yield _warning("parent", figure, text, shown, figure.value, whole)


def absent(report) -> Iterator[Problem]:
    """Indicators of last year's bilan that this one does not state: absent, which is not zero."""
    year = report.year
    now = Figure.objects.of(report).filter(year=year).values("indicator")
    last = Figure.objects.filter(report__year=year - 1, year=year - 1).exclude(indicator__in=now)
    missing = Indicator.objects.filter(pk__in=last.values("indicator")).order_by("code")
    for indicator in missing:
        text = _("%(indicator)s: published for %(year)s and absent from this bilan.")
        yield Problem(
            key=key_of("absent", indicator.code, year),
            message=text % isolated(indicator=_named(indicator), year=year - 1),
            blocks=False,
            address=addition(Figure, report=report.pk, indicator=indicator.pk, year=year),
        )


def unreached(report) -> Iterator[Problem]:
    """Declared totals that the register behind them does not reach."""
    registers: dict[str, int] = {}
    for chapter in chapters_of(report):
        registers |= chapter.registers(report)
    declared = Figure.objects.of(report).filter(
        indicator__code__in=registers, year=report.year, value__isnull=False
    )
    for figure in in_order(declared):
        recorded = registers[figure.indicator.code]
        if figure.value > recorded:
            text = _("%(figure)s: %(value)s declared, %(recorded)s recorded.")
            shown = {"value": _number(figure.value), "recorded": recorded}
            yield _warning("register", figure, text, shown, figure.value, recorded)


def unread(report) -> Iterator[Problem]:
    """Numbers of the texts that no figure carries, and that neither a rule nor a person dismissed."""
    quoted = defaultdict(list)
    placed = Figure.objects.of(report).filter(
        quote_start__isnull=False, quote_digest=F("source__text_digest")
    )
    for figure in in_order(placed):
        quoted[figure.source].append(quoted_by(figure))
    for source, quotes in quoted.items():
        numbers = reading_of(source, report).numbers
        dismissed = Dismissal.objects.standing(source)
        carried = carriers(numbers, quotes, dismissed)
        for place, number in enumerate(numbers):
            if number.reason or place in carried or (number.start, number.end) in dismissed:
                continue
            text = _("%(source)s: no figure carries “%(number)s” (character %(place)s).")
            yield Problem(
                key=key_of("number", source.code, source.text_digest[:12], number.start, number.text),
                message=text % isolated(source=source.code, number=number.text, place=number.start),
                blocks=False,
                address=page_of_text(report, source, number),
            )


def quoted_by(figure) -> Quoted:
    """What a figure's quote carries: the numbers that it states."""
    stated = (abs(number) for number in (figure.value, figure.change) if number is not None)
    return Quoted(figure.quote_start, figure.quote_end, frozenset(stated), figure)


def page_of_text(report, source, number) -> str:
    """The page on which the text is read, at the number; empty where there are no staff pages."""
    try:
        return reverse("admin:read_text", args=[report.pk, source.code]) + f"#n{number.start}"
    except NoReverseMatch:
        return ""


def _warning(kind: str, figure, text: str, shown: dict, *values) -> Problem:
    parts = isolated(indicator=_named(figure.indicator), year=figure.year, source=figure.source.code)
    name = " · ".join(parts.values())
    return Problem(
        key=key_of(kind, *figure.natural_key(), *values),
        message=text % isolated(figure=name, **shown),
        blocks=False,
        address=cure(figure),
    )


def _named(indicator) -> str:
    """An indicator by its name in the reader's language, and by its code, which files know."""
    return f"{in_language(indicator, 'name')} ({indicator.code})"


def _number(value: Decimal) -> str:
    return write(value, _language())


def _percent(value: Decimal, *, sign: bool = True) -> str:
    return write_percent(value, _language(), sign=sign)


def _language() -> str:
    return (get_language() or "ar")[:2]
