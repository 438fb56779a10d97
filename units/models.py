"""Specialised units and what happened to them in a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bilan.models import Command, EntryQuerySet, Named, Recorded, RecordedQuerySet, ReleasedEntry, ReportEntry
from bilan.models.named import ChoiceField, code_is_plain, in_language
from bilan.models.stated import place_checks


class UnitKind(Recorded, Named):
    """A kind of unit: canine brigade, mobile catering unit …

    `declared_by` names the indicator whose declared total the register of created units is checked against.
    """

    declared_by = models.CharField(_("declared by indicator"), max_length=80, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of unit")
        verbose_name_plural = _("kinds of unit")

    @classmethod
    def table_name(cls):
        """The contract's table."""
        return "unit_kinds"


class Unit(Recorded):
    """A unit through the years; its names and its place are those of its events."""

    code = models.SlugField(_("code"), max_length=80, unique=True, validators=[code_is_plain])

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.code

    @classmethod
    def table_name(cls):
        """Units enter by the table of their events; history tells the two apart."""
        return "unit"

    def natural_key(self):
        """(code,)."""
        return (self.code,)


class UnitEventFields(models.Model):
    """What a report states of a unit: created, extended, moved or closed, under which name."""

    class Event(models.TextChoices):
        CREATED = "created", _("created")
        EXTENDED = "extended", _("extended")
        MOVED = "moved", _("moved")
        CLOSED = "closed", _("closed")

    event = ChoiceField(_("event"), max_length=8, choices=Event.choices, default=Event.CREATED)
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True


class UnitEvent(UnitEventFields, ReportEntry):
    """One event of one unit in one report."""

    chapter = "units"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="events", verbose_name=_("unit"))
    kind = models.ForeignKey(UnitKind, models.PROTECT, verbose_name=_("kind"))
    command = models.ForeignKey(Command, models.PROTECT, verbose_name=_("command"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit event")
        verbose_name_plural = _("unit events")
        constraints = [
            models.UniqueConstraint(fields=["report", "unit", "event"], name="units_unitevent_key"),
            *place_checks("units_unitevent"),
        ]

    def __str__(self):
        return f"{in_language(self, 'name')} · {self.get_event_display()}"

    @classmethod
    def table_name(cls):
        """The contract's table."""
        return "units"

    def natural_key(self):
        """(report's year, unit, event)."""
        return (self.report.year, self.unit.code, self.event)


class ReleasedUnitEvent(UnitEventFields, ReleasedEntry):
    """A frozen event of a unit."""

    unit = models.CharField(_("unit"), max_length=80)
    kind = models.CharField(_("kind"), max_length=80)
    command = models.CharField(_("command"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("released unit event")
        verbose_name_plural = _("released unit events")
        constraints = [
            models.UniqueConstraint(fields=["release", "unit", "event"], name="units_releasedunitevent_key"),
        ]
        indexes = [models.Index(fields=["unit", "release"], name="units_releasedunitevent_unit")]

    def __str__(self):
        return f"{self.unit} · {self.event}"
