"""What the words around a number say of it: direction of a change, exactness, the year described."""

from .grammar import (
    DIRECTIONS,
    QUALIFIER_GAP,
    QUALIFIERS,
    REACHED,
    SHARE_WORDS,
    YEAR_WORDS,
)
from .idioms import APOSTROPHES, COMPARED, LAST, SHARE, idioms_of
from .number import PERCENT, POINTS
from .particles import by_any_form, in_any_form
from .tokens import BREAK, DIGITS, MARK, WORD, folded_words

MOVING = in_any_form(folded_words("passant passe passé passée passer انتقل انتقلت منتقلا منتقلة"))
VERBS = by_any_form(
    {
        **dict.fromkeys(folded_words("ناهز ناهزت يناهز تناهز قارب قاربت يقارب تقارب"), "about"),
        **dict.fromkeys(
            folded_words("تجاوز تجاوزت يتجاوز تتجاوز فاق فاقت يفوق تفوق تخطى تخطت تتعد يتعد"), "more_than"
        ),
    }
)
WON_OR_LOST = by_any_form(
    {
        **dict.fromkeys(folded_words("gagné gagne gagnent gagnant كسب كسبت ربح ربحت"), "rise"),
        **dict.fromkeys(
            folded_words("perdu perd perdent perdant cédé cède cèdent خسر خسرت فقد فقدت"), "fall"
        ),
    }
)
# rise, fall or stable, by every form of the words that say so.
MOVES = by_any_form(DIRECTIONS)
LEVELS, SHARES = in_any_form(REACHED), in_any_form(SHARE_WORDS)
NAMES_OF_YEARS = in_any_form(YEAR_WORDS)
YEAR_LEADS = NAMES_OF_YEARS | {"en"}
MORE = {"plus": "rise", "moins": "fall"}
MORE_REACH = 6
COMPARATIVES = folded_words("élevé élevée élevés élevées nombreux nombreuses important importante")
SURPLUS = folded_words("supplémentaire supplémentaires إضافية إضافيا")
NEGATIONS = folded_words("لم لا لن ولم ولا فلم")
VERB_REACH, COMPARISON_REACH = 8, 12
FROM, INTO = folded_words("de d من"), folded_words("à إلى")
CLAUSE_MARKS = frozenset(",،")
DURING = in_any_form(folded_words("خلال غضون durant pendant cours"))
RELATIVES = folded_words("التي الذي والتي والذي qui")
OPENING = folded_words("en في وفي سنة عام وسنة")
FRAME_REACH, SHARE_REACH = 3, 12
FIRST_YEAR, LAST_YEAR_NUMBER = 1990, 2100
CLOSING, SENTENCE_ENDS = frozenset(",،;؛:("), frozenset(".!?؟")
BETWEEN_QUALIFIER_AND_NUMBER = QUALIFIER_GAP | APOSTROPHES
OF_SPANS = frozenset(("منذ", "depuis", "بين", "entre", "برسم", "fin"))


class Wording:
    """Reads the words around numbers of one text."""

    def __init__(self, words):
        self.keys, self.kinds = words.keys, words.kinds
        self.idioms = idioms_of(words)
        self.compares, self.last_years = self.idioms[COMPARED], self.idioms[LAST]
        self.shares = self.idioms[SHARE]
        self.qualifying = {}
        for name, _ in QUALIFIERS:
            for place, length in self.idioms[name].items():
                self.qualifying.setdefault(place, []).append((name, length))

    def directions(self, first, last):
        """[(token index, direction)] between two tokens, in order."""
        first = max(first, 0)
        return [
            (index, MOVES[key])
            for index, key in enumerate(self.keys[first:last], first)
            if key in MOVES and not self.is_superlative(index)
        ]

    def is_superlative(self, index):
        return self.keys[index - 1] in ("plus", "sans", "بدون")

    def qualifier(self, number, floor):
        """(qualifier, token where its words begin) of a number, or ("", its first token)."""
        index = number.first - 1
        while index > floor and self.keys[index] in BETWEEN_QUALIFIER_AND_NUMBER:
            index -= 1
        short = index - (self.keys[index] in QUALIFIER_GAP)
        for begin in range(max(floor + 1, index - 5, 0), number.first):
            for name, length in self.qualifying.get(begin, ()):
                if short < begin + length <= number.first:
                    return name, begin
        return self.verb_before(number, floor), number.first

    def verb_before(self, number, floor):
        """«ناهز عدد الضحايا 508», «لم تتجاوز القضايا 755»: the verb of a clause qualifies its number."""
        for index in range(number.first - 1, max(floor, number.first - VERB_REACH), -1):
            key = self.keys[index]
            if self.kinds[index] != WORD or key in MOVES:
                return ""
            if key in VERBS:
                return "at_most" if self.keys[index - 1] in NEGATIONS else VERBS[key]
        return ""

    def reached(self, number, floor):
        """Whether « reached », « بلغ » leads to the number, so that it is a level and no change."""
        for index in range(number.first - 1, max(floor, number.first - 7), -1):
            key = self.keys[index]
            if key in LEVELS:
                return True
            if key in MOVES or (self.kinds[index] == MARK and key not in APOSTROPHES):
                return False
        return False

    def is_share(self, number, floor, stop):
        """« من مجموع », « du total » after a percentage, or « représente » before it."""
        after = number.last + 1
        told = any(index in self.shares for index in range(after, min(after + 3, stop)))
        if told and not self.directions(max(number.first - 4, floor + 1), number.first):
            return True
        for index in range(number.first - 1, max(floor, number.first - SHARE_REACH) - 1, -1):
            key = self.keys[index]
            if key in MOVES or key in CLOSING:
                return False
            if key in SHARES:
                return True
        return False

    def comes_from(self, number, floor, following):
        """« passant de 1.728.209 »: what a number was before it became another."""
        if self.keys[number.first - 1] not in FROM:
            return False
        near = max(floor + 1, number.first - 6)
        if not MOVING.isdisjoint(self.keys[near : number.first]):
            return True
        return bool(following) and self.becomes(following) and bool(self.directions(near, number.first))

    def more_or_less(self, number):
        """« 7 % de moins », « 12 % de mineurs de plus », « 33 % plus élevé »."""
        if self.keys[number.last + 1] in MORE and self.keys[number.last + 2] in COMPARATIVES:
            return MORE[self.keys[number.last + 1]]
        following = self.keys[number.last + 1 : number.last + MORE_REACH]
        for key, after in zip(following, following[1:], strict=False):
            if key in CLAUSE_MARKS:
                return ""
            if key == "de" and after in MORE or key in SURPLUS:
                return MORE.get(after, "rise")
        return ""

    def is_surplus(self, number):
        """« 55 tonnes de plus qu'en 2015 », « 12 affaires supplémentaires »: not how many there are."""
        for index in range(number.last + 1, number.last + 4):
            if self.kinds[index] != WORD:
                return False
            if self.keys[index] in SURPLUS:
                return True
            if self.keys[index] == "de" and self.keys[index + 1] in ("plus", "moins"):
                return self.keys[index + 2] in ("que", "qu")
        return False

    def won_or_lost(self, number, floor):
        """« a gagné 5 points », « كسب نقطتين »."""
        near = self.keys[max(floor + 1, number.first - 3) : number.first]
        return next((WON_OR_LOST[key] for key in near if key in WON_OR_LOST), "")

    def becomes(self, number):
        """« à 1.711.208 », « إلى 755 ألف »: what it has become."""
        return self.keys[number.first - 1] in INTO

    # Years ------------------------------------------------------------

    def year(self, number, floor, ceiling, report, compared):
        """The year that a number describes; the report's unless the words say another.

        ``floor`` and ``ceiling`` are the tokens of the numbers (not years) before and after it.
        """
        stop = min(ceiling, number.last + 14)
        if compared and number.kind not in (PERCENT, POINTS):
            return self.stated_year(number.last + 1, stop, report) or report - 1
        before = self.year_before(number, floor, report)
        if before or number.kind in (PERCENT, POINTS) or not self.belongs(number, stop):
            return before or report
        return self.stated_year(number.last + 1, stop, report) or report

    def frame_year(self, first, last):
        """(year, its token) that a whole sentence describes (« En 2022, … », «خلال سنة 2018»); (0, 0) when
        none or several are named outside comparisons."""
        found = [
            index
            for index, kind in enumerate(self.kinds[first:last], first)
            if kind == DIGITS
            and len(self.keys[index]) == 4
            and self.is_year(index)
            and self.keys[index + 1] != ")"
            and not self.in_comparison(index, max(first - 1, 0))
        ]
        if len(found) != 1:
            return 0, 0
        index = found[0]
        during = not DURING.isdisjoint(self.keys[max(first, index - 4) : index])
        opens = index - first <= FRAME_REACH and self.keys[first] in OPENING
        aside = self.keys[index - 2] in CLAUSE_MARKS and self.keys[index + 1] in CLAUSE_MARKS
        opens = opens or (aside and self.keys[index - 1] in OPENING)
        return (int(self.keys[index]), index) if during or opens else (0, 0)

    def compared(self, number, floor):
        """Whether the number is what another is held against (« contre 765 en 2017 »)."""
        if number.kind == PERCENT:
            return False
        for index in range(number.first - 1, max(floor, number.first - 6), -1):
            kind = self.kinds[index]
            if kind == MARK and self.keys[index] not in "'’(":
                return False
            if index in self.compares and index + self.compares[index] <= number.first:
                return True
            if kind == DIGITS:
                return False
        return False

    def stated_year(self, first, last, report):
        """The year named between two tokens, before any turn to something else."""
        for index in range(first, last):
            key = self.keys[index]
            if key in CLOSING or key == "\n":
                return 0
            if index in self.last_years:
                return report - 1
            if len(key) == 4 and self.is_year(index):
                return int(key)
        return 0

    def is_year(self, index):
        key = self.keys[index]
        return self.kinds[index] == DIGITS and key.isdigit() and FIRST_YEAR <= int(key) <= LAST_YEAR_NUMBER

    def belongs(self, number, stop):
        """A year after a number is its own when « en » or « سنة » leads to it and no comparison does."""
        for index in range(number.last + 1, stop):
            if self.keys[index] in CLOSING or index in self.compares:
                return False
            if index in self.last_years:
                return True
            if self.is_year(index):
                return self.keys[index - 1] in YEAR_LEADS
        return False

    def year_before(self, number, floor, report):
        """A year that leads the number in its own clause (« en 2022, 190 kg »), unless compared with."""
        if self.becomes(number):
            return 0
        if self.follows_last_year(number, floor):
            return report - 1
        if self.is_bracketed_after_year(number) and not self.in_comparison(number.first - 2, floor):
            return int(self.keys[number.first - 2])
        farthest = max(floor, number.first - 10)
        if DIGITS not in self.kinds[farthest + 1 : number.first]:
            return 0
        past_comma = closed = False
        for index in range(number.first - 1, farthest, -1):
            key = self.keys[index]
            closed = key == ")" or closed and key != "("
            if closed:
                continue
            past_comma = past_comma or key in CLOSING
            if len(key) == 4 and self.is_year(index):
                if past_comma and not self.opens(index - 1):
                    return 0
                led = self.keys[index - 1] in YEAR_LEADS and not self.in_comparison(index, floor)
                return int(key) if led else 0
        return 0

    def is_bracketed_after_year(self, number):
        """« la quantité de l'année 2016 (481.646 comprimés) »."""
        bare = number.kind not in (PERCENT, POINTS) and self.keys[number.first - 1] == "("
        return bare and len(self.keys[number.first - 2]) == 4 and self.is_year(number.first - 2)

    def follows_last_year(self, number, floor):
        """«شهدت الفترة نفسها من السنة الماضية توقيف 62.839», «مقارنة مع السنة الماضية التي عرفت …»: last year
        is what the clause is about."""
        counted = number.kind not in (PERCENT, POINTS)
        opened = number.first - (counted and self.keys[number.first - 1] == "(")
        for index in range(opened - 1, max(floor, number.first - 10), -1):
            if self.keys[index] in CLOSING:
                return False
            if index in self.last_years:
                past = self.keys[index + self.last_years[index]]
                return past in RELATIVES or not self.in_comparison(index, floor)
        return False

    def opens(self, index):
        """Whether a word opens its sentence."""
        return index <= 0 or self.kinds[index - 1] == BREAK or self.keys[index - 1] in SENTENCE_ENDS

    def in_comparison(self, index, floor):
        for back in range(index - 1, max(floor, index - COMPARISON_REACH), -1):
            if back in self.compares or self.keys[back] in OF_SPANS:
                return True
        return False
