"""What only the staff pages write: who did a step, and the boxes of a sheet."""

from django import template
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
