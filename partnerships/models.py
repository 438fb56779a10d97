"""Framework agreements and protocols, their partners and sectors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bilan.models import EntryQuerySet, Named, Recorded, RecordedQuerySet, ReleasedEntry, ReportEntry
from bilan.models.named import ChoiceField, code_is_plain, in_language
from bilan.models.stated import place_checks


class Sector(Recorded, Named):
    """A field of services: administrative, commercial, social."""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Partner(Recorded, Named):
    """A body with which an agreement was signed."""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class AgreementFields(models.Model):
    """An entry of the register; an empty form is "not stated", an empty partner is "not named"."""

    class Form(models.TextChoices):
        AGREEMENT = "agreement", _("framework agreement")
        PROTOCOL = "protocol", _("framework protocol")

    reference = models.SlugField(_("reference"), max_length=80, validators=[code_is_plain])
    form = ChoiceField(_("form"), max_length=9, choices=Form.choices, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=500, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=500, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    class Meta:
        abstract = True


class Agreement(AgreementFields, ReportEntry):
    """An agreement in the draft of the report that first declares it."""

    chapter = "partnerships"

    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, verbose_name=_("partner"))
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, verbose_name=_("sector"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="partnerships_agreement_key"),
            *place_checks("partnerships_agreement"),
        ]
        # Its key has no report in it.
        indexes = [models.Index(fields=["report"], name="partnerships_agreement_report")]

    def __str__(self):
        return f"{self.reference} · {in_language(self, 'title')}"

    def natural_key(self):
        """(reference,)."""
        return (self.reference,)


class ReleasedAgreement(AgreementFields, ReleasedEntry):
    """A frozen agreement."""

    partner = models.CharField(_("partner"), max_length=80, blank=True)
    sector = models.CharField(_("sector"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("released agreement")
        verbose_name_plural = _("released agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "reference"], name="partnerships_releasedagreement_key"
            ),
        ]

    def __str__(self):
        return f"{self.release} · {self.reference}"
