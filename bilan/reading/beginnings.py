"""The words and digits with which a number may begin: a quick look before reading on."""

from functools import lru_cache

from bilan.numerals.words import ARABIC_NUMBER_WORDS, FRENCH_NUMBER_WORDS

from .amounts import DUAL_WEIGHTS, HALVES, QUARTERS, WEIGHTS
from .duals import DUAL_NOUNS
from .ordinals import ORDINALS_AR, ORDINALS_FR
from .tokens import DIGITS, WORD, folded_words, is_arabic, without_prefixes

DUAL_POINTS = {"نقطتين", "نقطتان", "نقطتي"}
# Words that only look like a particle and a number («كمية», a quantity).
NO_NUMBERS = folded_words("كمية وكمية بكمية لكمية لست ولست كست")


@lru_cache(maxsize=65536)
def may_begin_number(key):
    """Whether a number may begin with this word."""
    if key in NO_NUMBERS:
        return False
    if not is_arabic(key):
        return key in FRENCH_NUMBER_WORDS or key in ORDINALS_FR
    return any(
        bare in ARABIC_NUMBER_WORDS
        or bare in WEIGHTS
        or bare in DUAL_WEIGHTS
        or bare in DUAL_POINTS
        or bare in DUAL_NOUNS
        or bare in HALVES
        or bare in QUARTERS
        or bare in ORDINALS_AR
        or bare[2:] in ORDINALS_AR
        for bare in without_prefixes(key)
    )


def beginnings(tokens):
    """The places of the tokens with which a number may begin, in order."""
    return [
        index
        for index, token in enumerate(tokens)
        if token.kind == DIGITS or token.kind == WORD and may_begin_number(token.key)
    ]
