"""Digits as texts write them: grouping and decimals, and what cannot be told apart.

A lone separator before exactly three digits groups or begins decimals: the unit that follows decides, or
the habit of the rest of the text; when neither tells, the number is left undecided.
"""

import re
from decimal import Decimal

from bilan.numerals import fold_digits
from bilan.numerals.words import GROUPING_SPACES

LONE = re.compile(r"[1-9][0-9]{0,2}([.,٬])[0-9]{3}")
GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:([.,٬'’ \u00a0\u202f\u2009])[0-9]{3})(?:\1[0-9]{3})*(?:([.,٫،])([0-9]+))?"
)
DECIMAL = re.compile(r"([0-9]+)[.,٫،]([0-9]+)")
MOST_DIGITS = 12


def grouping_habit(raws):
    """The separators with which a text surely groups thousands.

    ``raws``: (digits, whether they count things one by one); surely: those repeated, spaces, or a lone one of
    a number of things.
    """
    habit = set()
    for raw, counts in raws:
        if raw.isdigit():
            continue
        match = GROUPED.fullmatch(raw)
        if match and match[2]:
            continue
        if match and (counts or raw.count(match[1]) > 1 or match[1] in GROUPING_SPACES):
            habit.add("space" if match[1] in GROUPING_SPACES else match[1])
    return habit


def read_digits(raw, *, decimals=False, habit=frozenset()):
    """The Decimal written by ``raw``, or None when it is no number or can be read in two ways.

    ``decimals``: what is measured may have a fraction (kilograms, per cent); ``habit``: the separators that
    the text surely uses for thousands.
    """
    raw = fold_digits(raw)
    if raw.isdigit() and raw.isascii():
        return Decimal(raw) if len(raw) <= MOST_DIGITS else None
    lone = LONE.fullmatch(raw)
    if lone and decimals:
        return lone_separator(raw, lone[1], habit)
    grouped = GROUPED.fullmatch(raw)
    if grouped and grouped[1] != grouped[2]:
        whole = re.sub(r"[^0-9]", "", raw[: grouped.start(2)] if grouped[2] else raw)
        return Decimal(f"{whole}.{grouped[3]}") if grouped[2] else Decimal(whole)
    plain = DECIMAL.fullmatch(raw)
    return Decimal(f"{plain[1]}.{plain[2]}") if plain and len(plain[1]) <= MOST_DIGITS else None


def lone_separator(raw, separator, habit):
    """``190,178`` of something that has decimals: the text's own habit decides, or nothing does."""
    if separator in habit:
        return None
    if habit and separator == ",":
        return Decimal(raw.replace(",", "."))
    return None
