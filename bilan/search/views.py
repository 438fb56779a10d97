"""The search page and its suggestions."""

from urllib.parse import urlencode

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bilan.chapter import chapters

from .finding import find, kinds, suggestions
from .marking import show
from .words import MOST_CHARACTERS

# What finds something in every language, to show what may be asked.
EXAMPLES = ("الدار البيضاء", "755541", "taux d’élucidation", "cannabis", "GMS 99")


@require_safe
def results(request):
    """What was found, by kind; of one kind alone when the address names it."""
    written = request.GET.get("q", "")
    question = written.replace("\0", "")[:MOST_CHARACTERS].strip()
    if len(written) > MOST_CHARACTERS:
        # The links to the other languages hold the address: it stays short too.
        return redirect(f"{request.path}?{urlencode({'q': question})}")
    asked_kind = request.GET.get("kind", "")
    kind = asked_kind if asked_kind in kinds() else ""
    found = find(question, kind)
    language = get_language()
    groups = [
        {
            "kind": group.kind,
            "heading": headings()[group.kind],
            "total": group.total,
            "hits": [show(hit, found.words, language) for hit in group.hits],
        }
        for group in found.groups
    ]
    context = {
        "question": question,
        "kind": kind,
        "groups": groups,
        "total": found.total,
        "corrected": " ".join(found.words) if found.corrected else "",
        "examples": EXAMPLES,
        "most_characters": MOST_CHARACTERS,
    }
    return render(request, "bilan/search.html", context)


@require_safe
def suggest(request):
    """Names that start with what was typed: `[{"title", "kind", "address"}]`."""
    language = get_language()
    hits = suggestions(request.GET.get("q", "").replace("\0", ""))
    found = [
        {
            "title": hit[f"title_{language}"] or hit["title_ar"] or hit["code"],
            "kind": str(headings()[hit["kind"]]),
            "address": f"/{language}/{hit['place']}",
        }
        for hit in hits
    ]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def headings() -> dict:
    """The heading of each kind."""
    of_chapters = {kind: name for chapter in chapters() for kind, name in chapter.findable_kinds.items()}
    return {**of_chapters, "commands": _("Commands"), "text": _("Texts")}
