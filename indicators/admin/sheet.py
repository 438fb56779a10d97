"""A theme of a report as one sheet: a row for each indicator, saved all together or not at all."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bilan.admin.entries import hold_open
from bilan.admin.records import state_digest
from bilan.models import editing
from bilan.numerals import computed_change
from indicators.models import Figure, Indicator

from .cells import PERCENTAGES, STATED, StatedCells
from .series import changes, references, widest_expected


class RowForm(StatedCells):
    """The cells of one indicator; `seen` says which state of the figure they were filled beside."""

    remove = forms.BooleanField(label=_("take out"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, indicator, figure, **kwargs):
        self.indicator, self.figure, self.done = indicator, figure, ""
        initial = {name: getattr(figure, name) for name in STATED} if figure else {}
        initial["seen"] = state_digest(figure) if figure else ""
        super().__init__(*args, prefix=indicator.code, initial=initial, **kwargs)
        self.fields["value"].decimals = indicator.decimals
        self.fields["value"].percent = indicator.kind in PERCENTAGES
        for name in ("value", "change"):
            self.fields[name].widget.attrs["class"] = f"cell {name}"
        if figure is None:
            del self.fields["remove"]

    def clean(self):
        values = super().clean()
        if not self.was_touched():
            return values
        if values.get("seen", "") != self.initial["seen"]:
            self._show_newer_state()
        elif self.figure and self._is_blank() and not values.get("remove"):
            raise ValidationError(self.EMPTIED, code="emptied")
        return values

    EMPTIED = _("An emptied row does not erase the figure: tick “take out” to remove it.")
    STALE = _("Somebody changed this figure while the page was open. What you typed stands here: check it.")

    def _show_newer_state(self):
        """Tells of the other's change once; the next save is made beside it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]
        self.add_error(None, ValidationError(self.STALE, code="stale"))

    def _is_blank(self) -> bool:
        """Nothing stated and nothing wrongly typed."""
        names = ("value", "change", "wording")
        return not any(
            self.errors.get(name) or self.cleaned_data.get(name) not in (None, "") for name in names
        )

    def was_touched(self) -> bool:
        """Whether the row asks for another figure than the one that stands."""
        if self.errors or self.cleaned_data.get("remove"):
            return True
        if self.figure is None:
            return not self._is_blank()
        return any(self._cell(name) != getattr(self.figure, name) for name in STATED)

    def _cell(self, name):
        usual = {"change_in": "percent", "qualifier": "exact"}
        value = self.cleaned_data.get(name)
        return value or usual[name] if name in usual else value

    def write(self, *, report, command, source, by) -> str:
        """Saves the row; says, and keeps as `done`, "new", "changed", "removed", or "" when untouched."""
        if not self.was_touched():
            return ""
        if self.cleaned_data.get("remove"):
            self.figure.delete()
            self.done = "removed"
            return self.done
        key = {"report": report, "indicator": self.indicator, "year": report.year}
        figure = self.figure or Figure(**key, command=command, source=source)
        for name in STATED:
            setattr(figure, name, self._cell(name))
        figure.changed_by, figure.changed_at = by, timezone.now()
        figure.save()
        self.done = "changed" if self.figure else "new"
        return self.done


class Row:
    """One line of the sheet: the indicator, last year's figure, and the cells of this year."""

    def __init__(self, indicator, figure, by_year, year, data):
        self.indicator = indicator
        self.figure = figure
        self.last = by_year.get(year - 1)
        self.expected = widest_expected(changes({y: f for y, f in by_year.items() if y < year}))
        self.form = RowForm(data, indicator=indicator, figure=figure)
        if self.last:
            self.form.fields["value"].widget.attrs["data-last"] = format(self.last.value, "f")
        self.form.fields["value"].widget.attrs |= {
            "data-decimals": indicator.decimals,
            "data-expected": format(self.expected, "f"),
        }

    @property
    def computed(self):
        """The change against last year that the value in the row makes, or None."""
        if self.form.is_bound:
            value = getattr(self.form, "cleaned_data", {}).get("value")
        else:
            value = self.figure and self.figure.value
        return computed_change(value, self.last.value) if self.last else None

    @property
    def jumps(self) -> bool:
        """Whether that change is beyond what the past lets one expect."""
        return self.computed is not None and abs(self.computed) > self.expected


class Sheet:
    """The indicators of a theme in one report, for one command, as one source states them."""

    def __init__(self, report, theme, *, source, command, data=None):
        self.report, self.theme, self.source, self.command = report, theme, source, command
        self.data = data

    @cached_property
    def rows(self) -> list[Row]:
        indicators = families(Indicator.objects.in_order().filter(theme=self.theme), self.theme.headline)
        year = self.report.year
        known = references(indicators, self.command, year)
        stated = Figure.objects.filter(
            report=self.report, year=year, command=self.command, source=self.source, indicator__in=indicators
        ).select_related("report", "indicator", "command", "source")
        figures = {figure.indicator_id: figure for figure in stated}
        return [
            Row(indicator, figures.get(indicator.pk), known.get(indicator.pk, {}), year, self.data)
            for indicator in indicators
        ]

    @property
    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if not row.form.is_valid()]
        return not wrong

    def save(self, by, reason: str = "") -> dict[str, int]:
        """Writes every row in one edit, or nothing: then the rows carry their errors.

        Returns how many figures are new, changed and removed.
        """
        counts = {"new": 0, "changed": 0, "removed": 0}
        with editing(by, reason=reason):
            hold_open(self.report.pk)
            if self.is_valid:
                for row in self.rows:
                    done = row.form.write(report=self.report, command=self.command, source=self.source, by=by)
                    if done:
                        counts[done] += 1
        return counts


def families(indicators, headline: str = "") -> list[Indicator]:
    """Those that lead the theme first, each parent followed by its children; `level` says how deep."""
    leading = headline.split()
    listed = sorted(indicators, key=lambda each: (each.code not in leading, each.code))
    keys = {indicator.pk for indicator in listed}
    ordered = []

    def add(parent, level):
        for indicator in listed:
            own = indicator.parent_id if indicator.parent_id in keys else None
            if own == parent:
                indicator.level = level
                ordered.append(indicator)
                add(indicator.pk, level + 1)

    add(None, 0)
    return ordered
