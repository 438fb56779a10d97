"""Every component of the public pages on one page, in three languages, light and dark: for who works on them.

Served in local mode only (`settings.LOCAL_MODE`: no host but loopback is allowed, and without it there is no
`DEBUG`); unknown everywhere else. Nothing is copied: it fills the templates that readers see with the newest
bilan.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import charts
from .chapter import chapters
from .edition import newest_edition
from .models.named import LANGUAGES
from .views import report_context

THEMES = ("light", "dark")
# What one specimen says to itself: on a page of six of each, every name is one of its own.
NAMES = re.compile(r'(?<=\s)(id|for|aria-describedby|aria-labelledby)="([^"]+)"')
PLACES = re.compile(r'href="#([^"]+)"')


@require_safe
def styleguide(request):
    """The components, one section each; Http404 outside local mode."""
    if not settings.LOCAL_MODE:
        raise Http404
    found = [specimen for language in LANGUAGES for specimen in specimens(request, language)]
    names = dict.fromkeys(specimen["name"] for specimen in found)
    components = [
        {"name": name, "specimens": [one for one in found if one["name"] == name]} for name in names
    ]
    return render(request, "bilan/styleguide.html", {"components": components})


def specimens(request, language: str) -> Iterator[dict]:
    """Each component in a language, light and dark: name, language, direction, theme, content."""
    direction = "rtl" if language == "ar" else "ltr"
    with translation.override(language):
        for name, template_name, context in components(request):
            content = render_to_string(template_name, context, request)
            if not content.strip():
                continue
            for theme in THEMES:
                yield {
                    "name": name,
                    "language": language,
                    "direction": direction,
                    "theme": theme,
                    "content": with_own_names(content, f"{name}-{language}-{theme}"),
                }


def with_own_names(content: str, prefix: str) -> SafeString:
    """Markup whose names (`id` and what refers to it) are its own on a page that holds it several times."""

    def named(found) -> str:
        return f'{found[1]}="{" ".join(f"{prefix}-{name}" for name in found[2].split())}"'

    content = NAMES.sub(named, content)
    return mark_safe(PLACES.sub(lambda found: f'href="#{prefix}-{found[1]}"', content))  # from our templates


def components(request) -> Iterator[tuple[str, str, dict]]:
    """Name, template and variables of each component; of those of a bilan, as the newest one fills them."""
    yield "marks", "bilan/_legend.html", {}
    yield (
        "controls",
        "bilan/styleguide_controls.html",
        {"words": _("Search"), "drawn": Decimal(-24), "scale": sample_scale()},
    )
    yield "search", "bilan/_search_form.html", {"question": ""}
    edition = newest_edition()
    if edition is None:
        return
    shared = report_context(request, edition)
    superseded = SimpleNamespace(release=edition.release, year=edition.year, is_current=False)
    yield "notice", "bilan/_release_notice.html", {"edition": superseded, "as_it_stood": True}
    for template_name, content in shared["headlines"]:
        yield "headline", template_name, shared | {"content": content}
    for chapter, content in shared["chapters"]:
        yield chapter.slug, chapter.template_name, shared | {"content": content, "chapter": chapter}
        if chapter.record_template_name:
            yield f"{chapter.slug}-record", chapter.record_template_name, shared | {"content": content}
    for chapter in chapters():
        yield from chapter.specimens(edition)
    yield "differences", "bilan/_changes.html", {"rows": []}
    yield "release", "bilan/_slip.html", shared | {"release": edition.release}


def sample_scale():
    """A scale for bars that stand alone."""
    return charts.change_scale([Decimal(-30), Decimal(10)])
