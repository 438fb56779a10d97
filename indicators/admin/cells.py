"""The cells in which people write what a figure states, on every page that has them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bilan.admin.fields import ChangeField, NumberField
from indicators.models import FigureFields, Indicator

STATED = ("value", "change", "change_in", "wording", "qualifier")
PERCENTAGES = (Indicator.Kind.RATE, Indicator.Kind.SHARE)


class StatedCells(forms.Form):
    """A value, a published change and what it is in, a wording, a qualifier: each may stay empty."""

    value = NumberField(label=_("value"), required=False)
    change = ChangeField(label=_("published change"), required=False)
    change_in = forms.ChoiceField(
        label=_("change in"), choices=[("percent", "%"), ("points", _("points"))], required=False
    )
    wording = forms.ChoiceField(
        label=_("wording"), choices=[("", "—"), *FigureFields.Wording.choices], required=False
    )
    qualifier = forms.ChoiceField(
        label=_("qualifier"), choices=FigureFields.Qualifier.choices, required=False
    )
