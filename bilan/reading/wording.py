"""What the words around a number say of it: direction of a change, exactness, the year described."""

from functools import lru_cache

from .grammar import (
    CAMPAIGNS,
    COMPARED_PHRASES,
    DIRECTIONS,
    LAST_YEAR,
    MOMENTS,
    QUALIFIER_GAP,
    QUALIFIERS,
    REACHED,
    SHARE_PHRASES,
    SHARE_WORDS,
    SPANS,
    YEAR_WORDS,
)
from .number import PERCENT, POINTS
from .tokens import BREAK, DIGITS, MARK, WORD, folded_words, is_arabic

MOVING = folded_words("passant passe passé passée passer انتقل انتقلت منتقلا منتقلة")
VERBS = {
    **dict.fromkeys(folded_words("ناهز ناهزت يناهز تناهز قارب قاربت يقارب تقارب"), "about"),
    **dict.fromkeys(
        folded_words("تجاوز تجاوزت يتجاوز تتجاوز فاق فاقت يفوق تفوق تخطى تخطت تتعد يتعد"), "more_than"
    ),
}
WON_OR_LOST = {
    **dict.fromkeys(folded_words("gagné gagne gagnent gagnant كسب كسبت ربح ربحت"), "rise"),
    **dict.fromkeys(folded_words("perdu perd perdent perdant cédé cède cèdent خسر خسرت فقد فقدت"), "fall"),
}
SURPLUS = folded_words("supplémentaire supplémentaires إضافية إضافيا")
NEGATIONS = folded_words("لم لا لن ولم ولا فلم")
VERB_REACH = 8
FROM, INTO = folded_words("de d من"), folded_words("à إلى")
CLAUSE_MARKS = frozenset(",،")
DURING = folded_words("خلال غضون durant pendant cours")
OPENING = folded_words("en في وفي سنة عام وسنة")
FRAME_REACH, SHARE_REACH = 3, 12
FIRST_YEAR, LAST_YEAR_NUMBER = 1990, 2100


@lru_cache(maxsize=65536)
def forms(key):
    """A word, then without و or ف, then without ب, ل, ك as well, then without its article."""
    found = [key]
    if is_arabic(key):
        if key[:1] in "وف" and len(key) > 3:
            found.append(key[1:])
        for form in tuple(found):
            if form[:1] in "بلك" and len(form) > 3:
                found.append(form[1:])
        for form in tuple(found):
            if form.startswith("ال") and len(form) > 4:
                found.append(form[2:])
    return tuple(found)


@lru_cache(maxsize=65536)
def direction_of(key):
    """rise, fall, stable, or an empty string for any other word."""
    return next((DIRECTIONS[form] for form in forms(key) if form in DIRECTIONS), "")


TABLES = (
    COMPARED_PHRASES,
    LAST_YEAR,
    SHARE_PHRASES,
    SPANS,
    MOMENTS,
    CAMPAIGNS,
    *(phrases for _, phrases in QUALIFIERS),
)
# A bit for each table of phrases, and for each first word the bits of the tables where it opens a phrase.
BITS = {phrases: 1 << place for place, phrases in enumerate(TABLES)}
STARTS = {}
for _phrases, _bit in BITS.items():
    for _phrase in _phrases:
        STARTS[_phrase[0]] = STARTS.get(_phrase[0], 0) | _bit
QUALIFYING = sum(BITS[phrases] for _, phrases in QUALIFIERS)


@lru_cache(maxsize=65536)
def opens_phrases(key):
    """The bits of the tables in which a phrase may start with this word."""
    found = 0
    for form in forms(key):
        found |= STARTS.get(form, 0)
    return found


class Wording:
    """Reads the words around numbers of one text."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.opening = [opens_phrases(t.key) if t.kind == WORD else 0 for t in tokens]

    def key(self, index):
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def directions(self, first, last):
        """[(token index, direction)] between two tokens, in order."""
        found = []
        for index in range(max(first, 0), last):
            token = self.tokens[index]
            if token.kind == WORD:
                direction = direction_of(token.key)
                if direction and not self.is_superlative(index):
                    found.append((index, direction))
        return found

    def is_superlative(self, index):
        return self.key(index - 1) in ("plus", "sans", "بدون")

    def phrase_at(self, index, phrases, longest=4):
        """Length of the phrase of the set that starts at a token, or 0; apostrophes do not count."""
        if not self.opening[index] & BITS[phrases]:
            return 0
        words, position, lengths = [], index, []
        while len(words) < longest and position < len(self.tokens):
            token = self.tokens[position]
            if token.kind == MARK and token.key in "'’":
                position += 1
                continue
            if token.kind != WORD:
                break
            words.append(token.key)
            lengths.append(position - index + 1)
            position += 1
        for size in range(len(words), 0, -1):
            if tuple(words[:size]) in phrases:
                return lengths[size - 1]
            for form in forms(words[0])[1:]:
                if (form, *words[1:size]) in phrases:
                    return lengths[size - 1]
        return 0

    def qualifier(self, number, floor):
        """(qualifier, token where its words begin) of a number, or ("", its first token)."""
        index = number.first - 1
        while index > floor and (self.key(index) in QUALIFIER_GAP or self.key(index) in "'’"):
            index -= 1
        for begin in range(max(floor + 1, index - 5, 0), number.first):
            if not self.opening[begin] & QUALIFYING:
                continue
            for name, phrases in QUALIFIERS:
                length = self.phrase_at(begin, phrases, 5)
                if (
                    length
                    and begin + length > index - (self.key(index) in QUALIFIER_GAP)
                    and begin + length <= number.first
                ):
                    return name, begin
        return self.verb_before(number, floor), number.first

    def verb_before(self, number, floor):
        """«ناهز عدد الضحايا 508», «لم تتجاوز القضايا 755»: the verb of a clause qualifies its number."""
        for index in range(number.first - 1, max(floor, number.first - VERB_REACH), -1):
            token = self.tokens[index]
            if token.kind != WORD or direction_of(token.key):
                return ""
            name = next((VERBS[form] for form in forms(token.key) if form in VERBS), "")
            if name:
                return "at_most" if self.key(index - 1) in NEGATIONS else name
        return ""

    def reached(self, number, floor):
        """Whether « reached », « بلغ » leads to the number, so that it is a level and no change."""
        for index in range(number.first - 1, max(floor, number.first - 7), -1):
            token = self.tokens[index]
            if token.kind == MARK and token.key not in "'’":
                return False
            if token.kind == WORD and direction_of(token.key) and not set(forms(token.key)) & REACHED:
                return False
            if token.kind == WORD and any(form in REACHED for form in forms(token.key)):
                return True
        return False

    def is_share(self, number, floor, stop):
        """« من مجموع », « du total » after a percentage, or « représente » before it."""
        after = number.last + 1
        moved = self.directions(max(number.first - 4, floor + 1), number.first)
        for index in range(after, min(after + 3, stop)):
            if self.phrase_at(index, SHARE_PHRASES, 4) and not moved:
                return True
        for index in range(number.first - 1, max(floor, number.first - SHARE_REACH) - 1, -1):
            if self.tokens[index].kind == WORD and direction_of(self.key(index)):
                return False
            if self.tokens[index].kind == MARK and self.key(index) in ",،;؛:(":
                return False
            if any(form in SHARE_WORDS for form in forms(self.key(index))):
                return True
        return False

    def comes_from(self, number, floor, following):
        """« passant de 1.728.209 »: what a number was before it became another."""
        if self.key(number.first - 1) not in FROM:
            return False
        near = range(max(floor + 1, number.first - 6), number.first)
        if any(set(forms(self.key(k))) & MOVING for k in near):
            return True
        return bool(following) and self.becomes(following) and bool(self.directions(near.start, near.stop))

    def more_or_less(self, number):
        """« 7 % de moins », « 7 % de plus »."""
        if self.key(number.last + 1) != "de":
            return {"اضافيه": "rise"}.get(self.key(number.last + 1), "")
        return {"moins": "fall", "plus": "rise"}.get(self.key(number.last + 2), "")

    def is_surplus(self, number):
        """« 55 tonnes de plus qu'en 2015 », « 12 affaires supplémentaires »: not how many there are."""
        for index in range(number.last + 1, min(number.last + 4, len(self.tokens))):
            if self.tokens[index].kind != WORD:
                return False
            if self.key(index) in SURPLUS:
                return True
            if self.key(index) == "de" and self.key(index + 1) in ("plus", "moins"):
                return self.key(index + 2) in ("que", "qu")
        return False

    def won_or_lost(self, number, floor):
        """« a gagné 5 points », « كسب نقطتين »."""
        near = (
            form for k in range(max(floor + 1, number.first - 3), number.first) for form in forms(self.key(k))
        )
        return next((WON_OR_LOST[form] for form in near if form in WON_OR_LOST), "")

    def becomes(self, number):
        """« à 1.711.208 », « إلى 755 ألف »: what it has become."""
        return self.key(number.first - 1) in INTO

    # Years ------------------------------------------------------------

    def year(self, number, floor, ceiling, report):
        """The year that a number describes; the report's unless the words say another.

        ``floor`` and ``ceiling`` are the tokens of the numbers (not years) before and after it.
        """
        if number.kind in (PERCENT, POINTS):
            return self.year_before(number, floor, report) or report
        compared = self.compared(number, floor)
        after = self.stated_year(number.last + 1, min(ceiling, number.last + 14), report)
        if compared:
            return after or report - 1
        before = self.year_before(number, floor, report)
        if after and not before and self.belongs(number, ceiling):
            return after
        return before or report

    def frame_year(self, first, last):
        """(year, its token) that a whole sentence describes (« En 2022, … », «خلال سنة 2018»); (0, 0) when
        none or several are named outside comparisons."""
        found = []
        for index in range(first, last):
            token = self.tokens[index]
            if token.kind == DIGITS and len(token.key) == 4 and self.is_year(index):
                if self.in_comparison(index, max(first - 1, 0)) or self.key(index + 1) == ")":
                    continue
                found.append(index)
        if len(found) != 1:
            return 0, 0
        index = found[0]
        leads = self.tokens[max(first, index - 4) : index]
        during = any(form in DURING for t in leads for form in forms(t.key))
        opens = index - first <= FRAME_REACH and self.key(first) in OPENING
        aside = self.key(index - 2) in CLAUSE_MARKS and self.key(index + 1) in CLAUSE_MARKS
        opens = opens or (aside and self.key(index - 1) in OPENING)
        return (int(self.key(index)), index) if during or opens else (0, 0)

    def compared(self, number, floor):
        """Whether the number is what another is held against (« contre 765 en 2017 »)."""
        if number.kind == PERCENT:
            return False
        for index in range(number.first - 1, max(floor, number.first - 6), -1):
            if self.tokens[index].kind == MARK and self.key(index) not in "'’(":
                return False
            length = self.phrase_at(index, COMPARED_PHRASES)
            if length and index + length <= number.first:
                return True
            if self.tokens[index].kind == DIGITS:
                return False
        return False

    def stated_year(self, first, last, report):
        """The year named between two tokens, before any turn to something else."""
        for index in range(first, min(last, len(self.tokens))):
            token = self.tokens[index]
            if token.kind == MARK and token.key in ",،;؛(:" or token.key == "\n":
                return 0
            if token.kind == WORD and self.phrase_at(index, LAST_YEAR, 5):
                return report - 1
            if token.kind == DIGITS and len(token.key) == 4 and self.is_year(index):
                return int(token.key)
        return 0

    def is_year(self, index):
        key = self.key(index)
        return key.isdigit() and FIRST_YEAR <= int(key) <= LAST_YEAR_NUMBER

    def belongs(self, number, ceiling):
        """A year after a number is its own when « en » or « سنة » leads to it and no comparison does."""
        for index in range(number.last + 1, min(ceiling, number.last + 14)):
            if self.tokens[index].kind == MARK and self.key(index) in ",،;؛(:":
                return False
            if self.phrase_at(index, COMPARED_PHRASES):
                return False
            if self.phrase_at(index, LAST_YEAR, 5):
                return True
            if self.tokens[index].kind == DIGITS and self.is_year(index):
                lead = self.key(index - 1)
                return any(form in YEAR_WORDS for form in forms(lead)) or lead == "en"
        return False

    def year_before(self, number, floor, report):
        """A year that leads the number in its own clause (« en 2022, 190 kg »), unless compared with."""
        past_comma = False
        if self.becomes(number):
            return 0
        if self.follows_last_year(number, floor):
            return report - 1
        closed = False
        for index in range(number.first - 1, max(floor, number.first - 10), -1):
            token = self.tokens[index]
            closed = token.key == ")" or closed and token.key != "("
            if closed:
                continue
            if token.kind == MARK and token.key in ",،;؛:(":
                past_comma = True
            if token.kind == DIGITS and len(token.key) == 4 and self.is_year(index):
                lead = self.key(index - 1)
                if past_comma and not self.opens(index - 1):
                    return 0
                if not (any(form in YEAR_WORDS for form in forms(lead)) or lead == "en"):
                    return 0
                if self.in_comparison(index, floor):
                    return 0
                return int(token.key)
        return 0

    def follows_last_year(self, number, floor):
        """«شهدت الفترة نفسها من السنة الماضية توقيف 62.839»: last year is what the clause is about."""
        counted = number.kind not in (PERCENT, POINTS)
        opened = number.first - (counted and self.key(number.first - 1) == "(")
        for index in range(opened - 1, max(floor, number.first - 10), -1):
            if self.tokens[index].kind == MARK and self.key(index) in ",،;؛:(":
                return False
            if self.phrase_at(index, LAST_YEAR, 5):
                return not self.in_comparison(index, floor)
        return False

    def opens(self, index):
        """Whether a word opens its sentence."""
        return index <= 0 or self.tokens[index - 1].kind == BREAK or self.key(index - 1) in ".!?؟"

    def in_comparison(self, index, floor):
        for back in range(index - 1, max(floor, index - 8), -1):
            if self.phrase_at(back, COMPARED_PHRASES):
                return True
            if self.key(back) in ("منذ", "depuis", "بين", "entre", "برسم", "fin"):
                return True
        return False
