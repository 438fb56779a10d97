"""Digits, separators and number words: the tables that files and official texts share.

Sources of the forms: the bilans of 2016–2025 as published («755 ألف و541», «أربعة ملايين و696 ألف و69»,
«مليونين و668 ألفا و473», "4 millions"). Plain Python, no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from bilan.folding import fold_arabic

ASCII_DIGITS = "0123456789"
ARABIC_INDIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
DIGIT_SYSTEMS = (ASCII_DIGITS, ARABIC_INDIC_DIGITS, PERSIAN_DIGITS)
DIGITS = "".join(DIGIT_SYSTEMS)

GROUPING_SPACES = " \u00a0\u202f\u2009"
GROUPING_MARKS = GROUPING_SPACES + ".,٬'"
DECIMAL_MARKS = ".,٫"
MINUS_SIGNS = "-\u2212"
SIGNS = MINUS_SIGNS + "+"
DIRECTION_MARKS = "\u200e\u200f\u061c"
# What is dropped at the ends of a cell: every white space and the marks.
ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + DIRECTION_MARKS
PERCENT_MARKS = "%٪"
# As people write them; compare folded (`fold_arabic`).
PERCENT_WORDS = (
    "بالمائة",
    "بالمئة",
    "في المائة",
    "في المئة",
    "بالماية",
    "pour cent",
    "p. 100",
    "p.100",
    "p. cent",
    "per cent",
    "percent",
    "pc",
)
MINUS_WORDS = ("ناقص", "moins", "minus")
PLUS_WORDS = ("زائد", "plus")

_TO_ASCII = str.maketrans(ARABIC_INDIC_DIGITS + PERSIAN_DIGITS, ASCII_DIGITS * 2)


def fold_digits(text: str) -> str:
    """The same text, of the same length, with Arabic-Indic and Persian digits as ASCII ones."""
    return text if text.isascii() else text.translate(_TO_ASCII)


def digit_systems(text: str) -> int:
    """How many digit systems a text mixes (0 without digits, 1 in a well-formed number)."""
    return sum(any(digit in text for digit in system) for system in DIGIT_SYSTEMS)


def _folded(table: dict[str, int]) -> dict[str, int]:
    return {fold_arabic(word): value for word, value in table.items()}


ARABIC_UNITS = _folded(
    {
        "واحد": 1, "واحدة": 1, "أحد": 1, "إحدى": 1,
        "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
        "إثنان": 2, "إثنين": 2, "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5,
        "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7, "ثمان": 8, "ثماني": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9,
    }
)  # fmt: skip
ARABIC_TEN = _folded({"عشر": 10, "عشرة": 10})
ARABIC_TENS = _folded(
    {
        "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40, "أربعين": 40,
        "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70,
        "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    }
)  # fmt: skip
_HUNDRED_WORDS = ("مائة", "مئة", "ماية")
ARABIC_HUNDREDS = _folded(
    dict.fromkeys(_HUNDRED_WORDS, 100)
    | dict.fromkeys(("مائتان", "مائتين", "مئتان", "مئتين", "مائتا", "مائتي", "مئتا", "مئتي"), 200)
    | {
        unit + hundred: value * 100
        for unit, value in {
            "ثلاث": 3, "أربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "ثمان": 8, "ثماني": 8, "تسع": 9
        }.items()
        for hundred in _HUNDRED_WORDS
    }
)  # fmt: skip
_HUNDRED = _folded(dict.fromkeys(_HUNDRED_WORDS, 100))
ARABIC_SCALES = _folded(
    {
        "ألف": 10**3, "ألفا": 10**3, "آلاف": 10**3,
        "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6,
        "مليار": 10**9, "مليارا": 10**9, "ملايير": 10**9, "مليارات": 10**9,
    }
)  # fmt: skip
ARABIC_DUALS = _folded(
    {
        "ألفان": 2 * 10**3, "ألفين": 2 * 10**3, "ألفي": 2 * 10**3, "ألفا": 2 * 10**3,
        "مليونان": 2 * 10**6, "مليونين": 2 * 10**6, "مليوني": 2 * 10**6,
        "ملياران": 2 * 10**9, "مليارين": 2 * 10**9, "ملياري": 2 * 10**9,
    }
)  # fmt: skip
# «ألفا» is the accusative of one thousand far more often than a dual that lost its nun.
del ARABIC_DUALS[fold_arabic("ألفا")]
ARABIC_ZERO = fold_arabic("صفر")
ARABIC_NUMBER_WORDS = frozenset().union(
    ARABIC_UNITS, ARABIC_TEN, ARABIC_TENS, ARABIC_HUNDREDS, ARABIC_SCALES, ARABIC_DUALS, {ARABIC_ZERO}
)

FRENCH_SCALES = {
    "mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip


def _french_below_hundred() -> dict[tuple[str, ...], int]:
    units = ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
    units += ["onze", "douze", "treize", "quatorze", "quinze", "seize"]
    names: dict[tuple[str, ...], int] = {(word,): value for value, word in enumerate(units)}
    names |= {("dix", units[value]): 10 + value for value in (7, 8, 9)}
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
    for ten, word in tens.items():
        names[(word,)] = ten
        names[(word, "et", "un")] = ten + 1
        names |= {(word, units[value]): ten + value for value in range(2, 10)}
    names[("soixante", "et", "onze")] = 71
    below_twenty = {value: name for name, value in names.items() if value < 20}
    names |= {("soixante", *below_twenty[value]): 60 + value for value in range(10, 20)}
    names |= {("quatre", "vingt", *below_twenty[value]): 80 + value for value in range(1, 20)}
    names[("quatre", "vingts")] = names[("quatre", "vingt")] = 80
    return names | {
        tuple("une" if word == "un" else word for word in name): value for name, value in names.items()
    }


FRENCH_BELOW_HUNDRED = _french_below_hundred()
FRENCH_NUMBER_WORDS = frozenset(word for name in FRENCH_BELOW_HUNDRED for word in name if word != "et") | {
    "cent", "cents", *FRENCH_SCALES,
}  # fmt: skip

_AND = fold_arabic("و")
_COUNT_WITH_DECIMALS = re.compile(r"(\d{1,3})[.,٫](\d{1,2})")


class _Words:
    """A walk over folded tokens; each is (word, joined), joined when «و» stands before it."""

    def __init__(self, tokens: Iterable[tuple[str, bool]]):
        self.tokens = list(tokens)
        self.at = 0

    def take(self, table: dict[str, int], *, joined: bool | None = None) -> int | None:
        """The value of the next word when it is in the table, and moves past it."""
        if self.at < len(self.tokens):
            word, has_and = self.tokens[self.at]
            if word in table and joined in (None, has_and):
                self.at += 1
                return table[word]
        return None

    def take_digits(self, *, joined: bool) -> str | None:
        if self.at < len(self.tokens):
            word, has_and = self.tokens[self.at]
            if word.isascii() and word.isdigit() and has_and == joined:
                self.at += 1
                return word
        return None


def _arabic_tokens(tokens: Iterable[str]) -> list[tuple[str, bool]]:
    """Folded words with «و» taken off their front, written together (و541) or apart (و 541)."""
    words: list[tuple[str, bool]] = []
    pending = False
    for token in tokens:
        for word in fold_arabic(token).split():
            if word == _AND:
                pending = True
                continue
            joined = word.startswith(_AND) and word not in ARABIC_NUMBER_WORDS
            words.append((word[1:] if joined else word, joined or pending))
            pending = False
    return words


def _arabic_below_hundred(words: _Words, *, joined: bool) -> int | None:
    """«خمسة», «خمسة عشر», «خمسة وعشرون», «عشرون», «عشرة»: units stand before tens."""
    unit = words.take(ARABIC_UNITS, joined=joined)
    if unit is None:
        ten = words.take(ARABIC_TENS, joined=joined)
        return words.take(ARABIC_TEN, joined=joined) if ten is None else ten
    if words.take(ARABIC_TEN, joined=False):
        return unit + 10
    return unit + (words.take(ARABIC_TENS, joined=True) or 0)


def _arabic_below_thousand(words: _Words, *, joined: bool) -> int | None:
    start = words.at
    hundreds = words.take(ARABIC_HUNDREDS, joined=joined)
    if hundreds is None:
        unit = words.take(ARABIC_UNITS, joined=joined)  # «ثلاث مائة» in two words
        if unit and unit > 2 and words.take(_HUNDRED, joined=False):
            hundreds = unit * 100
        else:
            words.at = start
            return _arabic_below_hundred(words, joined=joined)
    return hundreds + (_arabic_below_hundred(words, joined=True) or 0)


def _arabic_part(words: _Words, ceiling: int, *, joined: bool) -> tuple[int, int] | None:
    """One member of the sum and its scale (1 for the last), or None when no such member stands here."""
    dual = words.take(ARABIC_DUALS, joined=joined)
    if dual is not None:
        return dual, dual // 2
    scale = words.take(ARABIC_SCALES, joined=joined)
    if scale is not None:
        return scale, scale
    digits = words.take_digits(joined=joined)
    count = int(digits[:13]) if digits else _arabic_below_thousand(words, joined=joined)
    if count is None:
        return None
    scale = words.take(ARABIC_SCALES, joined=False)
    if scale is None:
        return (count, 1) if count < ceiling else None
    return (count * scale, scale) if 0 < count < 1000 else None


def _arabic_number(tokens: Sequence[str]) -> int | None:
    words = _Words(_arabic_tokens(tokens))
    if [word for word, _ in words.tokens] == [ARABIC_ZERO]:
        return 0
    total, ceiling = 0, 10**12
    while words.at < len(words.tokens):
        if ceiling == 1:
            return None  # something stands after the last member
        part = _arabic_part(words, ceiling, joined=words.at > 0)
        if part is None or part[1] >= ceiling:
            return None  # scales go down: millions, thousands, the rest
        total, ceiling = total + part[0], part[1]
    return total if words.tokens else None


def _french_below_thousand(words: list[str], at: int) -> tuple[int, int] | None:
    """(value, position after it) of the French number below a thousand that starts at `at`."""

    def below_hundred(start: int) -> tuple[int, int] | None:
        for length in (4, 3, 2, 1):
            value = FRENCH_BELOW_HUNDRED.get(tuple(words[start : start + length]))
            if value is not None and start + length <= len(words):
                return value, start + length
        return None

    first = below_hundred(at)
    hundreds = 1
    if first and 2 <= first[0] <= 9 and words[first[1] : first[1] + 1] in (["cent"], ["cents"]):
        hundreds, at = first
    elif words[at : at + 1] != ["cent"]:
        return first
    rest = below_hundred(at + 1)
    return (hundreds * 100 + rest[0], rest[1]) if rest and rest[0] else (hundreds * 100, at + 1)


def _french_number(tokens: Sequence[str]) -> int | None:
    words = [word for token in tokens for word in fold_arabic(token).replace("-", " ").split()]
    total, at, ceiling = 0, 0, 10**12
    while at < len(words):
        if ceiling == 1:
            return None
        if words[at].isascii() and words[at].isdigit():
            found = (int(words[at][:13]), at + 1)
        else:
            found = _french_below_thousand(words, at)
        if found is None and words[at] in ("mille", "mil"):
            found = (1, at)
        if found is None:
            return None
        count, at = found
        scale = FRENCH_SCALES.get(words[at], 1) if at < len(words) else 1
        if scale >= ceiling or (scale > 1 and not 0 < count < 1000) or (scale == 1 and count >= ceiling):
            return None
        at += scale > 1
        total, ceiling = total + count * scale, scale
    return total if words else None


def _decimal_count(tokens: Sequence[str]) -> Decimal | None:
    """«1,5 مليون», "4,5 millions": a count with one or two decimals before a scale, and nothing after."""
    if len(tokens) != 2:
        return None
    count = _COUNT_WITH_DECIMALS.fullmatch(fold_digits(tokens[0]))
    word = fold_arabic(tokens[1])
    scale = ARABIC_SCALES.get(word) or FRENCH_SCALES.get(word)
    if not count or not scale:
        return None
    return Decimal(f"{int(count[1])}.{count[2]}") * scale


@lru_cache(maxsize=2048)
def _number_of(tokens: tuple[str, ...]) -> Decimal | None:
    decimal = _decimal_count(tokens)
    if decimal is not None:
        return decimal
    whole = _arabic_number(tokens)
    if whole is None:
        whole = _french_number(tokens)
    return None if whole is None else Decimal(whole)


def words_to_number(tokens: Sequence[str]) -> Decimal | None:
    """The number that a sequence of words and digits spells, all of it, or None.

    Arabic («أربعة ملايين و696 ألف و69», «مليونين و668 ألفا و473», «779 ألفا و08», «ثلاث») and French
    ("4 millions", "quatre-vingt-dix mille"). The words are as written, any spelling of hamza, «و» attached
    or apart. Strict: members go down in scale, each is joined by «و» in Arabic, a count before a scale
    stays below a thousand; whatever is not plainly one number gives None.
    """
    return _number_of(tuple(tokens))
