"""Territorial commands and mobile groups; the whole country is one too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField, code_is_plain, in_language
from .recorded import Recorded, RecordedQuerySet

COUNTRY = "morocco"


class CommandQuerySet(RecordedQuerySet):
    def country(self):
        """The row that stands for the whole country (an empty cell in files)."""
        return self.get(code=COUNTRY)

    def in_force(self, year: int):
        """The versions in force at the end of a year, one a code."""
        last_day = f"{year}-12-31"
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last_day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=last_day),
        )


class Command(Recorded):
    """A command with the rank and the names that it had in a period.

    Rank and attachment change with time (Ouarzazate, Dakhla, Nador), so one code may have several rows;
    the key is `code, valid_from`. An empty end means that it is still in force.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("whole country")
        CENTRAL = "central", _("central service")
        PREFECTURE = "prefecture", _("police prefecture")
        REGIONAL = "regional", _("regional command")
        PROVINCIAL = "provincial", _("provincial command")
        DISTRICT = "district", _("district")
        GROUP = "group", _("mobile group")

    code = models.SlugField(_("code"), max_length=80, validators=[code_is_plain])
    level = ChoiceField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    objects = CommandQuerySet.as_manager()

    class Meta:
        verbose_name = _("command")
        verbose_name_plural = _("commands")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="bilan_command_key"),
            # NULL differs from NULL in a unique index, so the version without a start has its own.
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from__isnull=True), name="bilan_command_first_key"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="bilan_command_period",
            ),
        ]

    def __str__(self):
        start = f" ({self.valid_from})" if self.valid_from else ""
        return f"{in_language(self, 'name')}{start}"

    def natural_key(self):
        """(code, start of the period or None)."""
        return (self.code, self.valid_from)

    @property
    def is_country(self) -> bool:
        """Whether this row stands for the whole country."""
        return self.level == self.Level.COUNTRY
