"""Numbers in and out of text: one grammar for files, forms and official texts.

The language of a screen changes nothing. Nothing here guesses: a text that is not plainly one number
is refused with a rule code (NumberError). Exact decimals only, no float. Plain Python, no Django.
"""

from .parsing import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DECIMALS,
    MAX_WHOLE_DIGITS,
    NumberError,
    parse_change,
    parse_number,
    parse_year,
)
from .words import DIGITS, fold_digits, words_to_number
from .writing import computed_change, write, write_percent, write_plain

__all__ = [
    "DIGITS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "MAX_DECIMALS",
    "MAX_WHOLE_DIGITS",
    "NumberError",
    "computed_change",
    "fold_digits",
    "parse_change",
    "parse_number",
    "parse_year",
    "words_to_number",
    "write",
    "write_percent",
    "write_plain",
]
