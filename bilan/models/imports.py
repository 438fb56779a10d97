"""Import batches: a checked file, waiting for its owner to confirm it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField, together


class ImportBatchQuerySet(models.QuerySet):
    def newest_first(self):
        """The latest upload first."""
        return self.order_by("-created_at", "pk")


class ImportBatch(models.Model):
    """A file that was read and checked; nothing else is written until it is confirmed by its id.

    The file itself is kept for the auditor. `counts` is
    `{"rows": 3, "new": 1, "changed": 1, "unchanged": 1, "refused": 0, "erased": 0, "kept": 0}`; rows always
    equal new + changed + unchanged + refused. `differences` and `refusals` are files of one JSON line a
    difference (old → new) and a problem; `pages` has the byte offsets of their pages and their counts.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        REFUSED = "refused", _("refused")
        IMPORTED = "imported", _("imported")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(_("table"), max_length=20)
    name = models.CharField(_("file name"), max_length=200)
    content = models.FileField(_("file"), upload_to="imports/%Y/")
    digest = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    state = ChoiceField(_("state"), max_length=10, choices=State.choices)
    erase = models.BooleanField(_("blank cells erase"), default=False)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    separator = models.CharField(_("separator"), max_length=5, blank=True)
    counts = models.JSONField(_("counts"), default=dict)
    # A line of the file with letters beyond ASCII, so that its owner sees whether the encoding is right.
    sample = models.CharField(_("sample"), max_length=300, blank=True)
    warnings = models.JSONField(_("warnings"), default=list)
    differences = models.FileField(_("old and new values"), upload_to="imports/%Y/", blank=True)
    refusals = models.FileField(_("problems"), upload_to="imports/%Y/", blank=True)
    pages = models.JSONField(_("pages"), default=dict)
    # Versions of the reports it was checked against, by year: a changed one asks for another check.
    versions = models.JSONField(_("report versions"), default=dict)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=together("imported_by", "imported_at"), name="bilan_importbatch_imported"
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="bilan_importbatch_when")]

    def __str__(self):
        return f"{self.table} · {self.name}"

    @property
    def has_expired(self) -> bool:
        """Whether it waited too long to be confirmed."""
        return self.state == self.State.CHECKED and self.expires_at <= timezone.now()
