"""Releases: frozen copies of a report's entries, the only thing that the public side reads.

No path changes a row of these tables: triggers on SQLite and PostgreSQL refuse update, delete and
truncate (bilan.frozen).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField
from .reports import Report, Source
from .stated import Stated, StatementFields


class ReleaseQuerySet(models.QuerySet):
    def visible(self):
        """Releases whose time has come by the database's clock and that were not called off before it."""
        return self.filter(visible_from__lte=Now(), call_off__isnull=True)

    def current(self):
        """The newest visible release of each report."""
        newer = (
            ReleaseQuerySet(self.model, using=self._db)
            .visible()
            .filter(report=models.OuterRef("report"), number__gt=models.OuterRef("number"))
        )
        return self.visible().filter(~models.Exists(newer)).order_by("-year", "pk")

    def with_holdings(self):
        """`has_documents` and `has_texts` on each: whether documents (PDF) and texts were frozen with it."""
        documents = ReleasedDocument.objects.filter(release=models.OuterRef("pk"))
        texts = ReleasedText.objects.filter(release=models.OuterRef("pk"))
        return self.annotate(has_documents=models.Exists(documents), has_texts=models.Exists(texts))


class Release(models.Model):
    """One publication of a report: first, a correction of it, or its withdrawal.

    `labels` holds the names, definitions, measures, commands and sources in force that day, by table and
    code: `{"indicators": {"cases_total": {"name_ar": …}}, …}`. `digest` is the SHA-256 of the list of
    SHA-256 sums of the canonical files that readers download.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("first release")
        CORRECTION = "correction", _("correction")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    report = models.ForeignKey(Report, models.PROTECT, related_name="releases", verbose_name=_("report"))
    # The report's year stands here too, so that public pages need no table of the draft side.
    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    number = models.PositiveSmallIntegerField(_("number"))
    kind = ChoiceField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FIRST)
    visible_from = models.DateTimeField(_("visible from"), db_index=True)
    # An announcement of the time is public by decision only.
    announced = models.BooleanField(_("time announced"), default=False)
    note_ar = models.TextField(_("note in Arabic"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"))
    labels = models.JSONField(_("labels"), default=dict)
    digest = models.CharField(_("SHA-256"), max_length=64)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="bilan_release_key"),
            models.CheckConstraint(condition=Q(number__gte=1), name="bilan_release_number"),
            # A correction and a withdrawal say in three languages what, why and since when.
            models.CheckConstraint(
                condition=Q(kind="first") | ~(Q(note_ar="") | Q(note_fr="") | Q(note_en="")),
                name="bilan_release_note",
            ),
        ]

    def __str__(self):
        return f"{self.year} · {self.number}"


class ReleaseCallOff(models.Model):
    """A scheduled release that was called off before its time: a row is added, none is changed."""

    release = models.OneToOneField(
        Release, models.PROTECT, related_name="call_off", verbose_name=_("release")
    )
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("called off by")
    )
    called_off_at = models.DateTimeField(_("called off at"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("release called off")
        verbose_name_plural = _("releases called off")

    def __str__(self):
        return f"{self.release}"


class ReleasedQuerySet(models.QuerySet):
    def current(self):
        """Rows of the releases that are current now: the newest visible one of each report."""
        return self.filter(release__in=Release.objects.current().order_by().values("pk"))


class ReleasedEntry(Stated):
    """A frozen entry: the same fields as its entry, with codes where the entry has keys."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+", verbose_name=_("release"))
    source = models.CharField(_("source"), max_length=80)

    objects = ReleasedQuerySet.as_manager()

    class Meta:
        abstract = True


class ReleasedStatement(StatementFields, ReleasedEntry):
    """A frozen statement."""

    theme = models.CharField(_("theme"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("released statement")
        verbose_name_plural = _("released statements")
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="bilan_releasedstatement_key"),
        ]

    def __str__(self):
        return f"{self.release} · {self.code}"


class ReleasedText(models.Model):
    """The text of a source as it stood at the release: what quotes' offsets point into."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="texts", verbose_name=_("release"))
    source = models.CharField(_("source"), max_length=80)
    text = models.TextField(_("text"))
    text_digest = models.CharField(_("SHA-256 of the text"), max_length=64)

    class Meta:
        verbose_name = _("released text")
        verbose_name_plural = _("released texts")
        constraints = [
            models.UniqueConstraint(fields=["release", "source"], name="bilan_releasedtext_key"),
        ]

    def __str__(self):
        return f"{self.release} · {self.source}"


class ReleasedDocument(models.Model):
    """The release as a document (PDF) in one language, made and frozen with it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="documents", verbose_name=_("release"))
    language = ChoiceField(_("language"), max_length=2, choices=Source.Language.choices)
    content = models.BinaryField(_("content"))
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("released document")
        verbose_name_plural = _("released documents")
        constraints = [
            models.UniqueConstraint(fields=["release", "language"], name="bilan_releaseddocument_key"),
        ]

    def __str__(self):
        return f"{self.release} · {self.language}"
