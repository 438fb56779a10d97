"""The form of one number of a text: take it as a figure, corrected or not; leave it; say it is no figure."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bilan.admin.fields import YearField, number_problem
from bilan.admin.reading import LEAVE, TAKE, LatinCode, RowForm
from bilan.admin.reading.intake import DISMISS
from bilan.numerals import NumberError, parse_number
from indicators.admin.cells import PERCENTAGES, StatedCells

ANOTHER = ""


class ProposalForm(RowForm, StatedCells):
    """`known` is the indicators by code; `row` the proposal that it stands for."""

    field_order = ("act", "seen", "pick", "other", "year", "command")

    act = forms.ChoiceField(
        label=_("What to do"),
        choices=[(TAKE, _("take")), (LEAVE, _("leave")), (DISMISS, _("no figure"))],
        widget=forms.RadioSelect,
    )
    pick = forms.ChoiceField(label=_("indicator"), required=False)
    other = LatinCode(label=_("another indicator"), known="known-indicators")
    year = YearField(label=_("year"))
    command = LatinCode(label=_("command"), known="known-commands")
    why = forms.CharField(
        label=_("Why it is no figure"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"dir": "auto", "size": 30, "placeholder": _("Why it is no figure")}),
    )

    # The figure that stands under the key, and (quote, place): known once the row is checked.
    figure = None
    quoted: tuple = ("", None)

    def __init__(self, *args, row, known, **kwargs):
        self.row, self.known = row, known
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = [
            *((indicator.code, str(indicator)) for indicator in row.candidates),
            (ANOTHER, _("another indicator …")),
        ]

    def clean(self):
        values = super().clean()
        if values.get("act") == DISMISS and not values.get("why"):
            self.add_error("why", ValidationError(self.WHY, code="required"))
        if values.get("act") == TAKE:
            self._clean_key(values)
            self._clean_numbers(values)
        return values

    def _clean_key(self, values):
        code = values.get("other") or values.get("pick") or ""
        values["indicator"] = self.known.get(code)
        if values["indicator"] is None:
            words = self.UNKNOWN if code else self.NONE
            self.add_error("other", ValidationError(words, code="unknown_code"))
        self.find_place(values)
        year, report = values.get("year"), self.row.read.report
        if year and year > report.year:
            self.add_error("year", ValidationError(self.LATER, params={"year": report.year}))

    def _clean_numbers(self, values):
        indicator = values["indicator"]
        if indicator and values.get("value") is not None:
            try:
                values["value"] = parse_number(
                    values["value"],
                    decimals=indicator.decimals,
                    percent=indicator.kind in PERCENTAGES,
                    minimum=0,
                )
            except NumberError as error:
                self.add_error("value", number_problem(error))
        stated = any(values.get(name) not in (None, "") for name in ("value", "change", "wording"))
        if not stated and not {"value", "change"} & set(self.errors):
            self.add_error("value", ValidationError(self.NOTHING, code="nothing_stated"))

    def cell(self, name):
        """A column as the figure would hold it."""
        usual = {"change_in": "percent", "qualifier": "exact"}
        value = self.cleaned_data.get(name)
        return value or usual[name] if name in usual else value

    def show_newer_state(self, now: str):
        """Tells once that the figure is not the one that the page was made beside."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now
        self.add_error(None, ValidationError(self.STALE, code="stale"))

    WHY = _("Say why it is no figure: it is kept with your name.")
    NONE = _("Choose an indicator, or leave the number.")
    UNKNOWN = _("No indicator has this code.")
    LATER = _("A bilan of %(year)s states no figure of a later year.")
    NOTHING = _("State at least one of these: a value, a published change, a wording.")
    STALE = _(
        "This source states that figure already, otherwise than the page showed: compare the two. "
        "Taking it again writes over what stands."
    )
    TWICE = _("Two rows state the same figure: take one of them.")
    UNCLEAR = _("These words stand too often in the text to be told apart: write the figure in its own form.")
