"""Numbers that are no figures, each with the rule that says so: years, ranges, dates, laws, names, lists.

Reason codes: ``year range date time law enumeration name reference ordinal duration unit_of_measure
other_money phone``; the reader adds ``plan difference small_word``.
"""

import re

from .grammar import (
    DURATION_WORDS,
    LAW_WORDS,
    LIST_WORDS,
    MONTHS,
    NUMBER_SIGN_WORDS,
    OTHER_UNITS,
    RANGE_WORDS,
    YEAR_WORDS,
)
from .lexicon import measures_of
from .number import COUNT, MONEY, ORDINAL
from .numbers import MINUS_SIGNS
from .particles import in_any_form
from .tokens import BREAK, DIGITS, MARK, WORD, folded_words, is_arabic

FIRST_YEAR, LAST_YEAR = 1900, 2100
DASHES = MINUS_SIGNS | {"—", "/"}
ORDINAL_ENDING = re.compile(r"(?:er|ère|ere|re|e|ème|eme|è|nd|nde|°)(?![^\W\d_])")
VERSION = re.compile(r"[0-9]\.[0-9]")
PLAIN_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
LAWS = in_any_form(LAW_WORDS)
# « du 17 au 23 novembre », «من 17 إلى 23 نونبر».
DAY_JOINTS = folded_words("et و au إلى") | {"-"}
PHONE_PARTS = 4
LONGEST_PARTICLE = 3


class Dismissals:
    """Says of a number, from the words right around it, why it is no figure."""

    def __init__(self, text, words):
        self.text = text
        self.tokens, self.keys, self.kinds = words.tokens, words.keys, words.kinds
        self.concepts = words.concepts

    def reason(self, number):
        """The rule that dismisses a number, or an empty string."""
        if number.kind == ORDINAL:
            return "ordinal"
        if number.kind == MONEY and number.measure == "other":
            return "other_money"
        if number.kind != COUNT:
            return ""
        return (
            self.date(number)
            or self.year(number)
            or self.law(number)
            or self.enumeration(number)
            or self.name(number)
            or self.ordinal(number)
            or self.quantity(number)
        )

    def between_numbers(self, number):
        """The rule that dismisses a number of a line without a word: only a year can be told there."""
        return "year" if self.is_year(number) else ""

    def is_year(self, number):
        return number.form == "digits" and bool(PLAIN_YEAR.fullmatch(number.raw))

    def counts_something(self, number):
        """Whether a counted noun stands right after (« 2019 affaires »)."""
        after = number.last + 1
        return bool(measures_of(self.concepts[after]))

    def bare_before(self, number):
        key = self.keys[number.first - 1]
        return key[1:] if key[:1] in "بلوك" and key[1:] in YEAR_WORDS else key

    def year(self, number):
        """A year, alone or in a range; four digits before a counted noun are a count, unless a year leads."""
        if not self.is_year(number):
            return ""
        before, after = number.first - 1, number.last + 1
        if (
            self.keys[before] in DASHES
            and self.is_year_at(before - 1)
            or self.keys[after] in DASHES
            and self.is_year_at(after + 1)
        ):
            return "range"
        if (
            self.kinds[after] == WORD
            and self.keys[after] in ("و", "et", "الي", "a", "au")
            and self.is_year_at(after + 1)
        ):
            return "range"
        if (
            self.kinds[before] == WORD
            and self.keys[before] in ("و", "et", "الي", "a", "au")
            and self.is_year_at(before - 1)
        ):
            return "range"
        if self.keys[before] in RANGE_WORDS and self.kinds[before] == WORD:
            return "range"
        if self.bare_before(number) in YEAR_WORDS or self.keys[before] in MONTHS:
            return "year"
        return "" if self.counts_something(number) else "year"

    def is_year_at(self, index):
        return self.kinds[index] == DIGITS and bool(PLAIN_YEAR.fullmatch(self.keys[index]))

    def date(self, number):
        """A day before a month, a numeric date, a time of day."""
        after, before = number.last + 1, number.first - 1
        if self.keys[after] in MONTHS and number.value is not None and number.value <= 31:
            return "date"
        if self.keys[after] in ("er", "و") and self.keys[after + 1] in MONTHS:
            return "date"
        joined = self.keys[after] in DAY_JOINTS and self.kinds[after + 1] == DIGITS
        if joined and self.keys[after + 2] in MONTHS and number.value is not None and number.value <= 31:
            return "date"
        if self.touching_before(before, "/") and self.kinds[before - 1] == WORD:
            return "time"
        if self.touching(after, "/", ":") and self.kinds[after + 1] == DIGITS:
            return "time" if self.keys[after] == ":" else "date"
        if self.touching_before(before, "/", ":") and self.kinds[before - 1] == DIGITS:
            return "time" if self.keys[before] == ":" else "date"
        if self.keys[before] in ("الساعه", "h"):
            return "time"
        return ""

    def touching(self, index, *marks):
        """Whether the mark stands between two tokens without a space."""
        return (
            self.keys[index] in marks
            and self.tokens[index].start == self.tokens[index - 1].end
            and index + 1 < len(self.tokens)
            and self.tokens[index + 1].start == self.tokens[index].end
        )

    def touching_before(self, index, *marks):
        return index > 0 and self.touching(index, *marks)

    def law(self, number):
        before = number.first - 1
        if self.is_law_word(before) and self.keys[before] != "arrete":
            return "law"
        if not self.is_number_sign(before):
            return ""
        return "law" if any(self.is_law_word(number.first - back) for back in range(2, 8)) else ""

    def is_law_word(self, index):
        return self.keys[index] in LAWS

    def is_number_sign(self, index):
        key = self.keys[index]
        return key in NUMBER_SIGN_WORDS or key in ("°", "º", "n", "no", "#", "-", ".")

    def enumeration(self, number):
        """« 1- », « 2) », « 3. » at the head of a line."""
        if number.value is None or number.value >= 100 or self.kinds[number.first - 1] != BREAK:
            return ""
        after = number.last + 1
        if self.kinds[after] == MARK and self.keys[after] in (")", ".", "-", "–", "—", "/", ":"):
            return "enumeration"
        return "enumeration" if self.keys[after] in LIST_WORDS else ""

    def name(self, number):
        """Digits that are part of a name: GMS 99, CNIE 2.0, E-2, Covid-19, ligne 19, « n° 5 »."""
        before = number.first - 1
        if self.is_number_sign(before) and self.keys[before] not in ("-", "."):
            return "reference"
        if (
            self.keys[before] == "-"
            and self.kinds[before - 1] == WORD
            and self.tokens[before].end == number.start
        ):
            whole = len(self.keys[before - 1]) > LONGEST_PARTICLE  # «كوفيد-19», not «بـ-10»
            return "name" if whole or not is_arabic(self.keys[before - 1]) else ""
        if self.is_score(number):
            return "reference"
        if self.glued(number):
            return "name"
        if self.keys[before] == ")" and VERSION.fullmatch(number.raw):
            before -= 1  # « la carte (CNIE) 2.0 »
        if self.kinds[before] == WORD and self.follows_a_name(number, before):
            return "name"
        return ""

    def is_score(self, number):
        """« 3-1 »: two small numbers joined by a dash."""
        if len(number.raw) != 1:
            return False
        after, before = number.last + 1, number.first - 1
        ahead = self.touching(after, "-") and self.is_digit(after + 1)
        return ahead or (self.touching_before(before, "-") and self.is_digit(before - 1))

    def is_digit(self, index):
        return self.kinds[index] == DIGITS and len(self.keys[index]) == 1

    def glued(self, number):
        """Latin letters stuck to the digits (4G, P3, MP4)."""
        left = self.text[number.start - 1 : number.start]
        right = self.text[number.end : number.end + 1]
        if left in ("+", "-"):
            left = self.text[number.start - 2 : number.start - 1]
        return any(c.isascii() and c.isalpha() for c in left + right) and not self.ordinal(number)

    def follows_a_name(self, number, before):
        token = self.tokens[before]
        word = self.text[token.start : token.end]
        capitals = word.isascii() and word.isupper() and len(word) > 1
        return capitals and not self.counts_something(number) and number.form == "digits"

    def ordinal(self, number):
        """« 24ème », « 1er », « 5e »: a place, no quantity."""
        return "ordinal" if number.form == "digits" and ORDINAL_ENDING.match(self.text, number.end) else ""

    def quantity(self, number):
        """Times and measures that no indicator counts: « 10 ans », « 24 heures », « 12 km », « 24/24 »."""
        after = self.keys[number.last + 1]
        if after in OTHER_UNITS and self.kinds[number.last + 1] == WORD:
            return "unit_of_measure"
        if after in DURATION_WORDS and self.kinds[number.last + 1] == WORD:
            return "duration"
        raw = number.raw
        if (
            raw.startswith("0")
            and len(raw) > 1
            and number.form == "digits"
            and "." not in raw
            and "," not in raw
        ):
            return "phone" if len(raw) >= 6 or self.kinds[number.last + 1] == DIGITS else ""
        return ""
