"""Indicators, what they are measured in, and the figures that bilans state of them."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bilan.models import (
    Command,
    EntryQuerySet,
    Named,
    Recorded,
    RecordedQuerySet,
    ReleasedEntry,
    ReportEntry,
    Theme,
)
from bilan.models.named import ChoiceField
from bilan.models.reports import year_between
from bilan.models.stated import place_checks

# SQLite keeps decimals as 64-bit floats: 15 significant digits come back exact, no more.
DIGITS_BEFORE_POINT, DECIMALS = 12, 3


class Measure(Recorded, Named):
    """A unit of measurement: cases, persons, kilograms, dirhams …"""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")


class IndicatorQuerySet(RecordedQuerySet):
    def in_order(self):
        """By theme's position, then code."""
        return self.select_related("theme", "measure").order_by("theme__position", "theme__code", "code")


class Indicator(Recorded, Named):
    """What a series of figures counts, with its definition.

    `breaks` lists, separated by `;`, the years before which the series breaks; `aliases_*` list, separated
    by `|`, the phrases under which texts state it.
    """

    class Kind(models.TextChoices):
        COUNT = "count", _("count")
        QUANTITY = "quantity", _("quantity")
        RATE = "rate", _("rate")
        SHARE = "share", _("share")
        LEVEL = "level", _("level")
        AVERAGE = "average", _("average")

    class Good(models.TextChoices):
        UP = "up", _("a rise is good")
        DOWN = "down", _("a fall is good")

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="indicators", verbose_name=_("theme"))
    kind = ChoiceField(_("kind"), max_length=8, choices=Kind.choices)
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name=_("measure"))
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(DECIMALS)]
    )
    good = ChoiceField(_("direction that is good"), max_length=4, choices=Good.choices, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    iccs = models.CharField(_("ICCS code"), max_length=10, blank=True)
    breaks = models.CharField(_("breaks in the series"), max_length=100, blank=True)
    definition_ar = models.TextField(_("definition in Arabic"), blank=True)
    definition_fr = models.TextField(_("definition in French"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    aliases_ar = models.TextField(_("Arabic phrases in texts"), blank=True)
    aliases_fr = models.TextField(_("French phrases in texts"), blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(condition=Q(decimals__lte=DECIMALS), name="indicators_indicator_decimals"),
            # A count, and a level, is a whole number.
            models.CheckConstraint(
                condition=~Q(kind__in=("count", "level")) | Q(decimals=0),
                name="indicators_indicator_whole_counts",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="indicators_indicator_own_parent",
            ),
        ]


class FigureFields(models.Model):
    """What is stated of an indicator in a year: a value, a published change, a word, or several of these.

    A figure known only as a percentage is a whole figure; nothing is derived from it.
    """

    class ChangeIn(models.TextChoices):
        PERCENT = "percent", _("percent")
        POINTS = "points", _("points")

    class Wording(models.TextChoices):
        STABLE = "stable", _("stability")
        RISE = "rise", _("rise")
        FALL = "fall", _("fall")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        MORE_THAN = "more_than", _("more than")
        LESS_THAN = "less_than", _("less than")
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(
        _("value"), max_digits=DIGITS_BEFORE_POINT + DECIMALS, decimal_places=DECIMALS, null=True, blank=True
    )
    change = models.DecimalField(_("published change"), max_digits=9, decimal_places=2, null=True, blank=True)
    change_in = ChoiceField(_("change in"), max_length=7, choices=ChangeIn.choices, default=ChangeIn.PERCENT)
    wording = ChoiceField(_("wording"), max_length=6, choices=Wording.choices, blank=True)
    qualifier = ChoiceField(_("qualifier"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT)

    class Meta:
        abstract = True


def figure_checks(name: str) -> list:
    """The constraints that a figure and its released copy share."""
    return [
        models.CheckConstraint(
            condition=Q(value__isnull=False) | Q(change__isnull=False) | ~Q(wording=""),
            name=f"{name}_states_something",
        ),
        models.CheckConstraint(
            condition=Q(value__isnull=True) | Q(value__gte=0, value__lt=10**DIGITS_BEFORE_POINT),
            name=f"{name}_value",
        ),
        models.CheckConstraint(
            condition=Q(change__isnull=True) | Q(change__gte=-100, change__lt=10**7), name=f"{name}_change"
        ),
        models.CheckConstraint(condition=year_between(), name=f"{name}_year"),
    ]


class Figure(FigureFields, ReportEntry):
    """One statement of one source: 2023's total stated again by 2024's bilan is a second figure."""

    chapter = "indicators"

    # Indexed with the year.
    indicator = models.ForeignKey(Indicator, models.PROTECT, db_index=False, verbose_name=_("indicator"))
    command = models.ForeignKey(Command, models.PROTECT, verbose_name=_("command"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator", "year", "command", "source"], name="indicators_figure_key"
            ),
            *figure_checks("indicators_figure"),
            *place_checks("indicators_figure"),
        ]
        indexes = [
            models.Index(fields=["indicator", "year"], name="indicators_figure_series"),
            # The staff's list of a report's figures, newest first: SQLite would sort a million of them.
            models.Index(fields=["report"], name="indicators_figure_report"),
        ]

    def __str__(self):
        return f"{self.indicator.code} · {self.year}"

    def natural_key(self):
        """(report's year, indicator, year, command or empty, source)."""
        command = "" if self.command.is_country else self.command.code
        return (self.report.year, self.indicator.code, self.year, command, self.source.code)


class ReleasedFigure(FigureFields, ReleasedEntry):
    """A frozen figure; `command` is empty for the whole country."""

    indicator = models.CharField(_("indicator"), max_length=80)
    command = models.CharField(_("command"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("released figure")
        verbose_name_plural = _("released figures")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "year", "command", "source"],
                name="indicators_releasedfigure_key",
            ),
            *figure_checks("indicators_releasedfigure"),
        ]
        indexes = [
            models.Index(fields=["indicator", "year", "release"], name="indicators_releasedfigure_year"),
            # What other bilans, however large, state of two years.
            models.Index(fields=["release", "year"], name="indicators_releasedfigure_near"),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.year}"
