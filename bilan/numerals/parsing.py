"""The grammar of numbers: what is accepted, what is refused and under which rule code.

Accepted: ASCII, Arabic-Indic or Persian digits (one system a number); groups of three parted by a space
(plain, no-break, narrow, thin), `.`, `,`, `٬` or `'`; decimals after `.`, `,` or `٫`; a sign in front;
a percent mark or word where a percentage is meant; the word forms of `words`. Everything else is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bilan.folding import fold_arabic, fold_with_offsets

from .words import (
    DECIMAL_MARKS,
    DIGITS,
    ENDS,
    GROUPING_MARKS,
    GROUPING_SPACES,
    MINUS_SIGNS,
    MINUS_WORDS,
    PERCENT_MARKS,
    PERCENT_WORDS,
    PLUS_WORDS,
    SIGNS,
    digit_systems,
    fold_digits,
    words_to_number,
)

MAX_WHOLE_DIGITS = 12
MAX_CHANGE_DIGITS = 7  # of a published change, as its column has them
MAX_DECIMALS = 3  # SQLite keeps decimals as REAL: 12 digits before the point and 3 after come back exact
FIRST_YEAR = 1956  # the national police was founded on 16 May 1956
LAST_YEAR = 2100

_DIGIT = f"[{DIGITS}]"
_NUMBER = re.compile(f"{_DIGIT}+(?:[{re.escape(GROUPING_MARKS + DECIMAL_MARKS)}]{_DIGIT}+)*")
_SEPARATOR = re.compile(f"[^{DIGITS}]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LONGEST = 200  # no number that anyone writes is longer, words included


def _word_pattern(words: tuple[str, ...]) -> str:
    ordered = sorted({fold_arabic(word) for word in words}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in ordered)


_PERCENT_WORD_AT_END = re.compile(rf"\s*(?:{_word_pattern(PERCENT_WORDS)})\Z")
_SIGN_WORDS = {fold_arabic(word): -1 for word in MINUS_WORDS} | {fold_arabic(word): 1 for word in PLUS_WORDS}


class NumberError(ValueError):
    """A text that is not a number of its measure: `code` is the rule code, `params` what a message needs."""

    def __init__(self, code: str, **params: object):
        super().__init__(code)
        self.code = code
        self.params = params


def parse_number(
    text: str | Decimal, *, decimals: int, percent: bool = False, minimum: int | Decimal | None = None
) -> Decimal:
    """Read one number, exactly, or raise NumberError.

    `decimals` is how many the measure has (0 for counts, where a lone separator before three digits
    groups; elsewhere that is refused as ambiguous). `percent` allows a percent mark or word. Below
    `minimum` the number is refused: as `negative` when the minimum is zero, else as `out_of_range`.
    A Decimal is a number typed as a number in a workbook: never ambiguous, held to the same limits.
    The result is normalised: no trailing zeros, no negative zero, no exponent.
    """
    if isinstance(text, Decimal):
        return _checked(text, decimals, minimum)
    if len(text) <= MAX_WHOLE_DIGITS and text.isascii() and text.isdigit():  # most cells of most files
        value = Decimal(text)
        return value if minimum is None or value >= minimum else _at_least(value, minimum)
    return _checked(_read(text, decimals, percent), decimals, minimum)


def parse_change(text: str | Decimal) -> Decimal:
    """Read a published change, in percent, two decimals, not below −100. Raises NumberError."""
    change = parse_number(text, decimals=2, percent=True, minimum=-100)
    if change.adjusted() >= MAX_CHANGE_DIGITS:
        raise NumberError("out_of_range", digits=MAX_CHANGE_DIGITS)
    return change


def parse_year(text: str | Decimal) -> int:
    """Read a year: four digits of one system, 1956–2100, nothing else. Raises NumberError(`year`)."""
    if isinstance(text, Decimal):
        plausible = text.is_finite() and FIRST_YEAR <= text <= LAST_YEAR and text == int(text)
        if not plausible:
            raise NumberError("year")
        return int(text)
    text = _trim(text)
    _refuse_hidden_characters(text)
    if len(text) != 4 or any(character not in DIGITS for character in text) or digit_systems(text) > 1:
        raise NumberError("year")
    year = int(fold_digits(text))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NumberError("year")
    return year


def _at_least(value: Decimal, minimum: int | Decimal | None) -> Decimal:
    if minimum is None or value >= minimum:
        return value
    if minimum == 0:
        raise NumberError("negative")
    raise NumberError("out_of_range", minimum=Decimal(minimum))


def _checked(value: Decimal, decimals: int, minimum: int | Decimal | None) -> Decimal:
    """The value within the limits of its measure, normalised."""
    if not value.is_finite():
        raise NumberError("bad_number")
    if not value:
        return _at_least(Decimal(0), minimum)
    if value.adjusted() >= MAX_WHOLE_DIGITS:
        raise NumberError("out_of_range", digits=MAX_WHOLE_DIGITS)
    fraction = ""
    if value.adjusted() >= -_LONGEST:  # smaller ones would only write a screenful of zeros
        whole, _, fraction = format(value, "f").partition(".")
        fraction = fraction.rstrip("0")
    if len(fraction) > decimals or value.adjusted() < -_LONGEST:
        raise NumberError("too_precise", decimals=decimals) if decimals else NumberError("not_integer")
    return _at_least(Decimal(f"{whole}.{fraction}" if fraction else whole), minimum)


def _refuse_hidden_characters(text: str) -> None:
    """Refuse what a person cannot see inside a number."""
    if text.isascii() and text.isprintable():
        return
    for pattern, code in ((_BIDI, "bidi"), (_INVISIBLE, "invisible_char"), (_CONTROL, "control_char")):
        found = pattern.search(text)
        if found:
            raise NumberError(code, character=f"U+{ord(found[0]):04X}")


def _trim(text: str) -> str:
    """The text without white space and left/right marks at its ends."""
    return text.strip(ENDS)


def _peel_percent(text: str) -> tuple[str, bool]:
    """The text without its percent mark or word, before or after, and whether there was one."""
    if text[:1] and text[0] in PERCENT_MARKS:
        return _trim(text[1:]), True
    if text[-1:] and text[-1] in PERCENT_MARKS:
        return _trim(text[:-1]), True
    folded, offsets = fold_with_offsets(text)
    found = _PERCENT_WORD_AT_END.search(folded)
    return (_trim(text[: offsets[found.start()]]), True) if found else (text, False)


def _peel_sign(text: str) -> tuple[str, int]:
    """The text without its sign in front, and the sign: −1, 1, or 0 when there was none."""
    if text[:1] and text[0] in SIGNS:
        return _trim(text[1:]), -1 if text[0] in MINUS_SIGNS else 1
    word, _, rest = text.partition(" ")
    sign = _SIGN_WORDS.get(fold_arabic(word), 0) if rest else 0
    return (_trim(rest), sign) if sign else (text, 0)


def _read(text: str, decimals: int, percent: bool) -> Decimal:
    """Read a text by the whole grammar; limits of the measure are checked by the caller."""
    body = _trim(text)
    if len(body) > _LONGEST and _SEPARATOR.search(body) is None:
        raise NumberError("out_of_range", digits=MAX_WHOLE_DIGITS)
    if not body or len(body) > _LONGEST:
        raise NumberError("bad_number")
    body, sign = _peel_sign(body)
    body, marked = _peel_percent(body)
    if not sign:
        body, sign = _peel_sign(body)
    _refuse_hidden_characters(body)
    if digit_systems(body) > 1:
        raise NumberError("bad_number", reason="mixed_digits")
    value = _from_digits(body, decimals) if _NUMBER.fullmatch(body) else _from_words(body)
    if marked and not percent:
        raise NumberError("unit_mismatch")
    return value.copy_negate() if sign < 0 else value  # unary minus would round to 28 digits


def _from_words(body: str) -> Decimal:
    foreign_digit = any(character.isdecimal() and character not in DIGITS for character in body)
    value = None if foreign_digit else words_to_number(body.split())
    if value is None or not any(map(str.isalpha, body)):
        raise NumberError("bad_number")
    return value


def _from_digits(body: str, decimals: int) -> Decimal:
    """Digits and separators to a number: which separator groups and which one starts the decimals."""
    body = fold_digits(body)
    separators = "".join(" " if mark in GROUPING_SPACES else mark for mark in _SEPARATOR.findall(body))
    parts = _SEPARATOR.split(body)
    if not separators:
        return Decimal(body)
    last = separators[-1]
    if len(separators) == 1:
        return _lone_separator(parts[0], last, parts[1], decimals)
    if len(set(separators)) == 1 and last != "٫":
        return Decimal(_grouped(parts))
    if len(set(separators[:-1])) == 1 and last not in separators[:-1] and last in DECIMAL_MARKS:
        if separators[0] == "٫":
            raise NumberError("bad_grouping")
        return Decimal(f"{_grouped(parts[:-1])}.{parts[-1]}")
    raise NumberError("bad_grouping")


def _grouped(parts: list[str]) -> str:
    """The digits of groups of three, or NumberError when they are not grouped so."""
    first, rest = parts[0], parts[1:]
    if len(first) > 3 or first[0] == "0" or any(len(group) != 3 for group in rest):
        raise NumberError("bad_grouping")
    return "".join(parts)


def _lone_separator(whole: str, mark: str, rest: str, decimals: int) -> Decimal:
    if mark not in DECIMAL_MARKS:
        return Decimal(_grouped([whole, rest]))
    could_group = mark != "٫" and len(rest) == 3 and len(whole) <= 3 and whole[0] != "0"
    if not could_group:
        return Decimal(f"{whole}.{rest}")
    if decimals:
        raise NumberError(
            "ambiguous_number", as_whole=Decimal(whole + rest), as_decimal=Decimal(f"{whole}.{rest}")
        )
    return Decimal(whole + rest)
