"""Staff pages of the chapter of figures."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bilan.admin import EntryAdmin, NamedAdmin, NumberField, RecordForm, YearField, site
from bilan.admin.entries import STATED_HELP, WHERE_STATED
from bilan.admin.fields import ChangeField, number_problem
from bilan.admin.lists import change, number
from bilan.admin.records import NAME_HELP
from bilan.models import in_language
from bilan.numerals import NumberError, parse_number
from indicators.models import Figure, Indicator, Measure


@admin.register(Measure, site=site)
class MeasureAdmin(NamedAdmin):
    """What figures are counted in."""

    place = 3


@admin.register(Indicator, site=site)
class IndicatorAdmin(NamedAdmin):
    """The catalogue: what each series counts, with its definition."""

    place = 2
    list_display = ("code", "name_ar", "name_fr", "theme", "kind", "measure", "decimals", "good")
    list_filter = ("theme", "kind", "measure")
    list_select_related = ("theme", "measure")
    search_fields = (
        *NamedAdmin.search_fields,
        "aliases_ar",
        "aliases_fr",
        "theme__name_ar",
        "theme__name_fr",
    )
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("code", "name_ar", "name_fr", "name_en")}),
        (_("What it counts"), {"fields": ("theme", "kind", "measure", "decimals", "good", "parent", "iccs")}),
        (_("Definition"), {"fields": ("definition_ar", "definition_fr", "definition_en", "breaks")}),
        (_("How texts say it"), {"fields": ("aliases_ar", "aliases_fr")}),
    )
    help_texts = NAME_HELP | {
        "kind": _("A count and a level are whole numbers; the others may have decimals."),
        "measure": _("What one unit of it is: a case, a person, a kilogram, a dirham."),
        "decimals": _("How many decimals its figures keep, three at most. None for a count."),
        "good": _("Which direction is good news, where that is beyond dispute; otherwise empty."),
        "parent": _("The indicator of which it is a part. A parent is never computed from its children."),
        "iccs": _(
            "Code of the International Classification of Crime for Statistical Purposes, if one truly fits."
        ),
        "definition_ar": _("What is counted and what is not, as readers find it beside the figure."),
        "breaks": _("Years before which the series breaks, separated by ; (2020;2022)."),
        "aliases_ar": _("Phrases under which Arabic texts state it, separated by |."),
        "aliases_fr": _("Phrases under which French texts state it, separated by |."),
    }


class FigureForm(RecordForm):
    """A figure; its value is read with the decimals of its indicator, whatever the screen's language."""

    year = YearField(
        label=_("year"), help_text=_("The year that the figure describes, never later than the report's.")
    )
    value = NumberField(
        label=_("value"),
        required=False,
        help_text=_("The published number. Leave it empty when the bilan gives only a change."),
    )
    change = ChangeField(
        label=_("published change"),
        required=False,
        help_text=_("The change as published, with its sign (-10 or −10 %), never one that you computed."),
    )

    def clean(self):
        """Holds the value to the indicator's decimals and the figure to stating something."""
        values = super().clean()
        indicator, report, year = (values.get(name) for name in ("indicator", "report", "year"))
        if indicator and values.get("value") is not None:
            self._read_value(indicator, values["value"])
        if report and year and year > report.year:
            self.add_error("year", ValidationError(self.LATER, params={"year": report.year}))
        stated = any(values.get(name) not in (None, "") for name in ("value", "change", "wording"))
        if not stated and not {"value", "change"} & set(self.errors):
            self.add_error(None, ValidationError(self.NOTHING, code="nothing_stated"))
        return values

    def _read_value(self, indicator, text):
        try:
            self.cleaned_data["value"] = parse_number(
                text,
                decimals=indicator.decimals,
                percent=indicator.kind in (Indicator.Kind.RATE, Indicator.Kind.SHARE),
                minimum=0,
            )
        except NumberError as error:
            self.add_error("value", number_problem(error))

    LATER = _("A bilan of %(year)s states no figure of a later year.")
    NOTHING = _("State at least one of these: a value, a published change, a wording.")


@admin.register(Figure, site=site)
class FigureAdmin(EntryAdmin):
    """Every figure that a source states."""

    place = 1
    form = FigureForm
    list_display = (
        "indicator_name", "report_year", "year_written", "command", "value_written", "change_written",
        "wording", "source_rank",
    )  # fmt: skip
    list_filter = ("report", "indicator__theme", "source__rank", "wording", "command")
    list_select_related = ("report", "indicator", "command", "source")
    search_fields = (
        "indicator__code", "indicator__name_ar", "indicator__name_fr", "indicator__name_en",
        "command__code", "command__name_ar", "command__name_fr",
        "source__code", "source__title", "source__publisher", "report__year",
    )  # fmt: skip
    search_help_text = _(
        "By indicator, command, source or report; hamza, vowel signs and accents do not matter."
    )
    autocomplete_fields = ("indicator", "source")
    fieldsets = (
        (None, {"fields": ("report", "indicator", "year", "command")}),
        (_("What is stated"), {"fields": ("qualifier", "value", "change", "change_in", "wording")}),
        WHERE_STATED,
    )
    help_texts = STATED_HELP | {
        "indicator": _("Type a part of its name or code."),
        "command": _("The whole country, unless the source states it for one command."),
        "change_in": _("A change of a rate may be stated in points."),
        "wording": _("The word that the text uses, even where the numbers say otherwise."),
        "qualifier": _("The words around the number: about, more than …"),
    }

    @admin.display(description=_("indicator"), ordering="indicator__code")
    def indicator_name(self, figure):
        return in_language(figure.indicator, "name")

    @admin.display(description=_("year"), ordering="year")
    def year_written(self, figure):
        return str(figure.year)

    @admin.display(description=_("value"), ordering="value")
    def value_written(self, figure):
        return number(figure.value)

    @admin.display(description=_("published change"), ordering="change")
    def change_written(self, figure):
        return change(figure.change, figure.change_in)
