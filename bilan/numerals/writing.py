"""Numbers written: plainly for files, per language for pages.

Text without markup: the pages isolate it for direction.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
# (grouping, decimal mark): ar-MA and fr-MA as ICU and the Moroccan press write them (755.541,25).
_MARKS = {"ar": (".", ","), "fr": (".", ","), "en": (",", ".")}


def _plain(value: Decimal) -> str:
    """ASCII digits, no exponent, no trailing zero, no negative zero."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def write_plain(value: Decimal | None) -> str:
    """Write a number for a file: ASCII digits, `.`, no grouping and never exactly three decimals.

    542.455 becomes `542.4550`, so that nobody can take the point for grouping; None becomes an empty cell.
    """
    if value is None:
        return ""
    text = _plain(value)
    return f"{text}0" if text[-4:-3] == "." else text


def write(value: Decimal, language: str, *, decimals: int | None = None, sign: bool = False) -> str:
    """Write a number for a page in `ar`, `fr` (755.541,25) or `en` (755,541.25), with Latin digits.

    `decimals` None keeps the published ones (stored, without trailing zeros); a number pads with zeros up
    to it and never rounds. `sign` puts a plus before a positive number; a minus is U+2212.
    """
    grouping, point = _MARKS[language]
    whole, _, fraction = _plain(value.copy_abs()).partition(".")
    fraction = fraction.ljust(decimals or 0, "0")
    text = f"{int(whole):,}".replace(",", grouping) + (point + fraction if fraction else "")
    if value < 0:
        return MINUS + text
    return "+" + text if sign and value > 0 else text


def write_percent(value: Decimal, language: str, *, sign: bool = True) -> str:
    """Write a percentage: `−10 %` with a no-break space in ar and fr, `−10%` in en."""
    gap = "" if language == "en" else NO_BREAK_SPACE
    return f"{write(value, language, sign=sign)}{gap}%"


def computed_change(new: Decimal | None, old: Decimal | None) -> Decimal | None:
    """The change from `old` to `new` in percent, rounded half-even to two decimals from the exact quotient.

    None when either is unknown, or when `old` is not above zero: a percentage of nothing says nothing.
    """
    if new is None or old is None or old <= 0:
        return None
    hundredths = round((Fraction(new) / Fraction(old) - 1) * 10_000)
    return Decimal(hundredths).scaleb(-2)
