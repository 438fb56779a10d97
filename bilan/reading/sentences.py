"""Around each number of a sentence the words that may speak of it, weighed by how near they stand."""

from functools import lru_cache

from .grammar import SUBSET
from .lexicon import ACT, ROLE, STRONG, WEAK, WORDS, concepts_of_kinds, measures_of
from .nouns import FARTHEST, Nouns
from .number import COUNT, MONEY, PERCENT, POINTS
from .references import taken_up
from .scope import Scope
from .tokens import BREAK, WORD, folded_words

OWN, CLAUSE, SEGMENT, CLAIMED, EARLIER, AHEAD, CONTEXT = 1.0, 0.9, 0.8, 0.55, 0.5, 0.4, 0.25
# So many of a thing are the whole, whatever the sentence before spoke of.
LEAST_ALONE = 200_000
LINKED, NEAR, PREDICATE = 0.6, 16, 7
# A sentence without a subject goes on with the one before.
ALONE = 0.6
NEXT = 0.28
THESE = folded_words("هذه هؤلاء ces")
HARD_MARKS = frozenset(",،;؛:)]»…")
# With these a line goes on with the one before: bullets, « ainsi », « وهكذا ».
STARTERS = frozenset("-–•*▪") | folded_words("ainsi parmi cette ces ce ceux celles وهكذا وبذلك وبموجب")
# « En effet, ces opérations … »: so does one that points back in its first words.
THESE, LEAD = folded_words("cette ces هذه"), 4
# What a sentence that goes on may count of the subject before it.
CARRIED = folded_words(
    "brigades cases persons networks gangs documents tablets vehicles contents warrants offence-reports fines"
)
TELLING = concepts_of_kinds(STRONG, WEAK)
SUBJECTS, QUALITIES = concepts_of_kinds(STRONG), concepts_of_kinds(WEAK)
TELLING_OR_ROLES, TELLING_OR_ACTS = TELLING | concepts_of_kinds(ROLE), TELLING | concepts_of_kinds(ACT)
SUBJECTS_OR_ACTS = concepts_of_kinds(STRONG, ACT)
# Subjects that say nothing of what is counted: the whole of crime, rates, networks of whatever kind.
NEUTRAL = frozenset({"penal", "clearance"})
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
NAMING = PRONOUNS | LATTER
ROOT_WAW = folded_words(
    "وحدة وثيقة وثائق ولاية وسيط وسيطا وسطاء وفاة وفيات وزارة واقعة وقائع وطني وطنية وقت وضع وجه ورقة "
    "وكالة وكالات والي واحد واحدة وصل وصلت وحدات وسائل وسيلة وضعية وتيرة وازن وازنة وافد وافدين"
)
# « la lutte contre la drogue » compares with nothing.
FIGHTING = folded_words("lutte lutter agir guerre offensive")
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
# « et », « ou » join what they stand between; an Arabic word does by the و it begins with.
JOINTS = frozenset(("et", "و", "او", "ou"))
COMMAS, OF = frozenset(",،"), frozenset(("de", "d"))
# So many numbers before one may still say what it is of, each less than the next.
WEIGHTS_BEFORE = tuple(max(EARLIER - 0.04 * back, 0.42) for back in range(6))


@lru_cache(maxsize=65536)
def is_conjunction(key):
    """« et », or an Arabic word that و joins (and is not its first letter)."""
    if key in JOINTS:
        return True
    return key[:1] == "و" and len(key) > 3 and key not in ROOT_WAW and key not in WORDS


class Surroundings:
    """The scopes of the numbers of one sentence (tokens ``first`` to ``last``, excluded)."""

    def __init__(self, words, first, last, numbers, context):
        self.same_paragraph = self.goes_on_from(words, first)
        self.words = words
        self.keys, self.kinds, self.concepts = words.keys, words.kinds, words.concepts
        self.first = first
        self.last = last
        self.numbers = numbers
        self.firsts = frozenset(number.first for number in numbers)
        self.context = context
        self.direction = ""
        self.taken_up = taken_up(words, first, last, context)
        self.nouns = Nouns(words)
        self.glosses = self.find_glosses()
        self.own_ends = [self.own_end(i) for i in range(len(numbers))]
        self.leads = [self.lead(i) for i in range(len(numbers))]

    @staticmethod
    def goes_on_from(words, first):
        """Whether a sentence stands in the paragraph, or the list, of the one before."""
        if first == 0 or words.kinds[first - 1] != BREAK or words.keys[first] in STARTERS:
            return first > 0
        return not THESE.isdisjoint(words.keys[first : first + LEAD])

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
        if self.keys[index] == ")" and self.keys[index + 1] in OF:
            index += 1  # « près de 124 tonnes (123 tonnes et 971 kg) de résine »
        if index < stop and self.keys[index] == "(":
            while index < stop and self.keys[index] != ")":
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
            key = self.keys[index]
            if key in COMMAS and (self.is_setting(index + 1) or rated and self.goes_on(index + 1, stop)):
                index += 1
                continue
            if key in HARD_MARKS or key == "(":
                return index
            if index == begin:
                if key in ("et", "و") and self.splits(index, more):
                    return index
            elif key in SUBSET or self.turns(index) or self.splits(index, more):
                return index
            index += 1
        return index

    def past_comparison(self, index, stop):
        """Past « par rapport à l'année dernière », so that what follows it still attaches."""
        if index + 1 >= stop or self.keys[index] not in ("par", "مقارنه", "بالمقارنه"):
            return index
        if self.kinds[index + 1] != WORD:
            return index
        for later in range(index + 1, min(index + 10, stop)):
            if self.keys[later] in ("dans", "في"):
                return later
            if self.keys[later] in HARD_MARKS:
                return index
        return index

    def goes_on(self, index, stop):
        """A further subject after a comma belongs to the same list (« meurtre, coups et blessures »)."""
        if index >= stop:
            return False
        if self.keys[index] in ("de", "des", "et") and index + 1 < stop:
            return not QUALITIES.isdisjoint(self.concepts[index + 1])
        belonging = QUALITIES if stop == self.last else TELLING
        return not belonging.isdisjoint(self.concepts[index])

    def is_setting(self, index):
        """« 97.688 personnes, dans le cadre de la lutte contre … »: what a figure is of."""
        return tuple(self.keys[index : index + 3]) in SETTINGS

    def turns(self, index):
        key = self.keys[index]
        if key not in TURNS:
            return False
        if key == "ayant" and index + 1 < self.last and self.keys[index + 1] == "entraine":
            return False
        if key == "avec":
            return index + 1 >= self.last or TELLING.isdisjoint(self.concepts[index + 1])
        return key != "contre" or self.keys[index - 1] not in FIGHTING

    def splits(self, index, more):
        """A conjunction that leads to the next number of the same clause ends the phrase."""
        if not more or not is_conjunction(self.keys[index]):
            return False
        for later in range(index + 1, min(index + 25, self.last)):
            if self.keys[later] in COMMAS:
                return False
            if later in self.firsts:
                return True
        return False

    def attaches(self, index):
        """Whether what follows a percentage is what it speaks of (« 7 % des vols »)."""
        if index >= self.last:
            return False
        key = self.keys[index]
        following = self.keys[index + 1] if index + 1 < self.last else ""
        if (
            key in ("par", "en")
            and following in CONTINUING
            or key in ("en", "au")
            and following in ("cours", "comparaison")
        ):
            return False
        return key in ATTACHING or (key[:1] in ("ب", "ل") and bool(self.concepts[index]))

    def scope(self, i):
        """The scope of the i-th number."""
        number = self.numbers[i]
        own = self.gather(number.last + 1, self.own_ends[i], nearest_first=True)
        edge = self.previous_last(i) + 1
        claimed_to = max(edge, self.own_ends[i - 1]) if i else edge
        claimed_to = min(claimed_to, number.first)
        comma = self.last_comma(claimed_to, number.first - self.is_set_apart(number))
        before = self.gather(max(comma, number.first - FARTHEST), number.first)
        evidence = dict.fromkeys(own, OWN)
        dimmed = number.kind in (PERCENT, POINTS) and not TELLING.isdisjoint(own)
        factor = 0.62 if dimmed else 1.0
        self.weigh(evidence, before, CLAUSE * factor)
        segment = self.gather(max(claimed_to, number.first - FARTHEST), comma)
        self.weigh(evidence, segment, SEGMENT * factor)
        claimed = self.gather(edge, claimed_to)
        scope_relative = comma < self.last and self.keys[comma] in RELATIVES and comma >= edge
        self.weigh(evidence, claimed, (CLAUSE if scope_relative else CLAIMED) * factor)
        self.weigh_earlier(evidence, i, factor)
        self.weigh_ahead(evidence, i)
        silent = () if "crime" in own else ("network",)
        told = any(evidence[c] > AHEAD and c not in silent for c in SUBJECTS.intersection(evidence))
        told = told or not QUALITIES.isdisjoint(own) or not QUALITIES.isdisjoint(before)
        goes_on = (
            (number.kind not in (PERCENT, POINTS) or self.pronoun_before(number))
            and not (number.value is not None and number.kind == COUNT and number.value >= LEAST_ALONE)
            and self.same_paragraph
            and not told
            and measures_of(own) <= CARRIED
        )
        self.weigh(evidence, self.context, ALONE if goes_on else CONTEXT)
        if not WIDER.keys().isdisjoint(evidence):
            self.widen(evidence)
        scope = Scope(evidence, own, segment | before, before, claimed, relative=scope_relative)
        scope.own_end, scope.number_last = self.own_ends[i], number.last
        self.nouns.name(scope, number, self.own_ends[i], claimed_to)
        scope.part = number.kind in (COUNT, MONEY) and self.is_part(number.last + 1, self.own_ends[i])
        led = SUBSET.isdisjoint(self.keys[max(edge, number.first - 6) : number.first])
        scope.subset = scope.part or not led
        return scope

    @staticmethod
    def widen(evidence):
        """Who speaks of the narrower subject speaks of the wider one."""
        for concept, weight in [(concept, evidence[concept]) for concept in WIDER if concept in evidence]:
            for wider in WIDER[concept]:
                evidence[wider] = max(evidence.get(wider, 0), weight * NARROWED)

    def is_part(self, first, last):
        """«تم استجلاء 7.500 منها،», «50 منهم», «240 مليونا من هذه المبالغ»: a part of what was said."""
        if self.keys[first] in SUBSET and first + 1 not in self.firsts:
            return True
        if self.keys[first] in ("من", "de") and self.keys[first + 1] in THESE:
            return True
        stop = min(last + 1, self.last)
        if SUBSET.isdisjoint(self.keys[first:stop]):
            return False
        ends = (k for k in range(first, stop) if self.keys[k] in SUBSET)
        return any(k + 1 == self.last or self.keys[k + 1] in HARD_MARKS for k in ends)

    def lead(self, i):
        """The words between the i-th number and the one before."""
        first = self.numbers[i].first
        return self.gather(max(self.previous_last(i) + 1, first - FARTHEST), first)

    def is_set_apart(self, number):
        """How many tokens set a number apart from its subject: 2 in « les vols de véhicules, de 20 % »."""
        apart = self.keys[number.first - 1] in OF and self.keys[number.first - 2] in COMMAS
        return 2 if apart and number.kind in (PERCENT, POINTS) else 0

    def pronoun_before(self, number):
        """« celui » of « celui des vols », « derniers » of « la part de ces derniers », or nothing."""
        first = max(self.first, number.first - FARTHEST)
        if NAMING.isdisjoint(self.keys[first : number.first]):
            return ""
        for index in range(number.first - 1, first - 1, -1):
            key = self.keys[index]
            if key in PRONOUNS or key in LATTER and self.keys[index - 1] in ("ce", "ces", "cette"):
                return key
        return ""

    def weigh_earlier(self, evidence, i, factor):
        leads = reversed(self.leads[max(i - len(WEIGHTS_BEFORE), 0) : i])
        for lead, weight in zip(leads, WEIGHTS_BEFORE, strict=False):
            self.weigh(evidence, lead, weight * factor)

    def weigh_ahead(self, evidence, i):
        """Words after the number's own phrase, and what the next number is about when it is linked."""
        stop = min(self.next_first(i), self.own_ends[i] + 25)
        if i == 0 and self.is_led_by_number(evidence):
            self.weigh(evidence, self.gather(self.own_ends[0], stop), SEGMENT)
            return
        self.weigh(evidence, self.gather(self.own_ends[i], self.turn(self.own_ends[i], stop)), AHEAD)
        if i + 1 < len(self.numbers) and self.numbers[i + 1].first - self.numbers[i].last < NEAR:
            past = self.predicate_end(i + 1)
            ahead = self.gather(self.numbers[i + 1].last + 1, past)
            weight = self.joint(self.keys[self.numbers[i].last + 1 : self.numbers[i + 1].first])
            kinds = TELLING_OR_ACTS if weight == LINKED else SUBJECTS_OR_ACTS
            self.weigh(evidence, (c for c in ahead if c in kinds), weight)

    def turn(self, first, last):
        """The first place between two tokens where the sentence turns to something else, or the second."""
        if TURNS.isdisjoint(self.keys[first:last]):
            return last
        return next((index for index in range(first, last) if self.turns(index)), last)

    def is_led_by_number(self, evidence):
        """« Avec 94,43%, le taux d'élucidation … »: nothing before the number says what it is."""
        number = self.numbers[0]
        if number.kind not in (PERCENT, POINTS) or number.last + 1 >= self.last:
            return False
        told = any(w > CONTEXT and c in TELLING_OR_ROLES for c, w in evidence.items())
        return not told and self.keys[number.last + 1] in (",", "،", ":")

    def predicate_end(self, i):
        """Past the few words after the own phrase of a number that may say something of several numbers."""
        first = self.own_ends[i]
        stop = max(first, min(self.next_first(i), first + PREDICATE))
        return next((k for k in range(first, stop) if self.keys[k] in HARD_MARKS), stop)

    @staticmethod
    def joint(between):
        """What the next number is of weighs, by the words before it: in « 990 individus liés à 509 réseaux »
        these belong to it, « 505 organisateurs et démantelé 62 réseaux » are two objects of one subject."""
        if not LINKS.isdisjoint(between) and COMMAS.isdisjoint(between):
            return LINKED
        joined = HARD_MARKS.isdisjoint(between) and any(map(is_conjunction, between))
        return AHEAD if joined else NEXT

    def last_comma(self, first, last):
        first = max(first, last - FARTHEST)
        for back, key in enumerate(reversed(self.keys[first:last])):
            if key in HARD_MARKS:
                return last - back
        return first

    def gather(self, first, last, *, nearest_first=False):
        """{concept: token index} of the words of the sentence from ``first`` to ``last`` (excluded), at its
        nearest place."""
        said = self.words.said_between(first, last)
        if self.glosses:
            said = [(c, place) for c, place in said if place not in self.glosses or c not in TELLING]
        found = dict(reversed(said) if nearest_first else said)
        if self.taken_up:
            for index in range(first, last):
                found |= dict.fromkeys(self.taken_up.get(index, ()), index)
        return found

    def find_glosses(self):
        """Tokens of brackets without numbers that only explain a thing named before (« psychotropes
        (ecstasy, captagon) »)."""
        found, named, opened = set(), False, -1
        if "(" not in self.keys[self.first : self.last]:
            return found
        for index in range(self.first, self.last):
            key = self.keys[index]
            if key == "(" and named:
                opened = index
            elif key == ")" and opened >= 0:
                found.update(range(opened, index))
                opened = -1
            elif index in self.firsts:
                opened, named = -1, False
            elif not named:
                named = not TELLING.isdisjoint(self.concepts[index])
        return found

    @staticmethod
    def weigh(evidence, concepts, weight):
        for concept in concepts:
            if concept not in evidence or evidence[concept] < weight:
                evidence[concept] = weight
