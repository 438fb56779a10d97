"""What only the staff pages write: who did a step, and the boxes of a sheet."""

import re

from django import template
from django.utils.functional import keep_lazy_text
from django.utils.html import format_html

from .bilan import LANGUAGE_NAMES, moment

register = template.Library()


@register.filter
def own_name(code: str) -> str:
    """A language in its own words, as the public pages name it."""
    return dict(LANGUAGE_NAMES)[code]


@register.simple_tag
def who_and_when(person, at) -> str:
    """A person of a step and its time, or a dash."""
    if person is None:
        return "—"
    return format_html("<bdi>{}</bdi><br><small>{}</small>", person, moment(at))


@register.simple_tag
def cell(field, row: str, column: str) -> str:
    """A box of a sheet, named by the heads of its row and its column, and by its errors where it has some."""
    attrs = {"aria-labelledby": f"r-{row} c-{column}"}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"e-{field.id_for_label}"}
    return field.as_widget(attrs=field.field.widget.attrs | attrs)


DATES = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?(?:[+-]\d{2}:\d{2})?(?:/\d{4}-\d{2}-\d{2})?")


@register.filter
@keep_lazy_text
def dates_isolated(text) -> str:
    """A text whose ISO dates and times read from the left, in an Arabic sentence too; still lazy."""
    return DATES.sub("\u2066\\g<0>\u2069", str(text))
