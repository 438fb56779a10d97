"""Sentences, and around each number the words that may speak of it, weighed by how near they stand."""

from dataclasses import dataclass, field

from .grammar import HEAD_NOUNS, SUBSET
from .lexicon import ROLE, STRONG, WEAK, WORDS, concepts_of, kind_of, measures_of
from .numbers import COUNT, PERCENT, POINTS
from .places import is_rank
from .tokens import BREAK, MARK, WORD, folded_words, is_arabic

OWN, CLAUSE, SEGMENT, CLAIMED, EARLIER, AHEAD, CONTEXT = 1.0, 0.9, 0.8, 0.55, 0.5, 0.4, 0.25
LINKED, NEAR = 0.6, 16
# A sentence without a subject goes on with the one before.
ALONE = 0.6
FARTHEST = 70
NEXT = 0.28
HARD_MARKS = frozenset(",،;؛:)]»…")
# With these a line goes on with the one before: bullets, « ainsi », « وهكذا ».
STARTERS = frozenset("-–•*▪") | folded_words("ainsi cette ces ce ceux celles وهكذا وبذلك وبموجب")
# What a sentence that goes on may count of the subject before it.
CARRIED = folded_words(
    "cases persons networks gangs documents tablets vehicles contents warrants offence-reports fines"
)
# Subjects that say nothing of what is counted: the whole of crime, rates, networks of whatever kind.
NEUTRAL = frozenset({"penal", "clearance"})
# Who speaks of the narrower subject speaks of the wider one.
NARROWED = 0.95
WIDER = {
    **dict.fromkeys(("cannabis", "cocaine", "heroin", "ecstasy", "boufa", "psychotropic"), ("drug",)),
    "extortion": ("cyber",),
    "sextortion": ("extortion", "cyber"),
}
SENTENCE_MARKS = frozenset(".!?؟;؛")
ROOT_WAW = folded_words(
    "وحدة وثيقة وثائق ولاية وسيط وسيطا وسطاء وفاة وفيات وزارة واقعة وقائع وطني وطنية وقت وضع وجه ورقة "
    "وكالة وكالات والي واحد واحدة وصل وصلت وحدات وسائل وسيلة وضعية وتيرة وازن وازنة وافد وافدين"
)
TURNS = folded_words(
    "حين حيثما أسفرت أسفر مكنت مكن بينما فيما كما فضلا علاوة إضافة بالإضافة ayant conduit abouti permis "
    "soldées soldé entraînant alors tandis outre ainsi avec donnant tout lesquelles lesquels بزيادة "
    "بانخفاض بتراجع بارتفاع soit أي مقارنة مقابل contre حيث إذ"
)
LINKS = folded_words(
    "liés liées lié impliqués impliquées appartenant membres actifs ارتباطهم مرتبطين ضمن ينشطون ينتمون "
    "منتمين تورطهم متورطين انتمائهم"
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
        self.own_ends = [self.own_end(i) for i in range(len(numbers))]

    @staticmethod
    def goes_on_from(tokens, first):
        """Whether a sentence stands in the paragraph, or the list, of the one before."""
        return first > 0 and (tokens[first - 1].kind != BREAK or tokens[first].key in STARTERS)

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
            if rated and key in (",", "،") and self.goes_on(index + 1, stop):
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
        if index >= stop or self.tokens[index].kind != WORD or stop == self.last:
            return False
        return any(kind_of(c) in (STRONG, WEAK) for c in concepts_of(self.tokens[index].key))

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
        self.weigh(evidence, claimed, CLAIMED * factor)
        self.weigh_earlier(evidence, i, factor)
        self.weigh_ahead(evidence, i)
        told = any(w > AHEAD and kind_of(c) == STRONG for c, w in evidence.items())
        told = told or any(kind_of(c) == WEAK for c in (*own, *before))
        goes_on = (
            number.kind not in (PERCENT, POINTS)
            and self.same_paragraph
            and not told
            and measures_of(own) <= CARRIED
        )
        self.weigh(evidence, self.context, ALONE if goes_on else CONTEXT)
        for concept, weight in tuple(evidence.items()):
            for wider in WIDER.get(concept, ()):
                evidence[wider] = max(evidence.get(wider, 0), weight * NARROWED)
        scope = Scope(evidence, own, segment | before, before, claimed)
        scope.own_end, scope.number_last = self.own_ends[i], number.last
        self.name_noun(scope, i, claimed_to)
        scope.subset = any(
            self.tokens[k].key in SUBSET for k in range(max(edge, number.first - 6), number.first)
        )
        return scope

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
        turns = (k for k in range(self.own_ends[i], stop) if self.turns(k))
        self.weigh(evidence, self.gather(self.own_ends[i], next(turns, stop)), AHEAD)
        if i + 1 < len(self.numbers) and self.numbers[i + 1].first - self.numbers[i].last < NEAR:
            ahead = self.gather(self.numbers[i + 1].last + 1, self.own_ends[i + 1])
            weight = LINKED if self.linked(i) else NEXT
            self.weigh(evidence, {c: p for c, p in ahead.items() if kind_of(c) in (STRONG, "act")}, weight)

    def linked(self, i):
        """« 990 individus liés à 509 réseaux »: where these belong."""
        between = self.tokens[self.numbers[i].last + 1 : self.numbers[i + 1].first]
        return any(t.key in LINKS for t in between) and not any(t.key in (",", "،") for t in between)

    def last_comma(self, first, last):
        for index in range(last - 1, max(first, last - FARTHEST) - 1, -1):
            if self.tokens[index].kind == MARK and self.tokens[index].key in HARD_MARKS:
                return index + 1
        return max(first, last - FARTHEST)

    def gather(self, first, last, *, nearest_first=False):
        """{concept: token index} of the words from ``first`` to ``last`` (excluded), at its nearest place."""
        found = {}
        places = range(max(first, self.first), min(last, self.last))
        for index in reversed(places) if nearest_first else places:
            token = self.tokens[index]
            if token.kind == WORD:
                for concept in concepts_of(token.key):
                    found[concept] = index
        return found

    @staticmethod
    def weigh(evidence, concepts, weight):
        for concept in concepts:
            if evidence.get(concept, 0) < weight:
                evidence[concept] = weight

    # The noun that a number counts ------------------------------------------------------------

    def name_noun(self, scope, i, claimed_to):
        number = self.numbers[i]
        if number.kind != COUNT:
            return
        if number.form == "dual":
            scope.noun = concepts_of(self.tokens[number.last].key)
            scope.measures, scope.sure = measures_of(scope.noun), True
            return
        if self.noun_after(scope, number, self.own_ends[i]):
            return
        self.noun_before(scope, claimed_to, number.first)

    def noun_after(self, scope, number, stop):
        """« 24 nouvelles structures », « 3.021 faux documents »: the first counted noun, adjectives apart."""
        seen = 0
        for index in range(number.last + 1, min(stop, number.last + 5)):
            token = self.tokens[index]
            if token.kind != WORD:
                return scope.sure
            concepts = concepts_of(token.key)
            if not concepts:
                if token.key not in ("de", "d", "من", "leurs", "leur", "ses"):
                    return scope.sure
                continue
            measures = measures_of(concepts)
            if measures == {"mobile-units"} and not is_arabic(token.key) and "mobile" not in scope.own:
                return self.other_units(scope, index, stop)
            if measures:
                scope.measures, scope.noun, scope.sure = measures, concepts, True
                self.look_for_complement(scope, index, stop)
                return True
            if seen == 0 or is_arabic(token.key):
                scope.measures, scope.noun, scope.sure = frozenset(), concepts, True
            if is_arabic(token.key):
                return True
            seen += 1
            if seen > 2:
                return True
        return scope.sure

    def other_units(self, scope, index, stop):
        """« 1.285.194 unités » counts what was said before; « 19 unités de renseignement » something else."""
        more = index + 1 < stop and self.tokens[index + 1].kind == WORD
        if more:
            scope.measures, scope.noun, scope.sure = frozenset(), (), True
        return more

    def look_for_complement(self, scope, index, stop):
        """« affaires de fraude »: a word of no table right after the noun says what is counted."""
        following = [self.tokens[k] for k in range(index + 1, min(index + 4, stop))]
        linked = False
        for token in following:
            if token.kind != WORD:
                return
            concepts = concepts_of(token.key)
            if is_rank(token.key):
                return
            if token.key in ("de", "d", "des", "liees", "relatives", "تتعلق", "مرتبطه", "متعلقه", "portant"):
                linked = True
            elif concepts and concepts[0].startswith("="):
                scope.complement = linked or token.key[:1] == "ب"
                return
            elif concepts or not linked:
                return

    def noun_before(self, scope, first, last):
        """The head of « nombre de … », else every counted noun between the numbers."""
        start = max(first, last - FARTHEST)
        heads = [k for k in range(start, last) if self.tokens[k].key in HEAD_NOUNS]
        for head in reversed(heads):
            for index in range(head + 1, last):
                concepts = concepts_of(self.tokens[index].key) if self.tokens[index].kind == WORD else ()
                measures = measures_of(concepts)
                if measures:
                    scope.measures, scope.noun = measures, concepts
                    return
        measures = set()
        for index in range(start, last):
            if self.tokens[index].kind == WORD:
                measures |= measures_of(concepts_of(self.tokens[index].key))
        scope.measures = frozenset(measures) if measures else None


def role_of(concepts):
    """The roles among concepts."""
    return frozenset(c for c in concepts if kind_of(c) == ROLE)
