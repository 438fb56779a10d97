"""Sentences, and around each number the words that may speak of it, weighed by how near they stand."""

from dataclasses import dataclass, field

from .grammar import SUBSET
from .lexicon import STRONG, WEAK, WORDS, concepts_of, kind_of, measures_of
from .nouns import FARTHEST, Nouns
from .number import COUNT, PERCENT, POINTS
from .references import taken_up
from .tokens import BREAK, MARK, WORD, folded_words, is_arabic

OWN, CLAUSE, SEGMENT, CLAIMED, EARLIER, AHEAD, CONTEXT = 1.0, 0.9, 0.8, 0.55, 0.5, 0.4, 0.25
# So many of a thing are the whole, whatever the sentence before spoke of.
LEAST_ALONE = 200_000
LINKED, NEAR, PREDICATE = 0.6, 16, 7
# A sentence without a subject goes on with the one before.
ALONE = 0.6
NEXT = 0.28
HARD_MARKS = frozenset(",،;؛:)]»…")
# With these a line goes on with the one before: bullets, « ainsi », « وهكذا ».
STARTERS = frozenset("-–•*▪") | folded_words("ainsi parmi cette ces ce ceux celles وهكذا وبذلك وبموجب")
# What a sentence that goes on may count of the subject before it.
CARRIED = folded_words(
    "brigades cases persons networks gangs documents tablets vehicles contents warrants offence-reports fines"
)
# Subjects that say nothing of what is counted: the whole of crime, rates, networks of whatever kind.
# « En effet, ces opérations … »: so does one that points back in its first words.
THESE, LEAD = folded_words("cette ces هذه"), 4
NEUTRAL = frozenset({"penal", "clearance"})
# Who speaks of the narrower subject speaks of the wider one.
NARROWED = 0.95
WIDER = {
    **dict.fromkeys(("cannabis", "cocaine", "heroin", "ecstasy", "boufa", "psychotropic"), ("drug",)),
    "extortion": ("cyber",),
    "sextortion": ("extortion", "cyber"),
}
PRONOUNS = frozenset(("celui", "celle", "ceux", "celles", "النسبه"))
RELATIVES = folded_words("والتي التي والذي الذي qui lesquelles lesquels")
PLURALS = frozenset(("ceux", "celles"))
LATTER = frozenset(("dernier", "derniers", "derniere", "dernieres"))
SENTENCE_MARKS = frozenset(".!?؟;؛")
ROOT_WAW = folded_words(
    "وحدة وثيقة وثائق ولاية وسيط وسيطا وسطاء وفاة وفيات وزارة واقعة وقائع وطني وطنية وقت وضع وجه ورقة "
    "وكالة وكالات والي واحد واحدة وصل وصلت وحدات وسائل وسيلة وضعية وتيرة وازن وازنة وافد وافدين"
)
SETTINGS = frozenset((("dans", "le", "cadre"), ("dans", "des", "affaires")))
TURNS = folded_words(
    "حين حيثما أسفرت أسفر مكنت مكن بينما فيما كما فضلا علاوة إضافة بالإضافة ayant conduit abouti permis "
    "soldées soldé entraînant alors tandis outre ainsi avec donnant tout lesquelles lesquels بزيادة "
    "بانخفاض بتراجع بارتفاع soit أي مقارنة مقابل contre حيث إذ"
)
LINKS = folded_words(
    "liés liées lié impliqués impliquées appartenant membres actifs ارتباطهم مرتبطين ضمن ينشطون ينتمون "
    "منتمين تورطهم متورطين انتمائهم خدمات خدمة استعمال طريق services bénéficié bénéficiaires "
    "bénéficient profité"
)
ATTACHING = folded_words(
    "في من dans des du de d pour les au aux à chez concernant par en بخصوص بالنسبة لدى le la l"
)
CONTINUING = folded_words("sur par rapport comparaison comparé comparativement مقارنة بالمقارنة")


def sentence_bounds(tokens):
    """(first, past the last) token of each sentence; a line break ends one too."""
    start = 0
    for index, token in enumerate(tokens):
        ends = token.kind == BREAK or (token.kind == MARK and token.key in SENTENCE_MARKS)
        if ends and token.key == ";" and index + 1 < len(tokens) and tokens[index + 1].start == token.end:
            ends = False  # a cell of a table, with no space behind it
        if ends and token.key == "." and index and tokens[index - 1].kind == WORD:
            ends = len(tokens[index - 1].key) > 1 or is_arabic(tokens[index - 1].key)
        if ends:
            if index > start:
                yield start, index
            start = index + 1
    if start < len(tokens):
        yield start, len(tokens)


@dataclass
class Scope:
    """What surrounds one number: concepts by weight, and the noun that it counts.

    ``evidence``: concept → weight; ``own``, ``before``, ``claimed``: concept → token; ``measures``: what the
    noun is counted in (None when no noun tells); ``sure``: the noun stands right after.
    """

    evidence: dict
    own: dict
    before: dict
    clause: dict
    claimed: dict
    measures: frozenset | None = None
    noun: tuple = ()
    sure: bool = False
    subset: bool = False
    is_share: bool = False
    is_level: bool = False
    own_end: int = 0
    number_last: int = 0
    complement: bool = False
    head: frozenset = frozenset()
    relative: bool = False
    pronoun: bool = False
    mention: tuple | None = None
    places: dict = field(default_factory=dict)


def is_conjunction(key):
    """« et », or an Arabic word that و joins (and is not its first letter)."""
    if key in ("et", "و", "او", "ou"):
        return True
    return key[:1] == "و" and len(key) > 3 and key not in ROOT_WAW and key not in WORDS


class Surroundings:
    """The scopes of the numbers of one sentence (tokens ``first`` to ``last``, excluded)."""

    def __init__(self, tokens, first, last, numbers, context):
        self.same_paragraph = self.goes_on_from(tokens, first)
        self.tokens = tokens
        self.first = first
        self.last = last
        self.numbers = numbers
        self.firsts = frozenset(number.first for number in numbers)
        self.context = context
        self.direction = ""
        self.gathered = {}
        self.taken_up = taken_up(tokens, first, last, context)
        self.nouns = Nouns(tokens)
        self.glosses = self.find_glosses()
        self.own_ends = [self.own_end(i) for i in range(len(numbers))]

    @staticmethod
    def goes_on_from(tokens, first):
        """Whether a sentence stands in the paragraph, or the list, of the one before."""
        if first == 0 or tokens[first - 1].kind != BREAK or tokens[first].key in STARTERS:
            return first > 0
        return any(token.key in THESE for token in tokens[first : first + LEAD])

    def next_first(self, i):
        return self.numbers[i + 1].first if i + 1 < len(self.numbers) else self.last

    def previous_last(self, i):
        return self.numbers[i - 1].last if i else self.first - 1

    def after(self, i):
        """The number after the i-th, or None."""
        return self.numbers[i + 1] if i + 1 < len(self.numbers) else None

    def own_end(self, i):
        """Past the last token of the phrase that follows a number and belongs to it."""
        number, stop = self.numbers[i], self.next_first(i)
        index = number.last + 1
        if index < stop and self.tokens[index].key == "(":
            while index < stop and self.tokens[index].key != ")":
                index += 1
            return index
        rated = number.kind in (PERCENT, POINTS)
        if rated:
            index = self.past_comparison(index, stop)
            if not self.attaches(index):
                return number.last + 1
        more = stop < self.last
        begin = index
        while index < stop:
            kind, key = self.tokens[index].kind, self.tokens[index].key
            if key in (",", "،") and (self.is_setting(index + 1) or rated and self.goes_on(index + 1, stop)):
                index += 1
                continue
            if kind == MARK and key in HARD_MARKS or key == "(":
                return index
            if index == begin and key in ("et", "و") and kind == WORD and self.splits(index, begin, more):
                return index
            if kind == WORD and index > begin and (self.turns(index) or self.splits(index, begin, more)):
                return index
            if key in SUBSET and index > begin:
                return index
            index += 1
        return index

    def past_comparison(self, index, stop):
        """Past « par rapport à l'année dernière », so that what follows it still attaches."""
        if index + 1 >= stop or self.tokens[index].kind != WORD:
            return index
        if (
            self.tokens[index].key not in ("par", "مقارنه", "بالمقارنه")
            or self.tokens[index + 1].kind != WORD
        ):
            return index
        for later in range(index + 1, min(index + 10, stop)):
            if self.tokens[later].key in ("dans", "في"):
                return later
            if self.tokens[later].kind == MARK and self.tokens[later].key in HARD_MARKS:
                return index
        return index

    def goes_on(self, index, stop):
        """A further subject after a comma belongs to the same list (« meurtre, coups et blessures »)."""
        if index >= stop or self.tokens[index].kind != WORD:
            return False
        if self.tokens[index].key in ("de", "des", "et") and index + 1 < stop:
            return any(kind_of(c) == WEAK for c in concepts_of(self.tokens[index + 1].key))
        kinds = {kind_of(c) for c in concepts_of(self.tokens[index].key)}
        return WEAK in kinds or stop != self.last and STRONG in kinds

    def is_setting(self, index):
        """« 97.688 personnes, dans le cadre de la lutte contre … »: what a figure is of."""
        return tuple(token.key for token in self.tokens[index : index + 3]) in SETTINGS

    def turns(self, index):
        key = self.tokens[index].key
        if key == "ayant" and index + 1 < self.last and self.tokens[index + 1].key == "entraine":
            return False
        if key == "avec":
            following = concepts_of(self.tokens[index + 1].key) if index + 1 < self.last else ()
            return not any(kind_of(c) in (STRONG, WEAK) for c in following)
        return key in TURNS

    def splits(self, index, begin, more):
        """A conjunction that leads to the next number of the same clause ends the phrase."""
        key = self.tokens[index].key
        if not is_conjunction(key) or not more:
            return False
        for later in range(index + 1, min(index + 25, self.last)):
            token = self.tokens[later]
            if token.kind == MARK and token.key in ",،":
                return False
            if later in self.firsts:
                return True
        return False

    def attaches(self, index):
        """Whether what follows a percentage is what it speaks of (« 7 % des vols »)."""
        if index >= self.last or self.tokens[index].kind != WORD:
            return False
        key = self.tokens[index].key
        following = self.tokens[index + 1].key if index + 1 < self.last else ""
        if (
            key in ("par", "en")
            and following in CONTINUING
            or key in ("en", "au")
            and following in ("cours", "comparaison")
        ):
            return False
        return key in ATTACHING or (is_arabic(key) and key[:1] in "بل" and bool(concepts_of(key)))

    def scope(self, i):
        """The scope of the i-th number."""
        number = self.numbers[i]
        own = self.gather(number.last + 1, self.own_ends[i], nearest_first=True)
        edge = self.previous_last(i) + 1
        claimed_to = max(edge, self.own_ends[i - 1]) if i else edge
        claimed_to = min(claimed_to, number.first)
        comma = self.last_comma(claimed_to, number.first)
        before = self.gather(max(comma, number.first - FARTHEST), number.first)
        evidence = {}
        self.weigh(evidence, own, OWN)
        dimmed = number.kind in (PERCENT, POINTS) and any(kind_of(c) in (STRONG, WEAK) for c in own)
        factor = 0.62 if dimmed else 1.0
        self.weigh(evidence, before, CLAUSE * factor)
        segment = self.gather(max(claimed_to, number.first - FARTHEST), comma)
        self.weigh(evidence, segment, SEGMENT * factor)
        claimed = self.gather(edge, claimed_to)
        scope_relative = comma < self.last and self.tokens[comma].key in RELATIVES and comma >= edge
        self.weigh(evidence, claimed, (CLAUSE if scope_relative else CLAIMED) * factor)
        self.weigh_earlier(evidence, i, factor)
        self.weigh_ahead(evidence, i)
        told = any(w > AHEAD and kind_of(c) == STRONG and c != "network" for c, w in evidence.items())
        told = told or any(kind_of(c) == WEAK for c in (*own, *before))
        goes_on = (
            (number.kind not in (PERCENT, POINTS) or self.pronoun_before(number))
            and not (number.value is not None and number.kind == COUNT and number.value >= LEAST_ALONE)
            and self.same_paragraph
            and not told
            and measures_of(own) <= CARRIED
        )
        self.weigh(evidence, self.context, ALONE if goes_on else CONTEXT)
        for concept, weight in tuple(evidence.items()):
            for wider in WIDER.get(concept, ()):
                evidence[wider] = max(evidence.get(wider, 0), weight * NARROWED)
        scope = Scope(evidence, own, segment | before, before, claimed, relative=scope_relative)
        scope.own_end, scope.number_last = self.own_ends[i], number.last
        self.nouns.name(scope, number, self.own_ends[i], claimed_to)
        scope.subset = any(
            self.tokens[k].key in SUBSET for k in range(max(edge, number.first - 6), number.first)
        )
        return scope

    def pronoun_before(self, number):
        """« celui » of « celui des vols », « derniers » of « la part de ces derniers », or nothing."""
        for index in range(number.first - 1, max(self.first, number.first - FARTHEST) - 1, -1):
            key = self.tokens[index].key
            if key in PRONOUNS or key in LATTER and self.tokens[index - 1].key in ("ce", "ces", "cette"):
                return key
        return ""

    def weigh_earlier(self, evidence, i, factor):
        for back, j in enumerate(range(i - 1, max(i - 7, -1), -1)):
            edge = self.previous_last(j) + 1
            words = self.gather(max(edge, self.numbers[j].first - FARTHEST), self.numbers[j].first)
            self.weigh(evidence, words, max(EARLIER - 0.04 * back, 0.42) * factor)
            if j:
                self.weigh(evidence, self.gather(self.numbers[j - 1].last + 1, edge), 0.3)

    def weigh_ahead(self, evidence, i):
        """Words after the number's own phrase, and what the next number is about when it is linked."""
        stop = min(self.next_first(i), self.own_ends[i] + 25)
        if i == 0 and self.is_led_by_number(evidence):
            self.weigh(evidence, self.gather(self.own_ends[0], stop), SEGMENT)
            return
        turns = (k for k in range(self.own_ends[i], stop) if self.turns(k))
        self.weigh(evidence, self.gather(self.own_ends[i], next(turns, stop)), AHEAD)
        if i + 1 < len(self.numbers) and self.numbers[i + 1].first - self.numbers[i].last < NEAR:
            past = self.predicate_end(i + 1)
            ahead = self.gather(self.numbers[i + 1].last + 1, past)
            weight = LINKED if self.linked(i) else AHEAD if self.coordinated(i) else NEXT
            kinds = (STRONG, WEAK, "act") if weight == LINKED else (STRONG, "act")
            self.weigh(evidence, {c: p for c, p in ahead.items() if kind_of(c) in kinds}, weight)

    def is_led_by_number(self, evidence):
        """« Avec 94,43%, le taux d'élucidation … »: nothing before the number says what it is."""
        number = self.numbers[0]
        after = self.tokens[number.last + 1] if number.last + 1 < self.last else None
        told = any(w > CONTEXT and kind_of(c) in (STRONG, WEAK, "role") for c, w in evidence.items())
        return not told and number.kind in (PERCENT, POINTS) and after and after.key in (",", "،", ":")

    def linked(self, i):
        """« 990 individus liés à 509 réseaux »: where these belong."""
        between = self.tokens[self.numbers[i].last + 1 : self.numbers[i + 1].first]
        return any(t.key in LINKS for t in between) and not any(t.key in (",", "،") for t in between)

    def predicate_end(self, i):
        """Past the few words after the own phrase of a number that may say something of several numbers."""
        stop = min(self.next_first(i), self.own_ends[i] + PREDICATE)
        ends = (k for k in range(self.own_ends[i], stop) if self.tokens[k].key in HARD_MARKS)
        return max(self.own_ends[i], next(ends, stop))

    def coordinated(self, i):
        """« arrêté 505 organisateurs et démantelé 62 réseaux »: two objects of one subject."""
        between = self.tokens[self.numbers[i].last + 1 : self.numbers[i + 1].first]
        joined = any(t.kind == WORD and is_conjunction(t.key) for t in between)
        return joined and not any(t.key in HARD_MARKS for t in between)

    def last_comma(self, first, last):
        for index in range(last - 1, max(first, last - FARTHEST) - 1, -1):
            if self.tokens[index].kind == MARK and self.tokens[index].key in HARD_MARKS:
                return index + 1
        return max(first, last - FARTHEST)

    def gather(self, first, last, *, nearest_first=False):
        """{concept: token index} of the words from ``first`` to ``last`` (excluded), at its nearest place.

        The neighbours of a number ask for the same words: they are gathered once, and nobody changes them.
        """
        first, last = max(first, self.first), min(last, self.last)
        known = self.gathered.get((first, last, nearest_first))
        if known is not None:
            return known
        found = self.gathered[first, last, nearest_first] = {}
        places = range(first, last)
        for index in reversed(places) if nearest_first else places:
            token = self.tokens[index]
            if token.kind == WORD:
                for concept in concepts_of(token.key):
                    if index not in self.glosses or kind_of(concept) not in (STRONG, WEAK):
                        found[concept] = index
        for index, subjects in self.taken_up.items():
            if first <= index < last:
                found |= dict.fromkeys(subjects, index)
        return found

    def find_glosses(self):
        """Tokens of brackets without numbers that only explain a thing named before (« psychotropes
        (ecstasy, captagon) »)."""
        found, named, opened = set(), False, -1
        for index in range(self.first, self.last):
            token = self.tokens[index]
            if token.key == "(" and named:
                opened = index
            elif token.key == ")" and opened >= 0:
                found.update(range(opened, index))
                opened = -1
            elif index in self.firsts:
                opened, named = -1, False
            elif token.kind == WORD and not named:
                named = any(kind_of(c) in (STRONG, WEAK) for c in concepts_of(token.key))
        return found

    @staticmethod
    def weigh(evidence, concepts, weight):
        for concept in concepts:
            if evidence.get(concept, 0) < weight:
                evidence[concept] = weight
