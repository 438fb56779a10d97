"""`/sitemap.xml`: every public page in its three languages."""

from collections.abc import Iterator
from html import escape

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bilan.chapter import chapters
from bilan.models.named import LANGUAGES
from bilan.released import newest_labels, newest_of_each_year, visible_releases

ABOUT_THE_SITE = ("compare", "methodology", "accessibility", "about")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@require_safe
def sitemap(request):
    """One entry a page and language, each with its alternates."""
    entries = "".join(
        _entry(request, name, arguments, changed) for name, arguments, changed in public_pages()
    )
    return HttpResponse(f"{HEAD}{entries}</urlset>\n", content_type="application/xml; charset=utf-8")


def public_pages() -> Iterator[tuple[str, list, str]]:
    """(name, arguments, day of the last change) of every public page."""
    visible = list(visible_releases().order_by("-year", "-number"))
    current = newest_of_each_year(visible)
    newest = max((f"{release.visible_from:%Y-%m-%d}" for release in current), default="")
    yield "home", [], newest
    for release in current:
        day = f"{release.visible_from:%Y-%m-%d}"
        yield "report", [release.year], day
        yield "release_list", [release.year], day
        if release.has_texts:
            yield "report_text", [release.year], day
    for release in visible:
        yield "release_detail", [release.year, release.number], f"{release.visible_from:%Y-%m-%d}"
    for chapter in chapters():
        for name, arguments in chapter.addresses(current):
            yield name, arguments, newest
    for code in sorted(newest_labels(current, "commands")):
        yield "command", [code], newest
    yield "corrections", [], newest
    for name in ABOUT_THE_SITE:
        yield name, [], newest


def _entry(request, name: str, arguments: list, changed: str) -> str:
    addresses = {}
    for language in LANGUAGES:
        with override(language):
            addresses[language] = escape(request.build_absolute_uri(reverse(name, args=arguments)))
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in [*addresses.items(), ("x-default", addresses["ar"])]
    )
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{address}</loc>{day}{alternates}</url>\n" for address in addresses.values())
