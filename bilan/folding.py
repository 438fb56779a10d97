"""Text made comparable: spelling folded for search, white space folded for quotes.

Arabic spelling varies between sources (أسفي / آسفي, الحسيمة / الحسيمه), and a quote copied from a page
carries no-break spaces and line breaks that the stored text has not. Plain Python, no Django.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What canonical decomposition leaves apart although readers take it for the same letter.
_LETTERS = {
    "ى": "ي",  # alef maqsura
    "ی": "ي",  # Persian yeh
    "ې": "ي",
    "ے": "ي",
    "ة": "ه",  # ta marbuta
    "ہ": "ه",
    "ۂ": "ه",
    "ۃ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ٱ": "ا",  # alef wasla
    "ک": "ك",
    "گ": "ك",  # the Moroccan g is written گ, ڭ, ݣ or plain ك (أكادير)
    "ڭ": "ك",
    "ݣ": "ك",
    "ڤ": "ف",
    "œ": "oe",
    "æ": "ae",
    "’": "'",
    "‘": "'",
    "−": "-",
    "‑": "-",
    "–": "-",
}
_DROPPED_CATEGORIES = {"Mn", "Me", "Cf"}  # vowel signs, hamza above, left/right marks, zero-width characters
_TATWEEL = "ـ"


class SeveralPlaces(LookupError):
    """A quote stands more than once in the text and no place says which one is meant.

    `spans` holds every (start, end), in the order of the text.
    """

    def __init__(self, spans: list[tuple[int, int]]):
        super().__init__(f"the quote stands {len(spans)} times in the text")
        self.spans = spans


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """The folded form of one character: empty when search must not see it, a space for white space."""
    if character.isspace():
        return " "
    if character == _TATWEEL:
        return ""
    folded = []
    for part in unicodedata.normalize("NFKD", character):
        if unicodedata.category(part) in _DROPPED_CATEGORIES or part == _TATWEEL:
            continue
        digit = unicodedata.decimal(part, None)
        if digit is not None:
            folded.append(str(digit))
        elif part.isspace():
            folded.append(" ")
        else:
            folded.append(_LETTERS.get(part, part).casefold())
    once = "".join(folded)
    # Case folding may give a letter that folds further (Æ to æ to ae): go on until nothing changes.
    return once if once == character else "".join(map(_folded_character, once))


def fold_arabic(text: str) -> str:
    """Fold a text for search: hamza forms, ta marbuta, alef maqsura, vowel signs, tatweel and digits.

    Latin letters lose their accents and their case, every run of white space becomes one space.
    Two texts that a reader takes for the same words fold to the same string; folding twice changes nothing.
    """
    folded = "".join(map(_folded_character, text))
    return re.sub(r"\s+", " ", folded) if "  " in folded else folded


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold a text as `fold_arabic` does, and say where each folded character came from.

    Returns the folded text and a list one longer than it: `offsets[i]` is the index in `text` of the
    character that gave folded character i; the last entry is `len(text)`.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        for part in _folded_character(character):
            if part == " " and folded and folded[-1] == " ":
                continue
            folded.append(part)
            offsets.append(index)
    offsets.append(len(text))
    return "".join(folded), offsets


@lru_cache(maxsize=1024)
def _quote_pattern(quote: str) -> re.Pattern[str] | None:
    words = quote.split()
    return re.compile(r"\s+".join(map(re.escape, words))) if words else None


def occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    """Every (start, end) where a quote stands in a text, white space folded on both sides.

    No-break and narrow spaces, tabs and line breaks all equal one space. A blank quote stands nowhere.
    """
    pattern = _quote_pattern(quote)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def locate(quote: str, text: str, place: int | None = None) -> tuple[int, int] | None:
    """Where a quote stands in a text, as (start, end), or None when it does not.

    `place` is which occurrence, counted from 1, as in the `place` column of the files. Without it the
    quote must stand once: SeveralPlaces is raised otherwise.
    """
    spans = occurrences(quote, text)
    if place is not None:
        return spans[place - 1] if 1 <= place <= len(spans) else None
    if len(spans) > 1:
        raise SeveralPlaces(spans)
    return spans[0] if spans else None
