"""The noun that a number counts: right after it, or the head of what leads to it."""

from itertools import chain

from .grammar import HEAD_NOUNS
from .lexicon import STRONG, WEAK, kind_of, measures_of
from .number import COUNT
from .places import RANKED
from .tokens import WORD, is_arabic

FARTHEST = 70
# What « unités » may stand for.
PIECES = frozenset({"tablets", "cards", "documents", "vehicles", "contents"})
# What is done, and what no indicator counts.
UNCOUNTED = frozenset(("operation", "operations"))
UPON, EXAMINED = frozenset(("sur", "dans", "علي", "في")), 7
OF = frozenset(("de", "d", "pour", "في"))


def is_verb(key, concepts):
    """« 56.878 enregistrant une hausse », « 9.250 impliquaient »: a word that is no plural noun."""
    return concepts[0].startswith("=") and key.endswith(("ant", "aient"))


class Nouns:
    """Finds the nouns of the numbers of one text."""

    def __init__(self, words):
        self.keys, self.kinds, self.concepts = words.keys, words.kinds, words.concepts

    def name(self, scope, number, own_end, claimed_to):
        """Finds the noun of one number, whose own phrase ends before ``own_end``."""
        if number.kind != COUNT:
            scope.head = self.head(claimed_to, number.first)
            return
        if number.form == "dual":
            scope.noun = self.concepts[number.last]
            scope.measures, scope.sure = measures_of(scope.noun), True
            return
        if self.is_examined(number, claimed_to):
            scope.measures, scope.sure = frozenset(), True
            return
        if self.noun_after(scope, number, own_end):
            return
        if self.keys[number.first - 1] == "(":
            return
        self.noun_before(scope, claimed_to, number.first)

    def is_examined(self, number, first):
        """« 201 expertises sur 94 armes », « l'expertise dans 1.816 dossiers »: what was examined."""
        if self.keys[number.first - 1] not in UPON:
            return False
        near = self.concepts[max(first, number.first - EXAMINED) : number.first]
        return any("examinations" in concepts for concepts in near)

    def noun_after(self, scope, number, stop):
        """« 24 nouvelles structures », « 3.021 faux documents »: the first counted noun, adjectives apart."""
        seen = 0
        if self.is_elliptical(number, stop):
            return False
        for index in range(number.last + 1, min(stop, number.last + 5)):
            key, concepts = self.keys[index], self.concepts[index]
            if self.kinds[index] != WORD:
                return scope.sure
            if key in UNCOUNTED:
                scope.measures, scope.sure = frozenset(), True
                return True
            if not concepts:
                if key not in ("de", "d", "من", "leurs", "leur", "ses"):
                    return scope.sure
                continue
            if is_verb(key, concepts):
                return scope.sure
            measures = measures_of(concepts)
            if measures == {"mobile-units"} and not is_arabic(key) and "mobile" not in scope.own:
                return self.other_units(scope, index, stop)
            if measures:
                scope.measures, scope.noun, scope.sure = measures, concepts, True
                if measures == {"requests"}:
                    scope.measures |= self.asked_for(index, stop)
                self.look_for_complement(scope, index, stop)
                return True
            if seen == 0 or is_arabic(key):
                scope.measures, scope.noun, scope.sure = frozenset(), concepts, True
            if is_arabic(key):
                return True
            seen += 1
            if seen > 2:
                return True
        return scope.sure

    def asked_for(self, index, stop):
        """« demandes d'expertise »: a request for a thing counts as the thing."""
        return measures_of(chain.from_iterable(self.concepts[index + 1 : min(index + 4, stop)]))

    def is_elliptical(self, number, stop):
        """« 656 affaires de blanchiment et 504 de corruption »: the noun is the one before."""
        after = number.last + 1
        if after < stop and self.keys[after][:1] == "ب":
            concepts = self.concepts[after]
            return any(kind_of(c) == WEAK for c in concepts) and not measures_of(concepts)
        if after + 1 >= stop or number.form != "digits" or self.keys[after] not in OF:
            return False
        if measures_of(self.concepts[after + 1]):
            return False
        following = self.concepts[after + 1 : min(after + 3, stop)]
        return any(kind_of(c) == STRONG for concepts in following for c in concepts)

    def other_units(self, scope, index, stop):
        """« 1.285.194 unités » counts what was said before; « 19 unités de renseignement » something else."""
        more = any(self.concepts[index + 1 : min(index + 5, stop)])
        scope.measures, scope.noun, scope.sure = frozenset() if more else PIECES, (), True
        return True

    def look_for_complement(self, scope, index, stop):
        """« affaires de fraude »: a word of no table right after the noun says what is counted."""
        linked = False
        for place in range(index + 1, min(index + 4, stop)):
            key, concepts = self.keys[place], self.concepts[place]
            if self.kinds[place] != WORD or key in RANKED:
                return
            if key in ("de", "d", "des", "liees", "relatives", "تتعلق", "مرتبطه", "متعلقه", "portant"):
                linked = True
            elif concepts and concepts[0].startswith("="):
                scope.complement = linked or key[:1] == "ب"
                return
            elif concepts or not linked:
                return

    def head(self, first, last):
        """What the noun after « nombre de » is counted in, between two tokens; empty when none tells."""
        heads = self.heads(max(first, last - FARTHEST), last)
        for concepts in self.concepts[heads[-1] + 1 if heads else last : last]:
            measures = measures_of(concepts)
            if measures:
                return measures
        return frozenset()

    def heads(self, first, last):
        """The places of « nombre », « total » and their like between two tokens."""
        return [index for index, key in enumerate(self.keys[first:last], first) if key in HEAD_NOUNS]

    def noun_before(self, scope, first, last):
        """The head of « nombre de … », else every counted noun between the numbers."""
        start = max(first, last - FARTHEST)
        for head in reversed(self.heads(start, last)):
            for concepts in self.concepts[head + 1 : last]:
                measures = measures_of(concepts)
                if measures:
                    scope.measures, scope.noun = measures, concepts
                    return
        scope.measures = measures_of(chain.from_iterable(self.concepts[start:last])) or None
