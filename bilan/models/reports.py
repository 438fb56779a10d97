"""Reports (a year's bilan), the sources that state it, and the themes that order it."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField, Named, code_is_plain, in_language
from .recorded import Recorded, RecordedQuerySet

FIRST_YEAR, LAST_YEAR = 1956, 2100


def year_between(field: str = "year") -> Q:
    """A database check of a plausible year (the directorate was founded in 1956)."""
    return Q(**{f"{field}__gte": FIRST_YEAR, f"{field}__lte": LAST_YEAR})


class Theme(Recorded, Named):
    """A field of the bilan (crime, drugs …).

    `position` orders the page; `headline` names, separated by spaces, the indicators that lead it.
    """

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    headline = models.CharField(_("headline indicators"), max_length=500, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class SourceQuerySet(RecordedQuerySet):
    def by_rank(self):
        """Highest rank first, then oldest, then code."""
        order = models.Case(
            *[models.When(rank=rank, then=place) for place, rank in enumerate(Source.Rank.values)],
            output_field=models.SmallIntegerField(),
        )
        return self.annotate(rank_order=order).order_by("rank_order", "published_on", "code")


class Source(Recorded):
    """A communiqué or a press page that states figures; its text where we hold it.

    The text is kept byte for byte as published, misprints included. `text_digest` is the SHA-256 of its
    UTF-8 bytes: quotes keep it beside their offsets, so that a changed text never shifts them silently.
    """

    class Rank(models.TextChoices):
        OFFICIAL = "official", _("official")
        AGENCY = "agency", _("agency")
        PRESS = "press", _("press")

    class Language(models.TextChoices):
        ARABIC = "ar", _("Arabic")
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    code = models.SlugField(_("code"), max_length=80, unique=True, validators=[code_is_plain])
    title = models.CharField(_("title"), max_length=500)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    language = ChoiceField(_("language"), max_length=2, choices=Language.choices)
    rank = ChoiceField(_("rank"), max_length=8, choices=Rank.choices)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    text_file = models.CharField(_("text file"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_digest = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.title} ({self.code})"

    def natural_key(self):
        """(code,)."""
        return (self.code,)

    def save(self, **kwargs):
        self.text_digest = digest_of(self.text)
        super().save(**kwargs)


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a text's UTF-8 bytes; empty for an empty text."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


class ReportQuerySet(RecordedQuerySet):
    def newest_first(self):
        """By year, the newest first."""
        return self.order_by("-year")


class Report(Recorded):
    """A year's bilan: what the directorate published of that year, while staff work on it.

    `period` is kept as stated: a year, ISO dates `2024-01-01/2024-12-20`, or empty. The bilans appear
    before the year ends, so the period is never assumed to be a calendar year.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        RELEASED = "released", _("released")
        DISCARDED = "discarded", _("discarded")

    # States in which an edit or an import is taken (an edit in review or after approval voids it).
    OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.APPROVED)

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    period = models.CharField(_("period as stated"), max_length=21, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    state = ChoiceField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    # Grows with every edit, import and step: what a page or a batch was checked against.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)

    objects = ReportQuerySet.as_manager()
    # Not part of what people state: kept out of the history of edits.
    unrecorded = ("state", "version", "opened_at")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(condition=year_between(), name="bilan_report_year"),
        ]

    def __str__(self):
        return in_language(self, "title") or str(self.year)

    def natural_key(self):
        """(year,)."""
        return (self.year,)

    @property
    def is_open(self) -> bool:
        """Whether entries may be edited and imported."""
        return self.state in self.OPEN_STATES
