"""Turning an official text into entries: choosing or pasting it, and taking what the rules propose.

Chapters register on the site what they take of a text (`site.intake`, a subclass of Intake).
"""

from .intake import LEAVE, TAKE, Intake, LatinCode, RowForm, TextRead
from .placing import stands_again
from .quoting import QuoteUnclear, around, quote_of

__all__ = [
    "LEAVE",
    "TAKE",
    "Intake",
    "LatinCode",
    "QuoteUnclear",
    "RowForm",
    "TextRead",
    "around",
    "quote_of",
    "stands_again",
]

from . import page, sources  # noqa: E402, F401  they register their pages
