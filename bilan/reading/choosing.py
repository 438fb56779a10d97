"""Which indicator a number states: candidates ranked as level and as change, or the figure before it."""

from itertools import takewhile

from . import scoring
from .lexicon import kind_of
from .number import COUNT, PERCENT, POINTS

TELLING = frozenset({"subject", "quality", "role"})
CLEARLY, ALIKE = 0.1, 0.15
# «زيادة طفيفة», « une légère hausse »: adjectives of a change.
OF_CHANGES = frozenset({"slight", "serious", "exceptional"})


def tells(concept):
    """Whether a concept before a change names something."""
    return (kind_of(concept) in TELLING or concept == "aimed-at") and concept not in OF_CHANGES


class Choice:
    """Chooses the indicator of the statements of one text; keeps what it has ranked."""

    def __init__(self, index, wording):
        self.index = index
        self.wholes = {found.entry.parent for found in index.indicators.values()}
        self.wording = wording
        self.ranked = {}

    def comes_after(self, statement, previous):
        """« de 765 à 1091 », « ont reculé de 12 % à 191 tonnes »: what the thing before has become."""
        if not self.wording.becomes(statement.number):
            return False
        if previous.origin:
            return previous.number.kind == statement.number.kind
        if any(kind_of(c) in TELLING for c in statement.scope.own):
            return False
        entry = self.index.indicators[previous.indicator].entry
        return previous.is_change and scoring.fits(entry, statement.number, statement.scope, False)

    def choose(self, statement, previous):
        """Ranks the candidates as level and as change, or leans on the number before."""
        number = statement.number
        if number.value is None:
            return self.leave_undecided(statement)
        if number.kind in (PERCENT, POINTS):
            return self.choose_percentage(statement, previous)
        if self.is_whole_of(statement, previous):
            return self.lean_on_whole(statement, previous)
        if self.next_cell(statement, previous) or self.is_aside(statement, previous):
            return self.lean(statement, previous)
        if previous and previous.indicator and self.comes_after(statement, previous):
            statement.moved = True
            return self.lean(statement, previous)
        if statement.compared and not any(kind_of(c) in TELLING for c in statement.scope.own):
            if previous and previous.indicator and not self.turns_to_another(statement, previous):
                return self.lean(statement, previous)
            if not statement.origin:
                return None
        if statement.compared and previous and previous.indicator and self.same_thing(statement, previous):
            return self.lean(statement, previous)
        statement.candidates = self.going_on(self.rank(statement, False), statement, previous)
        few = number.is_small_word and not scoring.RARELY_FEW.isdisjoint(statement.scope.measures or ())
        least = scoring.CLAIMS_FEW if few else scoring.ACCEPTED
        if self.is_sure(statement.candidates, least):
            return self.accept(statement, False)
        return None

    def going_on(self, ranked, statement, previous):
        """« 1.112 réseaux spécialisés dans les crimes violents et arrêté 1.737 suspects »: a number without a
        subject of its own goes on with the thing before, and not with what is said of that thing."""
        if len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= ALIKE or not previous or not previous.indicator:
            return ranked
        if any(kind_of(c) == "subject" for c in (*statement.scope.own, *statement.scope.before)):
            return ranked
        first, second = (self.subjects_of(code) for code, _ in ranked[:2])
        told = self.subjects_of(previous.indicator)
        if first & told or not second & told:
            return ranked
        return [(ranked[1][0], ranked[0][1]), (ranked[0][0], ranked[0][1] - scoring.MARGIN), *ranked[2:]]

    def subjects_of(self, code):
        """The subjects that an indicator's names speak of."""
        return {c for name in self.index.indicators[code].named for c in name if kind_of(c) == "subject"}

    def leave_undecided(self, statement):
        """Digits that can be read in two ways state no figure; what they count is known to what follows."""
        statement.candidates = self.rank(statement, statement.may_be_change)
        statement.reason = "ambiguous_number"
        if self.is_sure(statement.candidates):
            statement.meant = statement.candidates[0][0]

    def choose_percentage(self, statement, previous):
        """A level of a rate or share, or a change; when it may be both, what is named better decides."""
        if self.next_cell(statement, previous):
            return self.lean_level(statement, previous)
        level = self.rank(statement, False) if statement.may_be_level else []
        change = self.rank(statement, True) if statement.may_be_change else []
        if self.is_sure(level) and not (statement.near and change and change[0][1] > level[0][1] + CLEARLY):
            statement.candidates = level
            return self.accept(statement, False)
        if statement.may_be_change:
            return self.choose_change(statement, previous, change)
        statement.candidates = level
        return None

    def rank(self, statement, is_change):
        """The candidates; numbers in the same surroundings are ranked once."""
        signature = scoring.signature(statement.number, statement.scope, is_change)
        ranked = self.ranked.get(signature)
        if ranked is None:
            ranked = scoring.rank(self.index, statement.number, statement.scope, is_change)
            self.ranked[signature] = ranked
        if statement.scope.part and not statement.whole and statement.scope.measures is None:
            return []
        if statement.scope.part:
            return [pair for pair in ranked if self.may_be_part(pair[0], statement.whole)]
        return self.parts_first(ranked, statement.whole)

    def may_be_part(self, code, whole):
        """Whether an indicator may count a part of another: «منها» of drug cases are not of all cases."""
        return code not in self.wholes and self.index.indicators[code].entry.parent in ("", whole)

    def parts_first(self, ranked, whole):
        """« Parmi eux, 38.358 femmes »: of equals, a part of the whole in the catalogue."""
        if not whole:
            return ranked
        equals = [code for code, _ in takewhile(lambda pair: ranked[0][1] - pair[1] < scoring.MARGIN, ranked)]
        parts = [code for code in equals if self.index.indicators[code].entry.parent == whole]
        if len(equals) < 2 or len(parts) != 1:
            return ranked
        others = [pair for pair in ranked if pair[0] != parts[0]]
        return [(parts[0], others[0][1] + scoring.MARGIN), *others]

    @staticmethod
    def is_sure(candidates, least=scoring.ACCEPTED):
        if not candidates or candidates[0][1] < least:
            return False
        return len(candidates) == 1 or candidates[0][1] - candidates[1][1] >= scoring.MARGIN

    def accept(self, statement, is_change):
        statement.indicator = statement.candidates[0][0]
        statement.is_change = is_change

    def choose_change(self, statement, previous, candidates):
        """A change speaks of what its own words name; without any, of the figure before it."""
        statement.is_change = True
        scope = statement.scope
        if previous and self.is_of_whole_or_part(statement, previous):
            statement.reason, statement.candidates = "several", candidates
            return None
        if previous and not self.is_share_of(previous.indicator) and self.leans(scope, previous, candidates):
            return self.lean(statement, previous) if previous.indicator or previous.meant else None
        statement.candidates = candidates
        if self.is_sure(candidates):
            return self.accept(statement, True)
        return None

    def is_of_whole_or_part(self, statement, previous):
        """« 476.923 comprimés, dont 145.848 d'ecstasy, soit une baisse de 66 % »: of all, or of the part?"""
        between = self.wording.keys[previous.number.last + 1 : statement.number.first]
        return previous.scope.subset and "soit" in between and not previous.is_change

    def leans(self, scope, previous, candidates):
        """Whether a change has no thing of its own: none named, or one that the figure before explains."""
        if scope.pronoun and any(kind_of(c) in (*TELLING, "noun") for c in scope.before):
            return False
        if scope.relative and any(kind_of(c) in TELLING for c in scope.claimed):
            return False
        measure = self.index.indicators[previous.indicator].entry.measure if previous.indicator else ""
        if any(kind_of(c) in TELLING or kind_of(c) in ("noun", "act") for c in scope.own):
            return False
        if "headcount" in scope.before and any(c.startswith("=") for c in scope.before):
            return False
        if "amount" in scope.before and measure not in scoring.AMOUNTS:
            return False
        if not any(tells(c) for c in scope.before):
            return True
        if any(kind_of(c) in TELLING for c in scope.clause):
            return False
        best = candidates[0][1] if candidates else 0
        return any(code == previous.indicator and best - score < ALIKE for code, score in candidates)

    def is_share_of(self, code):
        return bool(code) and self.index.indicators[code].entry.kind == "share"

    def lean(self, statement, previous):
        statement.indicator = previous.indicator or previous.meant
        statement.candidates = [(statement.indicator, scoring.ACCEPTED)]
        statement.leans = True
        if statement.is_change and not previous.compared:
            statement.year = previous.year

    def is_aside(self, statement, previous):
        """« 603 organisateurs (294 en 2017) »: the same thing in another year."""
        if not previous or not previous.indicator or statement.year == previous.year:
            return False
        opened = self.wording.keys[statement.number.first - 1] == "("
        return opened and not any(kind_of(c) in (*TELLING, "noun") for c in statement.scope.own)

    def is_whole_of(self, statement, previous):
        """« 577.775 affaires clarifiées sur 639.116 »: out of how many."""
        if not previous or not previous.indicator or previous.number.kind != statement.number.kind:
            return False
        upon = self.wording.keys[statement.number.first - 1] in ("sur", "من")
        named = any(kind_of(c) in (*TELLING, "noun") for c in statement.scope.own)
        part = previous.number.value
        return upon and not named and part is not None and part < statement.number.value

    def lean_on_whole(self, statement, previous):
        """States what the indicator before is a part of, when the catalogue says of what."""
        parent = self.index.indicators[previous.indicator].entry.parent
        if parent in self.index.indicators:
            statement.indicator, statement.candidates = parent, [(parent, scoring.ACCEPTED)]

    def next_cell(self, statement, previous):
        """Whether a number stands in the next cell of the same row."""
        return statement.in_table and previous and previous.in_table and previous.indicator

    def lean_level(self, statement, previous):
        statement.indicator = previous.indicator
        statement.candidates = list(previous.candidates)

    def turns_to_another(self, statement, previous):
        """« la cocaïne est passée de 132 kg … »: what was before, of another thing than the number before."""
        explained = self.index.indicators[previous.indicator].explained
        strange = (c for c in statement.scope.before if kind_of(c) == "subject" and c not in explained)
        return statement.origin and any(strange)

    def same_thing(self, statement, previous):
        """Whether a compared number counts what the number before it counts."""
        if statement.number.kind != previous.number.kind:
            return previous.is_change and statement.number.kind == COUNT
        own = [c for c in statement.scope.own if kind_of(c) in TELLING]
        explained = self.index.indicators[previous.indicator].explained
        return all(c in explained for c in own)
