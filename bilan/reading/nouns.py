"""The noun that a number counts: right after it, or the head of what leads to it."""

from .grammar import HEAD_NOUNS
from .lexicon import STRONG, WEAK, concepts_of, kind_of, measures_of
from .number import COUNT
from .places import is_rank
from .tokens import WORD, is_arabic

FARTHEST = 70
# What « unités » may stand for.
PIECES = frozenset({"tablets", "cards", "documents", "vehicles", "contents"})
UPON, EXAMINED = frozenset(("sur", "dans", "علي", "في")), 7
OF = frozenset(("de", "d", "pour", "في"))


def is_verb(key, concepts):
    """« 56.878 enregistrant une hausse », « 9.250 impliquaient »: a word that is no plural noun."""
    return concepts[0].startswith("=") and key.endswith(("ant", "aient"))


class Nouns:
    """Finds the nouns of the numbers of one text."""

    def __init__(self, tokens):
        self.tokens = tokens

    def name(self, scope, number, own_end, claimed_to):
        """Finds the noun of one number, whose own phrase ends before ``own_end``."""
        if number.kind != COUNT:
            scope.head = self.head(claimed_to, number.first)
            return
        if number.form == "dual":
            scope.noun = concepts_of(self.tokens[number.last].key)
            scope.measures, scope.sure = measures_of(scope.noun), True
            return
        if self.is_examined(number, claimed_to):
            scope.measures, scope.sure = frozenset(), True
            return
        if self.noun_after(scope, number, own_end):
            return
        if self.tokens[number.first - 1].key == "(" and number.first:
            return
        self.noun_before(scope, claimed_to, number.first)

    def is_examined(self, number, first):
        """« 201 expertises sur 94 armes », « l'expertise dans 1.816 dossiers »: what was examined."""
        if self.tokens[number.first - 1].key not in UPON:
            return False
        near = range(max(first, number.first - EXAMINED), number.first)
        return any("examinations" in concepts_of(self.tokens[k].key) for k in near if self.is_word(k))

    def noun_after(self, scope, number, stop):
        """« 24 nouvelles structures », « 3.021 faux documents »: the first counted noun, adjectives apart."""
        seen = 0
        if self.is_elliptical(number, stop):
            return False
        for index in range(number.last + 1, min(stop, number.last + 5)):
            token = self.tokens[index]
            if token.kind != WORD:
                return scope.sure
            concepts = concepts_of(token.key)
            if not concepts:
                if token.key not in ("de", "d", "من", "leurs", "leur", "ses"):
                    return scope.sure
                continue
            if is_verb(token.key, concepts):
                return scope.sure
            measures = measures_of(concepts)
            if measures == {"mobile-units"} and not is_arabic(token.key) and "mobile" not in scope.own:
                return self.other_units(scope, index, stop)
            if measures:
                scope.measures, scope.noun, scope.sure = measures, concepts, True
                if measures == {"requests"}:
                    scope.measures |= self.asked_for(index, stop)
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

    def asked_for(self, index, stop):
        """« demandes d'expertise »: a request for a thing counts as the thing."""
        following = (self.tokens[k] for k in range(index + 1, min(index + 4, stop)))
        return frozenset().union(*(measures_of(concepts_of(t.key)) for t in following if t.kind == WORD))

    def is_elliptical(self, number, stop):
        """« 656 affaires de blanchiment et 504 de corruption »: the noun is the one before."""
        after = number.last + 1
        if after < stop and is_arabic(self.tokens[after].key) and self.tokens[after].key[:1] == "ب":
            concepts = concepts_of(self.tokens[after].key)
            return any(kind_of(c) == WEAK for c in concepts) and not measures_of(concepts)
        if after + 1 >= stop or number.form != "digits" or self.tokens[after].key not in OF:
            return False
        if measures_of(concepts_of(self.tokens[after + 1].key)):
            return False
        return any(
            kind_of(c) == STRONG
            for k in (1, 2)
            if after + k < stop
            for c in concepts_of(self.tokens[after + k].key)
        )

    def other_units(self, scope, index, stop):
        """« 1.285.194 unités » counts what was said before; « 19 unités de renseignement » something else."""
        following = self.tokens[index + 1 : stop]
        more = any(token.kind == WORD and concepts_of(token.key) for token in following[:4])
        scope.measures, scope.noun, scope.sure = frozenset() if more else PIECES, (), True
        return True

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

    def head(self, first, last):
        """What the noun after « nombre de » is counted in, between two tokens; empty when none tells."""
        heads = [k for k in range(max(first, last - FARTHEST), last) if self.tokens[k].key in HEAD_NOUNS]
        for index in range(heads[-1] + 1 if heads else last, last):
            measures = measures_of(concepts_of(self.tokens[index].key)) if self.is_word(index) else None
            if measures:
                return measures
        return frozenset()

    def is_word(self, index):
        return self.tokens[index].kind == WORD

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
