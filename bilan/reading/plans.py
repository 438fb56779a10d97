"""Numbers of what is to come: plans and later years, which no bilan states as results."""

from bisect import bisect_left

from .grammar import PLAN_WORDS
from .particles import in_any_form
from .sentences import HARD_MARKS
from .tokens import DIGITS, WORD

PLAN_REACH, OPENING_REACH = 30, 6
RANGE_JOINTS = frozenset({"-", "و", "et", "a"})
PLANNED = in_any_form(PLAN_WORDS)


class Plans:
    """Knows of the sentence being read which of its numbers are planned."""

    def __init__(self, words, year):
        self.keys, self.kinds = words.keys, words.kinds
        self.year = year
        self.places = []

    def lead(self, number, first):
        """Whether a word of plans, or a later year, leads the number in its sentence."""
        place = bisect_left(self.places, number.first) - 1
        if place < 0 or self.places[place] < max(first, number.first - PLAN_REACH):
            return False
        told = self.places[place]
        if self.kinds[told] == WORD or told - first < OPENING_REACH:
            return True
        return HARD_MARKS.isdisjoint(self.keys[told : number.first])

    def note(self, first, last):
        """Keeps the tokens of a sentence that speak of what is to come."""
        self.places = [
            index
            for index, key in enumerate(self.keys[first:last], first)
            if key in PLANNED or self.kinds[index] == DIGITS and self.is_later_year(index)
        ]

    def is_later_year(self, index):
        """Whether digits are a year after the report's that closes no range."""
        key = self.keys[index]
        if len(key) != 4 or not key.isdigit():
            return False
        return self.year < int(key) <= self.year + 10 and self.keys[index - 1] not in RANGE_JOINTS
