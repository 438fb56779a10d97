"""Numbers in running text: digits with any grouping, words, mixtures, per cent, weights, money.

``scan`` gives every number of a token list with its place, value and unit; what it states comes later.
"""

from decimal import Decimal
from functools import lru_cache

from bilan.numerals import words_to_number
from bilan.numerals.words import (
    ARABIC_DUALS,
    ARABIC_NUMBER_WORDS,
    ARABIC_SCALES,
    FRENCH_NUMBER_WORDS,
    FRENCH_SCALES,
    fold_digits,
)

from .amounts import DUAL_WEIGHTS, FOREIGN_MONEY, HALVES, MONEY_WORDS, QUARTERS, SCALES, WEIGHTS
from .beginnings import DUAL_POINTS, beginnings, may_begin_number
from .digits import grouping_habit, read_digits
from .duals import DUAL_NOUNS
from .lexicon import measures_of
from .number import COUNT, MONEY, ORDINAL, PERCENT, POINTS, WEIGHT, Number
from .ordinals import ORDINALS_AR, ORDINALS_FR
from .tokens import BREAK, DIGITS, MARK, WORD, folded_words, is_arabic, without_prefixes

PER_HUNDRED_AR = {"المايه", "الميه", "الماءه"}
POINT_WORDS = {"نقطه", "نقط", "نقاط", "point", "points", "pt", "pts"}
MINUS_WORDS, PLUS_WORDS = folded_words("ناقص moins"), folded_words("زائد plus")
MINUS_SIGNS, PLUS_SIGNS = {"-", "−", "–", "‑"}, {"+", "＋"}
LONGEST_SPELLING = 14


@lru_cache(maxsize=65536)
def spelling(words):
    """The number that a run of words spells, or None."""
    return words_to_number(words)


class Scanner:
    """Reads the numbers of one text; keeps the habit of its digits, which settles lone separators."""

    def __init__(self, text, words):
        self.text = text
        self.tokens, self.keys, self.kinds = words.tokens, words.keys, words.kinds
        self.concepts = words.concepts
        self.habit = grouping_habit(self.surely_grouped())

    def surely_grouped(self):
        """(digits, whether what follows is counted one by one), so that a lone separator groups."""
        for index, token in enumerate(self.tokens):
            if token.kind == DIGITS and not token.key.isdigit():
                counted = measures_of(self.concepts[index + 1]) - {"years", "level"}
                yield token.key, bool(counted) or self.is_listed(index)

    def is_listed(self, index):
        """«القضايا المسجلة: 755.541.»: a number alone after the noun of what is counted."""
        if self.kinds[index + 1] == WORD or self.keys[index + 1] in "%٪" or self.keys[index - 1] != ":":
            return False
        return any(map(measures_of, self.concepts[max(index - 5, 0) : index]))

    def scan(self):
        """Every number, in order; a weight of several parts is one number."""
        numbers, past = [], 0
        for index in beginnings(self.tokens):
            number = self.number_at(index) if index >= past else None
            if number is None:
                continue
            if number.kind == WEIGHT:
                number = self.with_smaller_parts(number)
            numbers.append(number)
            past = number.last + 1
        return numbers

    # A number starts at a token ------------------------------------------------------------

    def number_at(self, index):
        token = self.tokens[index]
        if token.kind == DIGITS:
            return self.digits_at(index)
        if token.kind == WORD and may_begin_number(token.key):
            return self.words_at(index)
        return None

    def digits_at(self, index):
        """Digits alone, or begun by digits and carried on by words: ``755 ألف و541``, ``331,9 "
        "millions``."""
        following = self.kinds[index + 1]
        if following in (DIGITS, BREAK) and self.kinds[index - 1] != MARK:
            token = self.tokens[index]
            return Number(
                index, index, token.start, token.end, read_digits(token.key), raw=fold_digits(token.key)
            )
        key = self.keys[index + 1]
        if following == WORD and (key in ARABIC_SCALES or key in FRENCH_SCALES):
            value, last = self.spelled(index, self.keys[index])
            if value is not None and last > index:
                return self.finish(index, last, value, "mixed")
        return self.finish(index, index, None, "digits")

    def words_at(self, index):
        """A number begun by a word; None when the word begins none."""
        key = self.keys[index]
        if is_arabic(key):
            return self.arabic_at(index, key)
        if key in ("un", "une"):
            return self.french_one(index)
        if key in FRENCH_NUMBER_WORDS and not (key in ("cent", "cents") and self.keys[index - 1] == "pour"):
            value, last = self.spelled(index, key)
            return None if value is None else self.finish(index, last, value, "words")
        if key in ORDINALS_FR:
            return self.make(index, index, Decimal(ORDINALS_FR[key]), ORDINAL, "words")
        return None

    def arabic_at(self, index, key):
        for bare in without_prefixes(key):
            if (
                bare in DUAL_WEIGHTS
                or bare in DUAL_POINTS
                or (bare in DUAL_NOUNS and bare not in ARABIC_DUALS)
            ):
                return self.dual(index, bare)
            if bare in WEIGHTS and self.weighs_alone(index, bare):
                last = index + (self.keys[index + 1] in ("واحد", "واحدا"))
                return self.weight(index, last, WEIGHTS[bare])
            if bare in HALVES | QUARTERS and self.keys[index + 1] in SCALES:
                part = Decimal("0.5") if bare in HALVES else Decimal("0.25")
                return self.finish(index, index + 1, part * SCALES[self.keys[index + 1]], "words")
            if bare in ARABIC_NUMBER_WORDS:
                value, last = self.spelled(index, bare)
                return None if value in (None, 1) else self.finish(index, last, value, "words")
            ordinal = bare[2:] if bare.startswith("ال") else None
            if ordinal in ORDINALS_AR or (bare in ORDINALS_AR and bare.endswith("ا") and len(bare) > 3):
                value = ORDINALS_AR.get(ordinal) or ORDINALS_AR[bare]
                return self.make(index, index, Decimal(value), ORDINAL, "words")
        return None

    def weighs_alone(self, index, bare):
        """``طنا و433 كيلوغراما``: one tonne said by its noun alone, known by what follows it."""
        following = self.keys[index + 1]
        if following in ("واحد", "واحدا"):
            return True
        if following in ("و", "من") or (following.startswith("و") and len(following) > 2):
            return self.kinds[index - 1] != DIGITS and bare not in ("غ", "غرام")
        return False

    def french_one(self, index):
        """« un million », « une tonne »; any other « un » is an article."""
        following = self.keys[index + 1]
        if following in FRENCH_SCALES:
            value, last = self.spelled(index, self.keys[index])
            return None if value is None else self.finish(index, last, value, "words")
        if following in WEIGHTS and len(following) > 2:
            return self.weight(index, index + 1, WEIGHTS[following])
        return None

    def spelled(self, index, first):
        """(value, last token) of the longest run of words and digits from ``index`` that spells "
        "one number."""
        words, lasts = [first], [index]
        position = index + 1
        while position < index + LONGEST_SPELLING and self.continues(position):
            if self.lacks_joint(position):
                words.append("و")
                lasts.append(position - 1)
            if self.kinds[position] != MARK:
                words.append(fold_digits(self.keys[position]))
                lasts.append(position)
            position += 1
        for length in range(len(words), 0, -1):
            value = spelling(tuple(words[:length]))
            if value is not None:
                return value, lasts[length - 1]
        return None, index

    def lacks_joint(self, index):
        """``170 ألفا 919``: three digits right after a scale, without the و that joins them."""
        if self.kinds[index] != DIGITS or len(self.keys[index]) != 3:
            return False
        return any(bare in SCALES for bare in without_prefixes(self.keys[index - 1]))

    def continues(self, index):
        """Whether a token may carry a spelled number on; no word of it stands twice in a row."""
        key, kind = self.keys[index], self.kinds[index]
        if kind == WORD and key == self.keys[index - 1]:
            return False
        if kind == DIGITS:
            return fold_digits(key).isdigit() and (len(key) <= 3 or self.keys[index - 1] != "و")
        if kind == MARK:
            return key == "-" and self.keys[index - 1] in FRENCH_NUMBER_WORDS
        if kind != WORD:
            return False
        if is_arabic(key):
            return (
                key == "و" or key in ARABIC_NUMBER_WORDS or key[:1] == "و" and key[1:] in ARABIC_NUMBER_WORDS
            )
        return key in FRENCH_NUMBER_WORDS or key == "et"

    # What stands around a number ------------------------------------------------------------

    def finish(self, first, last, value, form):
        """The number with its unit (per cent, points, weight, money) and sign."""
        raw = self.keys[first] if form == "digits" else ""
        value, last = self.with_half(raw, value, last)
        first_mark, after = first, last + 1
        if self.kinds[first - 1] == MARK and self.keys[first - 1] in "%٪" and self.touches(first - 1, first):
            return self.share(first - 1, last, value, raw, form)
        if self.keys[after] in ("%", "٪"):
            return self.share(first_mark, after, value, raw, form)
        percent_end = self.percent_words(after)
        if percent_end:
            return self.share(first_mark, percent_end, value, raw, form)
        if self.keys[after] in POINT_WORDS:
            value = value if value is not None else read_digits(raw, decimals=True, habit={"."})
            return self.signed(self.make(first, after, value, POINTS, form, raw))
        unit = self.keys[after]
        if unit in ("g", "t") and self.text[self.tokens[after].start].isupper():
            unit = ""
        if self.is_weight(unit, read_digits(raw) if value is None else value, form):
            return self.weight(first, after, self.amount(raw, value, WEIGHTS[unit]), form, raw)
        if unit == "t" and form == "digits" and self.keys[after + 1] != "'":
            return self.weight(first, after, self.amount(raw, value, Decimal(1000)), form, raw)
        if unit in ("de", "من") and self.keys[after + 1] in MONEY_WORDS and form != "digits":
            return self.money(first, after + 1, value, raw, form)
        if unit == "d" and self.keys[after + 1] in "'’" and self.keys[after + 2] in FOREIGN_MONEY:
            return self.money(first, after + 2, value, raw, form)
        if unit in MONEY_WORDS:
            return self.money(first, after, value, raw, form)
        value = value if value is not None else read_digits(raw)
        return self.signed(self.make(first, last, value, COUNT, form, raw))

    def with_half(self, raw, value, last):
        """(value, last token) with « et demi », «ونصف»: half of what was said last."""
        part, end = self.half_after(last)
        if not part:
            return value, last
        scale = SCALES.get(self.keys[last], 1)
        amount = value if value is not None else read_digits(raw)
        return (None, last) if amount is None else (amount + part * scale, end)

    def half_after(self, last):
        """(the fraction said right after a token, its last token), or (0, the token)."""
        key = self.keys[last + 1]
        bare, end = (key[1:], last + 1) if key[:1] == "و" and len(key) > 3 else ("", last + 1)
        if key in ("et", "و"):
            bare, end = self.keys[last + 2], last + 2
        if bare in HALVES:
            return Decimal("0.5"), end
        return (Decimal("0.25"), end) if bare in QUARTERS else (Decimal(0), last)

    @staticmethod
    def is_weight(unit, value, form):
        """«غرامات» is grams and fines alike: thousands of them are fines."""
        if unit == "غرامات" and value is not None and value >= 1000:
            return False
        return unit in WEIGHTS and (unit not in ("g", "غ") or form == "digits")

    def touches(self, left, right):
        return self.tokens[left].end == self.tokens[right].start

    def percent_words(self, index):
        """Last token of « بالمائة », « في المائة », « pour cent », « pc » from ``index``, or 0."""
        key, following = self.keys[index], self.keys[index + 1]
        if key[:1] in ("ب", "ف") and key[1:] in PER_HUNDRED_AR or key in ("pc", "percent"):
            return index
        if (key == "في" and following in PER_HUNDRED_AR) or (
            key == "pour" and following in ("cent", "cents")
        ):
            return index + 1
        if key == "p" and following == "." and self.keys[index + 2] in ("c", "100"):
            return index + 2
        return 0

    def share(self, first, last, value, raw, form):
        if value is None:
            value = read_digits(raw, decimals=True, habit={"."})
        return self.signed(self.make(first, last, value, PERCENT, form, raw))

    def amount(self, raw, value, factor):
        """Kilograms for an amount in a unit of ``factor`` kg; a thousandth of a tonne being a kilogram, three
        digits after a lone separator are read as decimals of a tonne."""
        if value is None and factor == 1000 and raw:
            value = read_digits(raw.replace(".", ","), decimals=True, habit={"."})
        if value is None and raw:
            value = read_digits(raw, decimals=True, habit=self.habit)
        return value if value is None else value * factor

    def weight(self, first, last, value, form="words", raw=""):
        number = self.make(first, last, value, WEIGHT, form, raw)
        number.measure = "kg"
        return number

    def dual(self, index, bare):
        if bare in DUAL_WEIGHTS:
            return self.weight(index, index, DUAL_WEIGHTS[bare])
        if bare in DUAL_POINTS:
            return self.signed(self.make(index, index, Decimal(2), POINTS, "words"))
        return self.make(index, index, Decimal(2), COUNT, "dual")

    def money(self, first, last, value, raw, form):
        measure = MONEY_WORDS[self.keys[last]]
        if value is None:
            value = read_digits(raw, decimals=measure != "mad", habit={"."})
        if measure.startswith("mad-"):
            value = value and value * (10**6 if measure == "mad-million" else 10**9)
            measure = "mad"
        number = self.make(first, last, value, MONEY, form, raw)
        number.measure = measure
        return number

    def make(self, first, last, value, kind, form, raw=""):
        start, end = self.tokens[first].start, self.tokens[last].end
        return Number(first, last, start, end, value, kind, form=form, raw=fold_digits(raw))

    def signed(self, number):
        """Takes the sign in front, by mark or by word; said twice (« recul de -18 % ») it is still one."""
        before = number.first - 1
        key = self.keys[before]
        if key in MINUS_SIGNS | PLUS_SIGNS and self.is_sign(before):
            number.sign = -1 if key in MINUS_SIGNS else 1
            number.first -= 1
        elif number.kind in (PERCENT, POINTS):
            bare = next((b for b in without_prefixes(key) if b in MINUS_WORDS | PLUS_WORDS), "")
            if bare:
                number.sign = -1 if bare in MINUS_WORDS else 1
                number.first -= 1
            elif self.keys[number.last + 1] in MINUS_SIGNS and self.keys[number.last + 2] in (")", "،"):
                number.sign, number.last = -1, number.last + 1
        number.start, number.end = self.tokens[number.first].start, self.tokens[number.last].end
        return number

    def is_sign(self, index):
        """A mark that touches the number and no word before it."""
        token = self.tokens[index]
        if token.end != self.tokens[index + 1].start:
            return False
        return token.start == 0 or not self.text[token.start - 1].isalnum()

    def with_smaller_parts(self, number):
        """``123 tonnes et 971 kg``, ``5 أطنان و741 كيلوغراما و903 غرامات``: one weight."""
        floor = self.unit_of(number.last)
        part, end = self.half_after(number.last)
        if part and number.value is not None:
            number.value, number.last, number.end = number.value + part * floor, end, self.tokens[end].end
            return number
        while True:
            index = number.last + 1
            if self.keys[index] in ("و", "et") or (self.kinds[index] == MARK and self.keys[index] in ","):
                index += 1
            part = self.number_at(index) if index < len(self.tokens) else None
            joined = part and part.kind == WEIGHT and self.unit_of(part.last) < floor
            if not joined or not self.starts_part(number.last + 1, part) or part.value is None:
                return number
            floor = self.unit_of(part.last)
            number.value = None if number.value is None else number.value + part.value
            number.last, number.end, number.form = part.last, part.end, "mixed"

    def starts_part(self, index, part):
        key = self.keys[index]
        if key in (",", "،"):  # « 8 tonnes, 815 kg et 401 g »
            return self.keys[part.last + 1] in ("و", "et") and self.unit_of(part.last + 3) > 0
        return (
            key in ("و", "et") or part.first == index and (key.startswith("و") or self.kinds[index] == DIGITS)
        )

    def unit_of(self, index):
        for key in (self.keys[index], *without_prefixes(self.keys[index])):
            if key in WEIGHTS:
                return WEIGHTS[key]
            if key in DUAL_WEIGHTS:
                return DUAL_WEIGHTS[key] / 2
            if key == "t":
                return Decimal(1000)
        return self.unit_of(index - 1) if self.keys[index].startswith("واحد") else Decimal(0)
