"""The units that a text says were created, extended, moved or closed, each at its command."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bilan.admin import site
from bilan.admin.reading import (
    LEAVE,
    TAKE,
    Intake,
    LatinCode,
    QuoteUnclear,
    RowForm,
    around,
    quote_of,
    stands_again,
)
from bilan.admin.records import state_digest
from bilan.models.named import LANGUAGES, code_is_plain, in_language
from units.models import Unit, UnitEvent, UnitKind

NAMES = tuple(f"name_{language}" for language in LANGUAGES)
# Rows of one page; the rest follow once these are settled.
SHOWN = 100


class UnitForm(RowForm):
    """A unit's event: `kinds` are the kinds of unit by code, `row` the proposal."""

    unit = LatinCode(label=_("unit"), known="known-units", validators=[code_is_plain])
    kind = forms.ChoiceField(label=_("kind"), required=False)
    event = forms.ChoiceField(label=_("event"), choices=UnitEvent.Event.choices, required=False)
    command = LatinCode(label=_("command"), known="known-commands")
    name_ar = forms.CharField(label=_("name in Arabic"), max_length=300, required=False)
    name_fr = forms.CharField(label=_("name in French"), max_length=300, required=False)
    name_en = forms.CharField(label=_("name in English"), max_length=300, required=False)

    # The event that stands under the key, and (quote, place): known once the row is checked.
    stands: UnitEvent | None = None
    quoted: tuple = ("", None)

    def __init__(self, *args, row, kinds, **kwargs):
        self.row, self.kinds = row, kinds
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, in_language(kind, "name")) for kind in kinds.values()]
        for name in NAMES:
            side = "rtl" if name == "name_ar" else "ltr"
            self.fields[name].widget.attrs |= {"dir": side, "lang": name[-2:], "size": 44}

    def clean(self):
        values = super().clean()
        if values.get("act") != TAKE:
            return values
        for name in ("unit", "kind", "event", "name_ar"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(self.NEEDED, code="required"))
        self.find_place(values)
        return values

    NEEDED = _("This is needed to write the unit down.")
    TWICE = _("Two rows state the same event of the same unit: take one of them.")
    STALE = _(
        "The report states this event of the unit already, otherwise than the page showed: compare the two. "
        "Taking it again writes over what stands."
    )
    UNCLEAR = _("These words stand too often in the text to be told apart: write the unit in its own form.")


@dataclass
class Row:
    """A unit proposed; `existing` is the event that the report states already, by whichever source."""

    read: object
    found: object
    number: int
    kinds: dict
    existing: UnitEvent | None = None
    form: UnitForm | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether a person has to look at this very row before it can be taken."""
        if self.existing and not stands_again(self.existing, self.read, self.found):
            return True
        return not self.found.command

    @property
    def proposed_name(self) -> str:
        """The name in the language of the screen."""
        return in_language({name: self._proposed_name(name) for name in NAMES}, "name")

    @property
    def kind(self) -> UnitKind:
        return self.kinds[self.found.kind]

    @property
    def name(self) -> str:
        """What tells its fields from those of other rows."""
        return f"u{self.found.start}-{self.number}"

    def make_form(self, data, units):
        """The form, filled with what is proposed."""
        found, stands = self.found, self.existing
        initial = {
            "act": LEAVE if stands or self.is_unsure else TAKE,
            "unit": stands.unit.code if stands else units.get((found.kind, found.command)) or self._code(),
            "kind": found.kind,
            "event": found.event,
            "command": found.command,
            "seen": state_digest(stands) if stands else "",
        }
        for name in NAMES:
            initial[name] = getattr(stands, name) if stands else self._proposed_name(name)
        self.form = UnitForm(data, prefix=self.name, initial=initial, row=self, kinds=self.kinds)

    def _code(self) -> str:
        return f"{self.found.kind}-{self.found.command}"[:80] if self.found.command else ""

    def _proposed_name(self, field: str) -> str:
        """The kind and the command in one name, to be mended by hand."""
        kind = getattr(self.kinds[self.found.kind], field).split("(")[0].strip()
        try:
            command = getattr(self.read.command(self.found.command), field) if self.found.command else ""
        except LookupError:
            command = ""
        if not (kind and command):
            return kind
        return f"{kind} ب{command}" if field == "name_ar" else f"{kind}, {command}"

    @property
    def sentence(self) -> tuple[str, str, str]:
        return around(self.read.text, self.found.start, self.found.end)

    @property
    def is_placed(self) -> bool:
        """Whether the event is stated by another source, or tied to its words in this very text."""
        if self.existing is None:
            return False
        if self.existing.source_id != self.read.source.pk:
            return True
        digest = self.read.source.text_digest
        return self.existing.quote_start is not None and self.existing.quote_digest == digest

    def find_words(self) -> None:
        """Ties the row to its words, or says in the form that they cannot be told apart."""
        try:
            self.form.quoted = quote_of(self.read.text, self.found.start, self.found.end)
        except QuoteUnclear:
            self.form.add_error(None, UnitForm.UNCLEAR)

    def write(self, by) -> str:
        """Writes the event when it is taken: "new", "changed" or ""."""
        if not self.form.is_taken:
            return ""
        told, event = self.form.cleaned_data, self.form.stands
        is_new = event is None
        if is_new:
            event = UnitEvent(report=self.read.report, unit=self._unit(told["unit"]), event=told["event"])
        event.source = self.read.source
        event.kind, event.command = self.kinds[told["kind"]], told["place"]
        for name in NAMES:
            setattr(event, name, told[name])
        event.quote, event.place = self.form.quoted
        event.changed_by, event.changed_at = by, timezone.now()
        event.save()
        return "new" if is_new else "changed"

    @staticmethod
    def _unit(code) -> Unit:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            unit = Unit(code=code)
            unit.save()
        return unit


@site.intake
class UnitIntake(Intake):
    """Unit events, one for each command that the text names."""

    chapter = UnitEvent.chapter
    title = _("Specialised units")
    template_name = "admin/units/text.html"

    @cached_property
    def kinds(self) -> dict[str, UnitKind]:
        """The kinds of unit by code."""
        return {kind.code: kind for kind in UnitKind.objects.order_by("code")}

    @cached_property
    def events(self) -> list[UnitEvent]:
        """What the report states of units, whoever says it."""
        related = ("unit", "kind", "command", "source", "report")
        return list(UnitEvent.objects.of(self.read.report).select_related(*related).order_by("pk"))

    @cached_property
    def units(self) -> dict[tuple[str, str], str]:
        """Codes of units by (kind, command) of their newest event in any report."""
        rows = UnitEvent.objects.order_by("report__year", "pk")
        return {
            (kind, command): unit
            for kind, command, unit in rows.values_list("kind__code", "command__code", "unit__code")
        }

    @cached_property
    def rows(self) -> list[Row]:
        stands = {
            (event.kind.code, "" if event.command.is_country else event.command.code, event.event): event
            for event in self.events
        }
        rows, proposed = [], set()
        for number, found in enumerate(self.read.reading.units):
            key = (found.kind, found.command, found.event)
            if key in proposed and found.command:
                continue  # said again further on
            proposed.add(key)
            existing = stands.get(key)
            row = Row(self.read, found, number, self.kinds, existing)
            if found.kind in self.kinds and not row.is_placed and len(rows) < SHOWN:
                row.make_form(self.sent(row.name), self.units)
                rows.append(row)
        return rows

    def is_valid(self):
        """Whether what is taken can be written; an event of a unit is stated by one row only."""
        stands = {(event.unit.code, event.event): event for event in self.events}
        taken: set = set()
        for row in self.rows:
            if not (row.form.is_bound and row.form.is_valid() and row.form.is_taken):
                continue
            key = (row.form.cleaned_data["unit"], row.form.cleaned_data["event"])
            if key in taken:
                row.form.add_error(None, UnitForm.TWICE)
                continue
            taken.add(key)
            row.form.stands = stands.get(key)
            now = state_digest(row.form.stands) if row.form.stands else ""
            if now != row.form.cleaned_data.get("seen", ""):
                row.form.data = row.form.data.copy()
                row.form.data[row.form.add_prefix("seen")] = now
                row.form.add_error(None, UnitForm.STALE)
            else:
                row.find_words()
        return not any(row.form.is_bound and row.form.errors for row in self.rows)

    def placed(self):
        """Events that a row places anew."""
        return {(UnitEvent, row.existing.pk) for row in self.rows if row.existing}

    def about(self):
        """The lists of codes, and what stands already."""
        return {
            "units": sorted(set(self.units.values())),
            "settled": [event for event in self.events if event.source_id == self.read.source.pk],
            "elsewhere": [event for event in self.events if event.source_id != self.read.source.pk],
        }
