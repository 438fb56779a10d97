"""Numbers of a text that a person has looked at and that are no figures: who, when, why; append-only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Source


class DismissalQuerySet(models.QuerySet):
    def standing(self, source) -> dict[tuple[int, int], "Dismissal"]:
        """By (start, end), what stands for the source's text as it is now: the last word on each number."""
        rows = self.filter(source=source, text_digest=source.text_digest).select_related("by").order_by("pk")
        last = {(row.start, row.end): row for row in rows}
        return {place: row for place, row in last.items() if not row.taken_back}

    def of_earlier_texts(self, source) -> list["Dismissal"]:
        """What stood for an earlier text of the source: it is shown, and never carried over by itself."""
        rows = self.filter(source=source).exclude(text_digest=source.text_digest).select_related("by")
        last = {(row.text_digest, row.start, row.end): row for row in rows.order_by("pk")}
        return [row for row in last.values() if not row.taken_back]


class Dismissal(models.Model):
    """One number of a source's text is no figure, says a person; or no longer so (`taken_back`).

    `start` and `end` are character offsets into the text whose SHA-256 is `text_digest`: a changed text
    carries no dismissal over. Rows are never changed; the last one of a place holds.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="dismissals", verbose_name=_("source"))
    text_digest = models.CharField(_("SHA-256 of the text"), max_length=64)
    start = models.PositiveIntegerField(_("number starts at"))
    end = models.PositiveIntegerField(_("number ends at"))
    words = models.CharField(_("number as written"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    taken_back = models.BooleanField(_("taken back"), default=False)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("dismissed number")
        verbose_name_plural = _("dismissed numbers")
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="bilan_dismissal_span"),
            models.CheckConstraint(
                condition=Q(taken_back=True) | ~Q(reason=""), name="bilan_dismissal_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["source", "text_digest"], name="bilan_dismissal_text")]

    def __str__(self):
        return f"{self.source_id and self.source.code} · {self.words}"
