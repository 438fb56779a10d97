"""What stands in every row of a long table, or on every page: worked out once for each source and address."""

from django import template
from django.urls import get_urlconf, reverse
from django.utils.html import format_html

from .bilan import rank
from .keeping import kept_by_language

register = template.Library()


@register.simple_tag
def source_brief(source) -> str:
    """Rank and publisher of a source, as tables name it: led to its own address where it has one."""
    return _source_brief(source["rank"], source["address"], source["publisher"] or source["title"])


@kept_by_language
def _source_brief(rank_name, where, publisher) -> str:
    if not where:
        return rank(rank_name)
    link = format_html('<a href="{}" rel="external"><bdi>{}</bdi></a>', where, publisher)
    return format_html("{} · {}", rank(rank_name), link)


@register.simple_tag
def address(name, *places) -> str:
    """What `{% url %}` writes, worked out once: for what stands often, in rows or on every page."""
    return _address(get_urlconf(), name, *places)


@kept_by_language
def _address(_urlconf, name, *places) -> str:
    return reverse(name, args=places)
