"""Roles that one administrator asks for a person and another one confirms."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .named import together

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class RoleRequest(models.Model):
    """A role (the name of a group) asked for a person; it holds only once `granted` by somebody else.

    `granted` is empty until it is decided, by neither the person nor whoever asked.
    """

    person = models.ForeignKey(**PERSON, verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=150)
    asked_by = models.ForeignKey(**PERSON, verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    decided_by = models.ForeignKey(**PERSON, null=True, blank=True, verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)

    class Meta:
        verbose_name = _("role asked for")
        verbose_name_plural = _("roles asked for")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(granted=None), name="bilan_rolerequest_open"
            ),
            models.CheckConstraint(
                condition=together("decided_by", "decided_at"), name="bilan_rolerequest_decided"
            ),
            models.CheckConstraint(
                condition=together("decided_by", "granted"), name="bilan_rolerequest_granted"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="bilan_rolerequest_not_own"),
            # Two administrators: whoever asks does not decide, and nobody decides of themselves.
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="bilan_rolerequest_four_eyes",
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.role}"
