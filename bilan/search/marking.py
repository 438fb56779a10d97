"""A hit as the page shows it: its title and the words around, with what was found marked."""

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bilan.folding import fold_with_offsets
from bilan.models.named import LANGUAGES

from .words import GROUPED, alternatives, bare, joined

EXCERPT = 180
BEFORE = 60


@dataclass(frozen=True)
class Shown:
    """A hit: `title` and `excerpt` are markup, each in a language of its own."""

    title: SafeString
    title_language: str
    excerpt: SafeString
    excerpt_language: str
    place: str
    year: int


def show(hit: dict, words: list[str], language: str) -> Shown:
    """The hit in the language of the page, or in the one in which it was found."""
    title, title_language = _best(hit, "title", words, language)
    body, body_language = _best(hit, "body", words, language)
    return Shown(
        title=marked(title or hit["code"], words),
        title_language=title_language,
        excerpt=marked(*_cut(body, words)) if body else mark_safe(""),
        excerpt_language=body_language,
        place=f"/{language}/{hit['place']}",
        year=hit["release__year"],
    )


def _best(hit: dict, part: str, words: list[str], language: str) -> tuple[str, str]:
    """The text of the page's language; for a body, that in which something was found."""
    order = [language, *(other for other in LANGUAGES if other != language)]
    texts = [(hit[f"{part}_{one}"], one) for one in order if hit[f"{part}_{one}"]]
    if part == "body":
        texts = [pair for pair in texts if _spans(pair[0], words)] or texts
    return texts[0] if texts else ("", language)


def _spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """(start, end) of the whole words of a text that answer; a mark inside a word would cut its letters."""
    folded, offsets = fold_with_offsets(text)
    starts = tuple(start for word in words for start in alternatives(word))
    spans, place = [], 0
    for piece in _pieces(folded):
        start, end = place, place + len(piece)
        place = end
        if piece[0].isalnum() and (piece.startswith(starts) or bare(piece).startswith(starts)):
            spans.append((offsets[start], _end(text, offsets[end - 1])))
    return _with_numbers(text, folded, offsets, words, spans)


def _pieces(folded: str) -> list[str]:
    """Runs of letters and digits, and what stands between them."""
    pieces: list[str] = []
    for character in folded:
        if pieces and pieces[-1][-1].isalnum() == character.isalnum():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _end(text: str, last: int) -> int:
    """After the last letter with the vowel signs that folding dropped."""
    end = last + 1
    while end < len(text) and not text[end].isspace() and not fold_with_offsets(text[end])[0]:
        end += 1
    return end


def _with_numbers(text, folded, offsets, words, spans) -> list[tuple[int, int]]:
    """Numbers that were found with their groups of digits (755.541) are marked whole."""
    for found in GROUPED.finditer(folded):
        if joined(found).startswith(tuple(words)):
            spans.append((offsets[found.start()], offsets[found.end() - 1] + 1))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, words: list[str]) -> tuple[str, list[str]]:
    """The part of a text around the first hit, cut at spaces."""
    if len(text) <= EXCERPT:
        return text, words
    spans = _spans(text, words)
    first = spans[0][0] if spans else 0
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = len(text) if start + EXCERPT >= len(text) else text.rfind(" ", start, start + EXCERPT)
    end = end if end > first else min(start + EXCERPT, len(text))
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else ""), words


def marked(text: str, words: list[str]) -> SafeString:
    """The text with `<mark>` around what answers, everything else escaped."""
    parts, at = [], 0
    for start, end in _spans(text, words):
        parts.append(escape(text[at:start]))
        parts.append(format_html("<mark>{}</mark>", text[start:end]))
        at = end
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # every part is escaped
