"""Where the numbers and words of figures stand in a text, narrowed from their quotes."""

import re
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse

from bilan.chapter import Mark
from bilan.models import in_language
from bilan.numerals import NumberError, parse_number
from indicators.models import ReleasedFigure

from .report import ReportFigures

LONGEST_NUMBER = 6  # words
ARABIC_PREFIXES = "وبفلك"  # one letter, written with the number: «بناقص 4 بالمائة»
ORDINALS = {
    word: place
    for place, words in enumerate(
        ("الأول الأولى", "الثاني الثانية", "الثالث الثالثة", "الرابع الرابعة", "الخامس الخامسة"), start=1
    )
    for word in words.split()
}
ORDINAL = re.compile(rf"\S+\s+({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b")
STABILITY = re.compile(r"استقرار(?:ا)?(?:\s+وثبات(?:ا)?)?|\bثبات|\bstabilit[éy]|\bstables?\b", re.IGNORECASE)


def figure_marks(edition, source: str) -> list[Mark]:
    """The marks of one source's figures: the number of each, and the word where it stands for one."""
    text = next((text.text for text in edition.texts if text.source == source), "")
    figures = edition.once("figures", ReportFigures)
    computed = {
        (reading.indicator, reading.year): reading.computed
        for reading in figures.readings.values()
        if reading.is_word
    }
    marks = []
    for row in edition.rows(ReleasedFigure):
        if row.source != source or row.quote_start is None:
            continue
        quote = text[row.quote_start : row.quote_end]
        note = {"row": row, "computed": computed.get((row.indicator, row.year))}
        found = spans(row, quote)
        for part, (start, end) in found.items():
            anchor = text_anchor(row) if part == next(iter(found)) else ""
            marks.append(
                _mark(edition, row, row.quote_start + start, row.quote_start + end, part, note, anchor)
            )
    return marks


def text_anchor(row) -> str:
    """The name of a figure's place on the page of its text: no two rows of one source share it."""
    return "-".join(filter(None, ("at", row.indicator, str(row.year), row.command)))


def _mark(edition, row, start: int, end: int, part: str, note: dict, anchor: str) -> Mark:
    return Mark(
        start,
        end,
        row.source,
        in_language(edition.label("indicators", row.indicator), "name"),
        {**note, "part": part},
        reverse("indicators:indicator", args=[row.indicator]) + f"#y{row.year}",
        "indicators/_note.html",
        anchor=anchor,
    )


def spans(row, quote: str) -> dict[str, tuple[int, int]]:
    """Where a quote states the value or the change, and the word of stability: `{"number": (start, end)}`.

    A number that is not found as one (an ordinal, say) leaves the whole quote marked.
    """
    found: dict[str, tuple[int, int]] = {}
    wanted = row.value if row.value is not None else row.change
    number = wanted is not None and (number_span(quote, wanted) or ordinal_span(quote, wanted))
    word = STABILITY.search(quote) if row.wording == "stable" else None
    if word:
        found["word"] = word.span()
    if number:
        found["number"] = number
    return found or {"number": (0, len(quote))}


@lru_cache(maxsize=2048)
def number_span(quote: str, wanted: Decimal) -> tuple[int, int] | None:
    """The longest run of words that reads as the number, or as it without its sign; None when none does."""
    words = [match.span() for match in re.finditer(r"[^\s،؛()«»]+", quote)]
    in_digits = any(character.isdigit() for character in quote)
    for accepted in ({wanted}, {abs(wanted)}):
        for length in range(min(LONGEST_NUMBER, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                start, end = words[first][0], words[first + length - 1][1]
                if in_digits and not any(character.isdigit() for character in quote[start:end]):
                    continue
                for at in (start, start + 1) if quote[start] in ARABIC_PREFIXES else (start,):
                    if _reads_as(quote[at:end].rstrip(".:,"), accepted):
                        return at, at + len(quote[at:end].rstrip(".:,"))
    return None


def ordinal_span(quote: str, wanted: Decimal) -> tuple[int, int] | None:
    """An ordinal and the word before it: «المستوى الثاني»."""
    for match in ORDINAL.finditer(quote):
        if ORDINALS[match[1]] == wanted:
            return match.span()
    return None


def _reads_as(words: str, accepted: set[Decimal]) -> bool:
    try:
        return parse_number(words, decimals=3, percent=True) in accepted
    except NumberError:
        return _reads_as_count(words, accepted)


def _reads_as_count(words: str, accepted: set[Decimal]) -> bool:
    try:
        return parse_number(words, decimals=0) in accepted
    except NumberError:
        return False
