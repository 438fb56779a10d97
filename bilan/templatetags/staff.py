"""What the staff pages write the same way: numbers, names, and the cells of a sheet."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from bilan.models import in_language
from bilan.numerals import write, write_percent

register = template.Library()


def _isolated(text: str) -> str:
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', text)


def _language() -> str:
    return (get_language() or "ar")[:2]


@register.filter
def figure(value) -> str:
    """A published number as the screen's language writes it; nothing for None."""
    return "" if value is None else _isolated(write(value, _language()))


@register.filter
def signed(value, unit="percent") -> str:
    """A change with its sign, in percent or points; nothing for None."""
    if value is None:
        return ""
    if unit == "points":
        return _isolated(write(value, _language(), sign=True))
    return _isolated(write_percent(value, _language()))


@register.filter
def named(record, field="name") -> str:
    """A record's text in the screen's language."""
    return in_language(record, field)


@register.simple_tag
def cell(field, row: str, column: str) -> str:
    """A box of a sheet, named by the heads of its row and its column, and by its errors where it has some."""
    attrs = {"aria-labelledby": f"r-{row} c-{column}"}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"e-{field.id_for_label}"}
    return field.as_widget(attrs=field.field.widget.attrs | attrs)
