"""The steps of a report towards its release: who did what, when and why."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField, together
from .reports import Report

# A person of a step: always beside the time of the step, held together by a constraint.
PERSON = {
    "to": settings.AUTH_USER_MODEL,
    "on_delete": models.PROTECT,
    "null": True,
    "blank": True,
    "related_name": "+",
}


class ReportClosed(ValidationError):
    """The report takes no edit: it is released (open a correction) or discarded."""


class ChapterReviewQuerySet(models.QuerySet):
    def touch(self, report, chapter: str, *, by, at):
        """Notes who edited a chapter last; an edit voids its approval and reopens the report.

        Inside the edit's transaction: the report is locked until its end, so that an edit and a step
        never interleave. Raises ReportClosed when the report takes no edit. Returns the review.
        """
        report = Report._base_manager.select_for_update().get(pk=report.pk)
        if not report.is_open:
            words = _("The report %(year)s is closed: open a correction first.")
            raise ReportClosed(words, code="report_closed", params={"year": report.year})
        review, _created = self.get_or_create(report=report, chapter=chapter)
        voided = review.state == ChapterReview.State.APPROVED
        review.edited_by, review.edited_at = by, (at if by else None)
        review.approved_by = review.approved_at = None
        review.content = ""
        review.state = ChapterReview.State.DRAFT
        review.save()
        if voided and by:
            WorkflowEvent.objects.create(
                report=report, chapter=chapter, verb=WorkflowEvent.Verb.VOIDED, by=by, at=at
            )
        Report._base_manager.filter(pk=report.pk).update(
            version=models.F("version") + 1, state=Report.State.DRAFT
        )
        return review


class ChapterReview(models.Model):
    """Where one chapter of a report stands; the report is approved when all its chapters are."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="chapter_reviews", verbose_name=_("report")
    )
    chapter = models.SlugField(_("chapter"), max_length=40)
    state = ChoiceField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    edited_by = models.ForeignKey(**PERSON, verbose_name=_("last edited by"))
    edited_at = models.DateTimeField(_("last edited at"), null=True, blank=True)
    submitted_by = models.ForeignKey(**PERSON, verbose_name=_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_by = models.ForeignKey(**PERSON, verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    # SHA-256 of the rows, names and definitions that were approved: a release must hold exactly these.
    content = models.CharField(_("approved content"), max_length=64, blank=True, editable=False)

    objects = ChapterReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter under review")
        verbose_name_plural = _("chapters under review")
        constraints = [
            models.UniqueConstraint(fields=["report", "chapter"], name="bilan_chapterreview_key"),
            models.CheckConstraint(
                condition=together("edited_by", "edited_at"), name="bilan_chapterreview_edited"
            ),
            models.CheckConstraint(
                condition=together("submitted_by", "submitted_at"), name="bilan_chapterreview_submitted"
            ),
            models.CheckConstraint(
                condition=together("approved_by", "approved_at"), name="bilan_chapterreview_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False),
                name="bilan_chapterreview_approved_by_someone",
            ),
            # Four eyes: the last editor does not approve.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(edited_by__isnull=True)
                | ~Q(approved_by=models.F("edited_by")),
                name="bilan_chapterreview_four_eyes",
            ),
        ]

    def __str__(self):
        return f"{self.report_id and self.report.year} · {self.chapter}"


class WorkflowEvent(models.Model):
    """One step, never changed (append-only by trigger): submitted, approved, sent back, released …"""

    class Verb(models.TextChoices):
        OPENED = "opened", _("opened")
        SUBMITTED = "submitted", _("submitted for review")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        VOIDED = "voided", _("approval voided by an edit")
        RELEASED = "released", _("released")
        CALLED_OFF = "called_off", _("release called off")
        CORRECTING = "correcting", _("correction opened")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("draft discarded")
        PREVIEWED = "previewed", _("previewed before release")

    report = models.ForeignKey(Report, models.PROTECT, related_name="events", verbose_name=_("report"))
    chapter = models.SlugField(_("chapter"), max_length=40, blank=True)
    verb = ChoiceField(_("step"), max_length=10, choices=Verb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [models.Index(fields=["report", "-at"], name="bilan_workflowevent_when")]

    def __str__(self):
        return f"{self.report_id and self.report.year} · {self.get_verb_display()}"


class Acknowledgement(models.Model):
    """A warning that a reviewer has read and let stand, by name."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="acknowledgements", verbose_name=_("report")
    )
    chapter = models.SlugField(_("chapter"), max_length=40)
    # Names the warning and the values that it speaks of: another value is another warning.
    problem = models.CharField(_("problem"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("acknowledged warning")
        verbose_name_plural = _("acknowledged warnings")
        constraints = [
            models.UniqueConstraint(fields=["report", "problem"], name="bilan_acknowledgement_key"),
        ]

    def __str__(self):
        return f"{self.report_id and self.report.year} · {self.problem}"
