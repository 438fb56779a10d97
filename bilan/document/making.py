"""Makes the document of an edition: blocks from every chapter, set by typst with the fonts that we ship."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from bilan.chapter import chapters
from bilan.models import in_language
from bilan.templatetags.bilan import day, rank_word

from . import blocks

FOLDER = Path(__file__).parent
PUBLISHER = "DGSN"
# Fathatan to sukun, and the small alif above.
VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")


def document_of(edition, language: str) -> bytes:
    """The PDF of an edition in one language; TypstError when the layout is at fault."""
    with translation.override(language):
        return render(content_of(edition, language), made_at=edition.release.visible_from)


def render(content: dict, *, made_at) -> bytes:
    """Sets the content; the same content and time give the same bytes (no clock, no system font).

    Vowel marks are left out: readers of PDF give the marked letter twice when words are copied or looked for.
    The page of the text and the files keep them.
    """
    words = VOWEL_MARKS.sub("", json.dumps(content, ensure_ascii=False))
    return typst.compile(
        FOLDER / "bilan.typ",
        font_paths=[FOLDER / "fonts"],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"report": words},
        timestamp=int(made_at.timestamp()),
    )


def content_of(edition, language: str) -> dict:
    """What `bilan.typ` lays out, in the language that is active."""
    report, source = edition.report, edition.main_source
    title = in_language(report, "title") or f"{_('Annual results of National Security')} {edition.year}"
    return {
        "language": language,
        "year": edition.year,
        "title": title,
        "publisher": PUBLISHER,
        "lead": source["title"] if source and source["language"] == language else "",
        "provenance": " · ".join(_provenance(report, source)),
        "release": _("release %(number)s") % {"number": edition.release.number},
        "footer": _("Every figure as its source gives it; every calculation marked as one."),
        "contents": _("Contents"),
        "blocks": [block for chapter in chapters() for block in chapter.document(edition)]
        + _closing(edition),
    }


def _provenance(report: dict, source: dict | None) -> list[str]:
    """Who published it, of what rank, when, and for which period as stated."""
    parts = []
    if source:
        parts += [source["publisher"] or source["title"], rank_word(source["rank"])]
    if report.get("published_on"):
        parts.append(_("published on %(day)s") % {"day": day(report["published_on"])})
    if report.get("period"):
        parts.append(_("period as stated: %(period)s") % {"period": blocks.isolated(report["period"])})
    else:
        parts.append(_("the bilan states no exact period: it appeared before the year ended"))
    return parts


def _closing(edition) -> list[dict]:
    """The release, its digest, its sources, how to cite it."""
    release = edition.release
    words = _("General Directorate of National Security, annual results %(year)s, Bilan, release %(number)s.")
    facts = [
        (_("Release number"), release.number),
        (_("Visible since"), day(release.visible_from)),
        (f"{_('Digest')} SHA-256", blocks.isolated(release.digest)),
        (_("To cite"), words % {"year": release.year, "number": release.number}),
    ]
    sources = [edition.source(code) for code in edition.labels.get("sources", {})]
    listed = [(source["title"], source["address"], rank_word(source["rank"])) for source in sources]
    return [
        blocks.heading(_("Release")),
        blocks.facts(facts),
        blocks.heading(_("Sources")),
        blocks.entries(
            [(title, blocks.isolated(unquote(place)) if place else "", rank) for title, place, rank in listed]
        ),
    ]
