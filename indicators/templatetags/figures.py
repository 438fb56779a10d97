"""The cells of tables of figures, in plain Python: a page has hundreds, and a template takes long."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bilan.templatetags.bilan import change, measured, rank, wording

register = template.Library()


@register.simple_tag
def stated_value(reading, indicator) -> str:
    """The reference value; its rank beside it when it is not that of the reading's main source."""
    if not reading.value:
        return _not_published()
    return _with_rank(measured(reading.value.row.value, indicator), reading.value, reading)


@register.simple_tag
def published_change(reading) -> str:
    """The word where it leads, and the published change; its rank beside it as above."""
    said = wording(reading.wording.row.wording) if reading.is_word else ""
    if not reading.change:
        return said or _not_published()
    row = reading.change.row
    stated = _with_rank(change(row.change, row.change_in), reading.change, reading)
    return format_html("{} {}", said, stated) if said else stated


def _with_rank(written: str, statement, reading) -> str:
    if statement.rank == reading.main.rank:
        return written
    return format_html('{} <span class="beside">{}</span>', written, rank(statement.rank))


def _not_published() -> str:
    return format_html('<span class="none">{}</span>', _("not published"))
