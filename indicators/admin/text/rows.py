"""A number of a text, or several that state one figure: what is proposed, what stands, who disagrees."""

from dataclasses import dataclass, field

from django.utils import timezone

from bilan.admin.reading import LEAVE, TAKE, QuoteUnclear, around, quote_of, stands_again
from bilan.admin.reading.intake import DISMISS
from bilan.admin.reading.marking import doubt_in_words
from bilan.admin.records import state_digest
from bilan.models import Dismissal
from bilan.numerals import write_plain
from indicators.admin.cells import PERCENTAGES, STATED
from indicators.models import Figure

from .forms import ProposalForm


@dataclass
class Row:
    """A proposal of the rules, or (`is_open`) a number that they leave to a person.

    `numbers` are the accounts of the numbers that it would carry; `existing` is the figure of this source
    that stands under the same key; `others` what other sources state of it.
    """

    read: object
    known: dict
    found: object
    numbers: list
    candidates: list
    existing: Figure | None = None
    others: list = field(default_factory=list)
    is_open: bool = False
    # Where a new indicator may be written for it, filled in.
    addition: str = ""
    form: ProposalForm | None = None

    @property
    def name(self) -> str:
        """What tells its fields from those of other rows."""
        return f"n{self.found.start}-{self.found.end}"

    def make_form(self, data):
        """The form, filled with what is proposed; what the text leaves out keeps what stands."""
        found = self.found
        initial = {
            "act": TAKE if self.is_sure else LEAVE,
            "pick": found.indicator if not self.is_open else "",
            "year": found.year if not self.is_open else self.read.report.year,
            "command": "" if self.is_open else found.command,
            "seen": state_digest(self.existing) if self.existing else "",
        }
        for name in STATED:
            proposed = getattr(found, name, None)
            initial[name] = proposed if proposed not in (None, "") else getattr(self.existing, name, None)
        if self.is_open and found.measure == "percent" and not self._is_level():
            # A change or a level, with an unknown sign: a person says which.
            initial["value"] = None
        self.form = ProposalForm(data, prefix=self.name, initial=initial, row=self, known=self.known)

    def _is_level(self) -> bool:
        return bool(self.candidates) and self.candidates[0].kind in PERCENTAGES

    @property
    def differences(self) -> list[tuple]:
        """(column, old, new) where the figure that stands says otherwise than the text was read."""
        if self.existing is None:
            return []
        proposed = {name: getattr(self.found, name, None) for name in STATED}
        if proposed["change"] is None:
            proposed["change_in"] = ""
        labels = {name: Figure._meta.get_field(name).verbose_name for name in STATED}
        return [
            (labels[name], plain(getattr(self.existing, name)), plain(new))
            for name, new in proposed.items()
            if new not in (None, "") and getattr(self.existing, name) != new
        ]

    @property
    def is_placed(self) -> bool:
        """Whether the figure that stands is tied to its words in this very text."""
        figure = self.existing
        return bool(figure and figure.quote_start is not None and self._in_this_text(figure))

    def _in_this_text(self, figure) -> bool:
        return figure.quote_digest == self.read.source.text_digest

    @property
    def contradicted(self) -> list:
        """What other sources state of the same figure and that cannot be true together with this."""
        return [other for other in self.others if not self.is_open and contradicts(self.found, other)]

    @property
    def statements(self) -> list[dict]:
        """What other sources state of it: `[{"figure", "contradicts"}]`."""
        return [{"figure": other, "contradicts": contradicts(self.found, other)} for other in self.others]

    @property
    def stated(self) -> dict:
        """What the text states, by column; None where it says nothing."""
        return {name: getattr(self.found, name, None) for name in STATED}

    @property
    def is_unsure(self) -> bool:
        """Whether a person has to look at this very row before it can be taken: neither offered as taken,
        nor a figure whose words and numbers are as they were before the text was changed."""
        if self.is_sure:
            return False
        return not (self._is_undoubted and stands_again(self.existing, self.read, self.found))

    @property
    def doubt(self):
        """Why the rules leave the number to a person, in words."""
        return doubt_in_words(getattr(self.found, "reason", ""))

    @property
    def about(self) -> dict:
        """What its number needs to be written as its indicator's are."""
        return {"kind": self.candidates[0].kind}

    @property
    def first(self) -> int:
        """Where its first number stands in the text."""
        return self.numbers[0].start if self.numbers else self.found.start

    @property
    def is_sure(self) -> bool:
        """Whether it is offered as taken: doubted by nobody, and new or without its words."""
        return self._is_undoubted and (self.existing is None or not self.existing.quote)

    @property
    def _is_undoubted(self) -> bool:
        """Whether the rules are sure and no statement says otherwise."""
        return not (self.is_open or self.contradicted or self.differences)

    @property
    def sentence(self) -> tuple[str, str, str]:
        """The sentence in three parts: before the words, the words, after them."""
        return around(self.read.text, self.found.start, self.found.end)

    def write(self, by) -> str:
        """Does what the form says: "new", "changed", "dismissed", or "" when it is left."""
        act = self.form.cleaned_data.get("act") if self.form.is_bound else LEAVE
        if act == DISMISS:
            self._dismiss(by)
            return "dismissed"
        return self._take(by) if act == TAKE else ""

    def _dismiss(self, by):
        source = self.read.source
        for number in self.numbers:
            Dismissal.objects.create(
                source=source, text_digest=source.text_digest, start=number.start, end=number.end,
                words=number.text[:200], by=by, reason=self.form.cleaned_data["why"],
            )  # fmt: skip

    def _take(self, by) -> str:
        figure = self.form.figure
        is_new = figure is None
        if is_new:
            told = self.form.cleaned_data
            figure = Figure(
                report=self.read.report, source=self.read.source, indicator=told["indicator"],
                year=told["year"], command=told["place"],
            )  # fmt: skip
        for name in STATED:
            setattr(figure, name, self.form.cell(name))
        figure.quote, figure.place = self.form.quoted
        figure.changed_by, figure.changed_at = by, timezone.now()
        figure.save()
        return "new" if is_new else "changed"

    def find_words(self) -> None:
        """Ties the row to its words, or says in the form that they cannot be told apart."""
        try:
            self.form.quoted = quote_of(self.read.text, self.found.start, self.found.end)
        except QuoteUnclear:
            self.form.add_error(None, ProposalForm.UNCLEAR)


def contradicts(one, other) -> bool:
    """Whether two statements of one figure cannot both hold: two values, or two changes of one kind."""
    if one.value is not None and other.value is not None and one.value != other.value:
        return True
    changes = getattr(one, "change", None), other.change
    same_kind = getattr(one, "change_in", "") == other.change_in
    return None not in changes and same_kind and changes[0] != changes[1]


def plain(value) -> str:
    """A column in a table of old and new."""
    return "—" if value in (None, "") else value if isinstance(value, str) else write_plain(value)
