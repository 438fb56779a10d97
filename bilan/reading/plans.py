"""Numbers of what is to come: plans and later years, which no bilan states as results."""

from bisect import bisect_left
from functools import lru_cache

from .grammar import PLAN_WORDS
from .sentences import HARD_MARKS
from .tokens import DIGITS, WORD
from .wording import forms

PLAN_REACH, OPENING_REACH = 30, 6
RANGE_JOINTS = frozenset({"-", "و", "et", "a"})


@lru_cache(maxsize=65536)
def is_plan(key):
    """Whether a word speaks of what is to come."""
    return any(form in PLAN_WORDS for form in forms(key))


class Plans:
    """Knows of the sentence being read which of its numbers are planned."""

    def __init__(self, tokens, year):
        self.tokens = tokens
        self.year = year
        self.places = []

    def lead(self, number, first):
        """Whether a word of plans, or a later year, leads the number in its sentence."""
        place = bisect_left(self.places, number.first) - 1
        if place < 0 or self.places[place] < max(first, number.first - PLAN_REACH):
            return False
        told = self.places[place]
        if self.tokens[told].kind == WORD or told - first < OPENING_REACH:
            return True
        return not any(token.key in HARD_MARKS for token in self.tokens[told : number.first])

    def note(self, first, last):
        """Keeps the tokens of a sentence that speak of what is to come."""
        self.places = [
            index
            for index in range(first, last)
            if (self.tokens[index].kind == WORD and is_plan(self.tokens[index].key))
            or self.is_later_year(index)
        ]

    def is_later_year(self, index):
        """A year after the report's that closes no range."""
        key = self.tokens[index].key
        if self.tokens[index].kind != DIGITS or len(key) != 4 or not key.isdigit():
            return False
        return self.year < int(key) <= self.year + 10 and self.tokens[index - 1].key not in RANGE_JOINTS
