"""What every chapter does with a text that was read: rows to take, correct or leave, written together."""

from datetime import date
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bilan import people
from bilan.catalogue import reading_of
from bilan.columns.lookups import Lookups
from bilan.models import Command, Dismissal

TAKE, LEAVE, DISMISS = "take", "leave", "dismiss"


class TextRead:
    """A source's text, read for a report, as one person sees it; `data` is what the form sent, or None."""

    def __init__(self, report, source, user, data=None):
        self.report, self.source, self.user, self.data = report, source, user, data

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def reading(self):
        """The Reading of the rules; not to be changed."""
        return reading_of(self.source, self.report)

    @cached_property
    def dismissals(self) -> dict:
        """By (start, end), what persons dismissed in this very text."""
        return Dismissal.objects.standing(self.source)

    @cached_property
    def commands(self):
        """The commands by code, and their versions in time."""
        return Lookups().of(Command)

    @cached_property
    def _command_records(self) -> dict[int, Command]:
        """The commands that rows have asked for, by key."""
        return {}

    def command(self, code: str) -> Command:
        """The command in force at the end of the report's year; the country without a code. LookupError."""
        if not code:
            key = self.commands.country
        else:
            key = self.commands.in_force(code, date(self.report.year, 12, 31))
        if key is None:
            raise LookupError(code)
        if key not in self._command_records:
            self._command_records[key] = Command.objects.get(pk=key)
        return self._command_records[key]

    def may_write(self, chapter: str) -> bool:
        """Whether this person may take entries of a chapter from the text now."""
        return self.report.is_open and people.may_edit(self.user, chapter)


class LatinCode(forms.CharField):
    """A code typed from the left, with a list of those that are known (`known` is the list's id)."""

    def __init__(self, *, known: str, **kwargs):
        attrs = {"list": known, "dir": "ltr", "autocomplete": "off", "size": 22, "spellcheck": "false"}
        super().__init__(max_length=80, required=False, widget=forms.TextInput(attrs), **kwargs)


class RowForm(forms.Form):
    """One row, which a form keeps as `row`: what to do with it, and the columns as they would be written."""

    act = forms.ChoiceField(
        label=_("What to do"), choices=[(TAKE, _("take")), (LEAVE, _("leave"))], widget=forms.RadioSelect
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asks_why(self) -> bool:
        """Whether the row may be dismissed with a reason."""
        return "why" in self.fields

    @property
    def shown(self) -> list:
        """The boxes of the row, without what says what to do with it."""
        return [field for field in self if field.name not in ("act", "seen", "why")]

    @property
    def is_taken(self) -> bool:
        """Whether the person wants this row written."""
        return self.is_bound and self.cleaned_data.get("act") == TAKE

    def clean(self):
        """What is not taken need not be right."""
        values = super().clean()
        if values.get("act") in (LEAVE, DISMISS):
            for name in set(self.errors) - {"why", "act"}:
                del self.errors[name]
        return values

    def find_place(self, values):
        """Keeps in `values["place"]` the command that the row names, the whole country when it names none."""
        try:
            values["place"] = self.row.read.command(values.get("command") or "")
        except LookupError:
            self.add_error("command", ValidationError(self.NO_COMMAND, code="unknown_code"))

    NO_COMMAND = _("No command has this code.")


class Intake:
    """Base: what a chapter takes of a text. Made anew for every request; the page loops over all of them."""

    chapter = ""
    title = ""
    template_name = ""
    # Whether its rows also say which numbers are no figures.
    dismisses = False

    def __init__(self, read: TextRead):
        self.read = read
        self.may_write = read.may_write(self.chapter)
        # What the form sends counts only for chapters that its sender writes.
        self.data = read.data if self.may_write else None

    def sent(self, name: str):
        """What was sent of the row with this name; None when the sender's page did not show it."""
        return self.data if self.data is not None and name in self._shown else None

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(self.data.getlist("row"))

    @property
    def rows(self) -> list:
        """Rows that wait for a decision; each has a `form`, and `write(by)` that says what it did."""
        return []

    @property
    def names(self) -> frozenset[str]:
        """The rows on the page."""
        return frozenset(row.name for row in self.rows)

    def is_valid(self) -> bool:
        """Whether every row can be written; the rows carry their errors."""
        return not [row for row in self.rows if row.form.is_bound and not row.form.is_valid()]

    @property
    def wrong(self) -> list:
        """The rows that were sent and cannot be written."""
        return [row for row in self.rows if row.form.is_bound and row.form.errors]

    def write(self, by) -> dict[str, int]:
        """Writes what is taken, inside the caller's edit; counts by what was done."""
        counts: dict[str, int] = {}
        for row in self.rows:
            done = row.write(by)
            if done:
                counts[done] = counts.get(done, 0) + 1
        return counts

    def placed(self) -> set:
        """(model, key) of the entries that the rows place anew in a changed text."""
        return set()

    def marks(self) -> dict[tuple[int, int], dict]:
        """By (start, end) of a number of the text, what this chapter says of it: status, label, address."""
        return {}

    def about(self) -> dict:
        """What its template needs besides the rows."""
        return {}
