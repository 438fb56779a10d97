"""What a page is about, for search engines: `{% linked_report release %}`, `{% linked_indicator … %}`."""

from django import template

from bilan import linked_data

register = template.Library()


@register.simple_tag(takes_context=True)
def linked_report(context, release) -> str:
    """A bilan as a report and a dataset."""
    return linked_data.script(linked_data.report(context["request"], release))


@register.simple_tag(takes_context=True)
def linked_indicator(context, indicator, readings) -> str:
    """An indicator as a dataset: `indicator` is its labels with its code, `readings` its stated years."""
    years = [reading.year for reading in readings]
    return linked_data.script(linked_data.indicator(context["request"], indicator["code"], indicator, years))
