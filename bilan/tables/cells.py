"""Characters of a cell: what is forgiven, what is refused, and the guard against formulas."""

from __future__ import annotations

import re
import unicodedata

from bilan.numerals.words import ENDS

from .shape import Kind

GUARD = "'"
_GUARDED = ("=", "+", "-", "@", "'", "\t")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Joiners (U+200C, U+200D) and left/right marks belong to the writing of texts, never to a code.
_INVISIBLE_IN_TEXT = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    "\U000e0000-\U000e007f]"
)
_INVISIBLE_IN_CODE = re.compile(_INVISIBLE_IN_TEXT.pattern[:-1] + "\u061c\u200c-\u200f\ufe00-\ufe0f]")
# UTF-8 read as Windows-1252 or Latin-1 (Ø§Ù„, Ã©), as Windows-1256 (ط§ظ„), or already lost (U+FFFD, ????).
_AS_1252 = "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"  # noqa: E501
_AS_1256 = "[^\\s\\w.,:;!?()\"'/\\\\\\[\\]{}<>=+*&%#@$^|~`-]|[پٹچژڈگکڑںھ]"
_MOJIBAKE = re.compile(f"\ufffd|[ÃÂ]{_AS_1252}|(?:[ØÙ]{_AS_1252}){{2}}|(?:[طظ](?:{_AS_1256})){{2}}")
_AROUND_QUESTION_MARKS = "? \t\r\n.,;:()-0123456789"
# Windows-1252 read as Windows-1256: its capitals É È Ê À Ç become single Arabic letters glued to Latin ones.
# Code page 850 and Mac Roman read so: their é è à ê become letters of Persian or Urdu, or signs within words.
_LATIN_AS_1256 = re.compile(
    r"[ء-غف-يٹپچژڈگکڑں][a-zà-ÿ]|[a-zà-ÿ][ء-غف-يٹپچژڈگکڑں]|[‚ƒˆ‡][a-zà-ÿ]|(?<![ء-ي])[ةبتہا](?=[A-Z])"
)
_LOOKALIKE_SCRIPTS = (
    "CYRILLIC",
    "GREEK",
    "COPTIC",
    "ARMENIAN",
    "CHEROKEE",
    "LISU",
    "MATHEMATICAL",
    "FULLWIDTH",
)


def guard(text: str) -> str:
    """A text cell as files carry it: one `'` before what a spreadsheet would take for a formula."""
    return GUARD + text if text.startswith(_GUARDED) else text


def unguard(text: str) -> str:
    """A text cell without the `'` that `guard` put before it."""
    return text[1:] if text[:1] == GUARD and text[1:2] in _GUARDED and len(text) > 1 else text


def trimmed(text: str) -> str:
    """A cell without white space and left/right marks at its ends."""
    return text.strip(ENDS)


def visible(text: str) -> str:
    """A text without the characters that nobody sees, for which a file would be refused."""
    return _BIDI.sub("", _INVISIBLE_IN_TEXT.sub("", text))


def code_point(character: str) -> str:
    """How a message names a character that nobody can see: `U+200B`."""
    return f"U+{ord(character):04X}"


def _first(
    patterns: tuple[tuple[re.Pattern[str], str], ...], text: str
) -> tuple[str, dict[str, object]] | None:
    for pattern, code in patterns:
        found = pattern.search(text)
        if found:
            return code, {"character": code_point(found[0][0])}
    return None


_TEXT_RULES = ((_CONTROL, "control_char"), (_BIDI, "bidi"), (_INVISIBLE_IN_TEXT, "invisible_char"))
_CODE_RULES = (
    (re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]"), "control_char"),
    (_BIDI, "bidi"),
    (_INVISIBLE_IN_CODE, "invisible_char"),
)


def _looks_like_latin(character: str) -> bool:
    if character.isascii() or not character.isalnum():
        return False
    return unicodedata.name(character, "").startswith(_LOOKALIKE_SCRIPTS)


def text_problem(text: str, *, windows_1256: bool = False) -> tuple[str, dict[str, object]] | None:
    """The rule code and params of what is wrong with the characters of a text, or None."""
    if _MOJIBAKE.search(text) or ("???" in text and not text.strip(_AROUND_QUESTION_MARKS)):
        return "mojibake", {}
    if windows_1256 and _LATIN_AS_1256.search(text):
        return "mojibake", {}
    return _first(_TEXT_RULES, text)


def code_problem(code: str) -> tuple[str, dict[str, object]] | None:
    """The rule code and params of what is wrong with the characters of a code, or None."""
    found = _first(_CODE_RULES, code)
    if found:
        return found
    if "\ufffd" in code:
        return "mojibake", {}
    lookalike = next(filter(_looks_like_latin, code), None)
    return ("confusable", {"character": code_point(lookalike)}) if lookalike else None


def clean(
    text: str, kind: Kind, *, windows_1256: bool = False
) -> tuple[str, tuple[str, dict[str, object]] | None]:
    """A cell ready for its table, and what is wrong with it (rule code, params) or None.

    Characters of numbers, years and dates are left to their own readers.
    """
    if kind is Kind.TEXT:
        if text.isspace():
            return "", None
        if text.isascii() and text.isprintable():
            return unguard(text), text_problem(text) if "???" in text else None
        return unguard(text), text_problem(text, windows_1256=windows_1256)
    text = text.strip()
    if kind is Kind.CODE and not (text.isascii() and text.isprintable()):
        text = trimmed(text)
        return text, code_problem(text)
    return text, None
