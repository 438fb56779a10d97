"""What a bilan states: the fields that entries and their released copies share, and statements."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bilan.folding import occurrences

from .named import code_is_plain
from .recorded import Recorded, RecordedQuerySet
from .reports import Report, Source, Theme


class Stated(models.Model):
    """Where the words stand: the quote and its place in the source's text.

    `quote_start`/`quote_end` are character offsets into the text whose SHA-256 is `quote_digest`; they are
    found from `quote` and `place`, never typed. All three are empty where the text is not held.
    """

    quote = models.TextField(_("quote"), blank=True)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    quote_start = models.PositiveIntegerField(_("quote starts at"), null=True, blank=True, editable=False)
    quote_end = models.PositiveIntegerField(_("quote ends at"), null=True, blank=True, editable=False)
    quote_digest = models.CharField(_("text's SHA-256"), max_length=64, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


def place_checks(name: str) -> list[models.CheckConstraint]:
    """What the database holds of a place: counted from 1; a span whole and forward, with its digest."""
    nowhere = models.Q(quote_start__isnull=True, quote_end__isnull=True, quote_digest="")
    # A comparison with nothing is neither true nor false, and a check lets that pass: both are asked for.
    somewhere = models.Q(
        quote_start__isnull=False, quote_end__isnull=False, quote_end__gt=models.F("quote_start")
    )
    return [
        models.CheckConstraint(
            condition=models.Q(place__isnull=True) | models.Q(place__gte=1), name=f"{name}_place"
        ),
        models.CheckConstraint(
            condition=nowhere | (somewhere & ~models.Q(quote_digest="")), name=f"{name}_span"
        ),
    ]


class EntryQuerySet(RecordedQuerySet):
    def of(self, report):
        """The entries of one report."""
        return self.filter(report=report)


class ReportEntry(Recorded, Stated):
    """An entry of a report's draft: stated by one source, written by one person."""

    # Indexed where the key of the entries does not begin with their report.
    report = models.ForeignKey(Report, models.PROTECT, db_index=False, verbose_name=_("report"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    objects = EntryQuerySet.as_manager()
    # Derived from other columns or telling who wrote: not part of what people state.
    unrecorded = ("quote_start", "quote_end", "quote_digest", "changed_by", "changed_at")

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.find_quote()
        super().save(**kwargs)

    def find_quote(self):
        """Finds the quote in the source's text and keeps its offsets; clears them where it is not found."""
        self.quote_start = self.quote_end = None
        self.quote_digest = ""
        if not (self.quote and self.source.text):
            return
        found = occurrences(self.quote, self.source.text)
        wanted = (self.place or 1) - 1
        if wanted < len(found):
            self.quote_start, self.quote_end = found[wanted]
            self.quote_digest = self.source.text_digest


class StatementFields(models.Model):
    """What a bilan says without a number, in its own words and two renderings."""

    code = models.SlugField(_("code"), max_length=80, validators=[code_is_plain])
    text_ar = models.TextField(_("text in Arabic"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        abstract = True


class Statement(StatementFields, ReportEntry):
    """An axis, a line of the strategy, a project announced: a statement, not an invented number."""

    chapter = "statements"

    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, verbose_name=_("theme"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="bilan_statement_key"),
            *place_checks("bilan_statement"),
        ]

    def __str__(self):
        return f"{self.report_id and self.report.year} · {self.code}"

    def natural_key(self):
        """(report's year, code)."""
        return (self.report.year, self.code)
