"""Form fields that read numbers by the one grammar, whatever the language of the screen."""

from django import forms
from django.utils.text import capfirst

from bilan.numerals import NumberError, parse_change, parse_number, parse_year, write_plain
from bilan.rule_messages import message
from bilan.tables import Limits
from bilan.tables.cells import text_problem


def number_problem(error: NumberError) -> forms.ValidationError:
    """What to say of a refused number, with its rule code; the same words as for a file."""
    return forms.ValidationError(message(error.code, error.params), code=error.code)


def sound_text(text: str) -> None:
    """Refuses what a file would be refused for, so that whatever is typed goes out and comes in again."""
    limit = Limits().cell
    found = ("cell_too_long", {"limit": limit}) if len(text) > limit else text_problem(text)
    if found:
        raise forms.ValidationError(message(*found), code=found[0])


class NumberInput(forms.TextInput):
    """A text box for a number: typed from the left, with the keypad on a phone."""

    def __init__(self, attrs=None):
        super().__init__(
            {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "size": 14} | (attrs or {})
        )

    def format_value(self, value):
        """As a file would have it, so that it reads the same in every language; typed text as typed."""
        return value if isinstance(value, str) else None if value is None else write_plain(value)


class TypedNumber(forms.CharField):
    """Base: text in, what `read` makes of it out; empty is None."""

    widget = NumberInput

    def __init__(self, **kwargs):
        # What a model's number field would hand to a form, and a text has no use for.
        for name in ("min_value", "max_value", "max_digits", "decimal_places", "step_size"):
            kwargs.pop(name, None)
        if kwargs.get("label"):
            kwargs["label"] = capfirst(kwargs["label"])
        super().__init__(empty_value=None, strip=True, **kwargs)

    def read(self, text: str):
        raise NotImplementedError

    def to_python(self, value):
        text = super().to_python(value)
        if text is None:
            return None
        try:
            return self.read(text)
        except NumberError as error:
            raise number_problem(error) from error

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class NumberField(TypedNumber):
    """A figure with the decimals of its measure.

    Without `decimals` the text is kept: the form reads it once it knows the measure.
    """

    def __init__(self, *, decimals=None, percent=False, **kwargs):
        self.decimals, self.percent = decimals, percent
        super().__init__(**kwargs)

    def read(self, text):
        if self.decimals is None:
            return text
        return parse_number(text, decimals=self.decimals, percent=self.percent, minimum=0)


class ChangeField(TypedNumber):
    """A published change: signed, in percent or points, two decimals."""

    def read(self, text):
        return parse_change(text)


class WholeNumberField(TypedNumber):
    """A whole number: a position, an occurrence."""

    def read(self, text):
        return int(parse_number(text, decimals=0, minimum=0))


class YearField(TypedNumber):
    """A year of four digits."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", NumberInput({"inputmode": "numeric", "size": 6}))
        super().__init__(**kwargs)

    def read(self, text):
        return parse_year(text)
