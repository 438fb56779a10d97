"""Reading a text: numbers found, sentences understood, figures proposed, every number accounted for."""

import gc
from contextlib import contextmanager
from itertools import chain

from .account import Ledger
from .choosing import Choice
from .concepts import OTHER_RESULTS
from .dismissals import Dismissals
from .enumerations import share_out, with_lent_marks
from .frames import Frames
from .grammar import DIFFERENCE_GAP
from .idioms import APOSTROPHES
from .layout import sentence_bounds, table_years, without_wraps
from .lexicon import STRONG, concepts_of_kinds
from .number import COUNT, ORDINAL, PERCENT, POINTS, WEIGHT
from .numbers import Scanner
from .phrases import index_of
from .places import Places
from .plans import Plans
from .sentences import (
    AHEAD,
    CLAUSE,
    COMMAS,
    CONTEXT,
    NEUTRAL,
    OWN,
    PLURALS,
    PRONOUNS,
    WIDER,
    Surroundings,
)
from .statement import Statement
from .tokens import WORD, tokenise
from .units import UnitReader
from .wording import MOVES, Wording
from .words import Words

NOT_CARRIED = NEUTRAL | {"network", *OTHER_RESULTS}
CARRIED_ON = concepts_of_kinds(STRONG) - NOT_CARRIED
SUBJECTS_OF_WHOLES = concepts_of_kinds(STRONG) - NEUTRAL
# What « celui », « ceux » take up of the thing named before.
NAMED_AGAIN = frozenset({"rate", "average", "theft"})
JOINED = 3
# « sont restées stables, à 755.541 »
APPOSED = frozenset((",", "،", "a", "avec", "soit"))
BETWEEN_CHANGE_AND_NUMBER = DIFFERENCE_GAP | APOSTROPHES


def read(text, *, year, catalogue, language=None):
    """The Reading of ``text`` for the bilan of ``year``, against a Catalogue.

    ``language`` ("ar", "fr") is accepted from callers that know it; the rules tell languages apart alone.
    Deterministic, linear in the length of the text.
    """
    with without_collection():
        return TextReader(text, year, catalogue).read()


@contextmanager
def without_collection():
    """No search for cycles while many small records are made: a reading makes none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class TextReader:
    """One reading of one text."""

    def __init__(self, text, year, catalogue):
        self.text = text
        self.year = year
        self.tokens = without_wraps(text, tokenise(text))
        self.index = index_of(catalogue.indicators)
        self.words = Words(self.tokens)
        self.wording = Wording(self.words)
        self.choice = Choice(self.index, self.wording)
        self.dismissals = Dismissals(text, self.words)
        self.last_told, self.last_counted = "", None
        self.read_before = {}
        self.plans = Plans(self.words, year)
        self.frames = Frames(self.words, self.wording)
        self.places = Places(self.words, catalogue.commands)
        self.units = UnitReader(text, self.words, self.places, catalogue.unit_kinds)
        self.ledger = Ledger(text, self.words, self.index, self.places, catalogue.unit_kinds)

    def read(self):
        numbers = with_lent_marks(self.words.keys, Scanner(self.text, self.words).scan())
        self.years = table_years(self.text, self.tokens, numbers)
        position, context = 0, {}
        for first, last in sentence_bounds(self.tokens):
            inside = []
            while position < len(numbers) and numbers[position].first < last:
                if numbers[position].first >= first:
                    inside.append(numbers[position])
                else:
                    self.ledger.dismiss(numbers[position], "enumeration")
                position += 1
            context = self.read_once(first, last, inside, context)
            self.ledger.settle_sentence()
        for number in numbers[position:]:
            self.ledger.dismiss(number, "enumeration")
        return self.ledger.reading(self.units.found)

    def read_once(self, first, last, inside, context):
        """Reads a sentence, or tells its numbers as before when the same words stood in the same context."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if not inside or any(number.first in self.years for number in inside):
            return self.read_sentence(first, last, inside, context)
        beside = (self.words.keys[first - 1], self.words.keys[last])
        key = (self.text[start:end], beside, tuple(context), *self.state)
        if key not in self.read_before:
            after = self.read_sentence(first, last, inside, context)
            self.read_before[key] = (start, end, after, self.state)
            return after
        begun, ended, after, self.state = self.read_before[key]
        self.ledger.repeated.append((begun, ended, start - begun))
        return after

    @property
    def state(self):
        """What one sentence leaves to the next besides its subjects."""
        return self.last_told, self.last_counted, self.frames.lasting, self.frames.begun

    @state.setter
    def state(self, state):
        self.last_told, self.last_counted, self.frames.lasting, self.frames.begun = state

    def read_sentence(self, first, last, inside, context):
        """Reads one sentence; gives the subjects that the next one may lean on."""
        if inside and WORD not in self.words.kinds[first:last]:
            for number in inside:
                self.ledger.dismiss(number, self.dismissals.between_numbers(number) or "without_words")
            return {} if not Surroundings.goes_on_from(self.words, first) else context
        kept = [number for number in inside if self.keeps(number)]
        self.frame = self.frames.of(first, last)
        if kept and not context and not self.may_state(first, last):
            for number in kept:
                self.ledger.leave_unknown(number)
        elif kept:
            self.plans.note(first, last)
            self.sentence_year = self.wording.frame_year(first, last)
            around = Surroundings(self.words, first, last, kept, context)
            previous = None
            for i in range(len(kept)):
                previous = self.inside(around, previous, self.read_number(around, i, previous))
            share_out(self, around, [statement for statement, _ in self.ledger.entries])
        self.units.read(first, last)
        subjects = self.subjects_of(first, last)
        if subjects or not Surroundings.goes_on_from(self.words, first):
            return subjects
        return context

    def subjects_of(self, first, last):
        """{concept: token} of the subjects that a sentence names, or that its figures are of."""
        named = (
            (index, concept)
            for concept, index in self.words.said_between(first, last)
            if concept in CARRIED_ON
        )
        told = (
            (statement.number.first, concept)
            for statement, _ in self.ledger.entries
            if statement.indicator
            for concept in self.index.indicators[statement.indicator].spoken_of & CARRIED_ON
        )
        return {concept: index for index, concept in sorted((*named, *told))}

    def may_state(self, first, last):
        """Whether any word of a sentence calls for an indicator."""
        anchors = self.index.by_anchor.keys()
        return not anchors.isdisjoint(chain.from_iterable(self.words.concepts[first:last]))

    def keeps(self, number):
        """Whether a number may be a figure; the others are dismissed here with their reason."""
        reason = self.dismissals.reason(number)
        if reason == "ordinal" and self.beside_level(number):
            number.kind = ORDINAL
            return True
        if reason == "duration" and self.is_age(number):
            return True
        if not reason and number.kind == COUNT and self.after_level(number):
            number.kind = ORDINAL
            return True
        if reason:
            self.ledger.dismiss(number, reason)
        return not reason

    def beside_level(self, number):
        concepts = self.words.concepts
        return any("level" in concepts[k] for k in (number.first - 1, number.last + 1, number.last + 2))

    def after_level(self, number):
        before = self.words.concepts[number.first - 1]
        return "level" in before and number.value is not None and number.value < 20

    def is_age(self, number):
        near = self.words.concepts[max(0, number.first - 14) : number.first]
        return any("age" in concepts for concepts in near) and any("average" in concepts for concepts in near)

    def inside(self, around, previous, statement):
        """The statement that later changes lean on: in « 201 expertises sur 94 armes », the expertises."""
        if statement is previous or not previous or not previous.indicator or statement.indicator:
            return statement
        between = self.words.keys[previous.number.last + 1 : statement.number.first]
        return previous if COMMAS.isdisjoint(between) else statement

    # One number ------------------------------------------------------------

    def read_number(self, around, i, previous):
        """Proposes, leaves or dismisses the i-th number; gives its statement for the next one."""
        number, floor = around.numbers[i], around.previous_last(i)
        if self.plans.lead(number, around.first):
            self.ledger.dismiss(number, "plan")
            return previous
        if self.is_difference(number, floor):
            self.ledger.dismiss(number, "difference")
            return previous
        scope = around.scope(i)
        if number.kind == COUNT and self.is_of_years(number) and self.is_age(number):
            scope.measures = frozenset({"years"})
        whole, counted = self.whole_of(scope, previous)
        if scope.measures is None and number.kind == COUNT:
            scope.measures = counted or None
        statement = Statement(number, scope, i)
        if scope.subset and whole:
            statement.whole = whole
            self.name_whole(statement, whole)
        if previous and self.is_joined(number, previous.number) and self.is_rate(previous):
            self.name_again(statement, previous.indicator)
        pronoun = around.pronoun_before(number)
        if self.last_told and pronoun in PRONOUNS:
            self.name_again(statement, self.last_told)
            scope.pronoun = pronoun in PLURALS and previous is not None
        self.describe(statement, around, previous)
        if self.frame or self.frames.abroad(max(number.last + 1, scope.own_end)):
            statement.candidates = self.choice.rank(statement, number.kind in (PERCENT, POINTS))
            statement.reason = self.frame or "other_country"
        elif self.frames.is_of_a_day(number, around.next_first(i)):
            statement.reason = "other_period"
        elif self.frames.is_one_of_several(number, around.next_first(i)):
            statement.reason = "several"
        else:
            self.choice.choose(statement, previous)
        self.ledger.enter(statement, around)
        self.last_told = statement.indicator or self.last_told
        self.last_counted = scope.measures if number.kind == COUNT else self.last_counted
        return statement

    def whole_of(self, scope, previous):
        """(indicator, what is counted) of the number before; « parmi eux » looks back past a full stop."""
        if previous:
            return previous.indicator, previous.scope.measures
        return (self.last_told, self.last_counted) if scope.subset else ("", None)

    def name_whole(self, statement, whole):
        """« 29.959 suspects …, dont 10.720 recherchés »: a part is of the subjects that its whole is of."""
        evidence = statement.scope.evidence
        for concept in self.index.indicators[whole].spoken_of:
            if concept in SUBJECTS_OF_WHOLES:
                for told in (concept, *WIDER.get(concept, ())):
                    evidence[told] = max(evidence.get(told, 0), CLAUSE)

    def is_joined(self, number, before):
        """« 95 % et de 92 % … »: two numbers with nothing but « et » between them."""
        joined = number.first - before.last <= JOINED and self.words.keys[before.last + 1] in ("et", "و")
        return joined and number.kind == PERCENT

    def is_rate(self, statement):
        """Whether a statement is the level of a rate."""
        entry = self.index.indicators[statement.indicator].entry if statement.indicator else None
        return entry is not None and entry.kind == "rate" and not statement.is_change

    def name_again(self, statement, told):
        """« celui des crimes violents » after the clearance rate: « celui » is a rate."""
        evidence = statement.scope.evidence
        for concept in self.index.indicators[told].spoken_of:
            if concept in NEUTRAL or concept in NAMED_AGAIN:
                evidence[concept] = max(evidence.get(concept, 0), CLAUSE)

    def is_of_years(self, number):
        return (
            "years" in self.words.concepts[number.last + 1] or self.dismissals.quantity(number) == "duration"
        )

    def is_difference(self, number, floor):
        """« une hausse de 127 tonnes », « 55 tonnes de plus »: a change that no figure holds."""
        if number.kind not in (COUNT, WEIGHT):
            return False
        if self.wording.is_surplus(number):
            return True
        keys, index = self.words.keys, number.first - 1
        while index > floor and keys[index] in BETWEEN_CHANGE_AND_NUMBER:
            index -= 1
        return index > floor and MOVES.get(keys[index]) in ("rise", "fall")

    def describe(self, statement, around, previous):
        """Year, qualifier, direction, and whether a percentage is a change or a level."""
        number, scope, i = statement.number, statement.scope, statement.position
        floor, stop = around.previous_last(i), around.next_first(i)
        statement.qualifier, statement.begin = self.wording.qualifier(number, floor)
        statement.compared = self.wording.compared(number, floor)
        statement.year = self.wording.year(number, floor, stop, self.year, statement.compared)
        if number.kind not in (PERCENT, POINTS) and self.wording.comes_from(number, floor, around.after(i)):
            statement.compared = statement.origin = True
            statement.year = self.year - 1 if statement.year == self.year else statement.year
        self.direct(statement, around, previous, floor)
        year, place = self.sentence_year
        if year and place < number.first and statement.year == self.year and not statement.compared:
            statement.year = year
        if number.first in self.years:
            statement.year, statement.compared = self.years[number.first], False
            statement.in_table = True
        if number.kind not in (PERCENT, POINTS):
            return
        share = self.wording.is_share(number, floor, stop)
        directed = statement.direction in ("rise", "fall") or number.sign
        arrived = self.words.keys[number.first - 1] in ("الي", "a")
        stable = statement.direction == "stable"
        reached = arrived or self.wording.reached(number, floor)
        statement.may_be_level = (
            number.kind == PERCENT and not number.sign and (share or reached or stable or not statement.near)
        )
        if statement.in_table:
            statement.may_be_level = True
            return
        if arrived and number.kind == PERCENT and not number.sign:
            return
        statement.may_be_change = bool(directed) and not (share and not number.sign)
        scope.is_level = True
        self.tell_solved(statement)
        scope.is_share = share or (reached and not directed and not scope.own and not self.has_rate(scope))

    def tell_solved(self, statement):
        """« dont 80 % ont été résolues »: a percentage of cases solved is a clearance rate."""
        scope = statement.scope
        around_brackets = self.words.keys[statement.number.first - 1] == "("
        near = "solved" in scope.own or "solved" in scope.before
        near = near or (around_brackets and "solved" in scope.claimed)
        near = near or (scope.subset and scope.evidence.get("solved", 0) >= AHEAD)
        rated = "rate" in scope.before and scope.evidence.get("solved", 0) > CONTEXT
        if (near or rated) and "clearance" not in scope.evidence:
            scope.evidence |= {"clearance": OWN, "rate": OWN}

    @staticmethod
    def has_rate(scope):
        return scope.evidence.get("clearance", 0) > CONTEXT

    def direct(self, statement, around, previous, floor):
        """The direction word that governs a number, and whether it stands in the number's own clause."""
        number = statement.number
        zone = self.wording.directions(floor + 1, number.first)
        if zone:
            statement.direction_at, statement.direction = zone[-1]
            between = self.words.keys[statement.direction_at + 1 : number.first]
            comma = around.last_comma(floor + 1, number.first)
            statement.near = statement.direction_at >= comma or APPOSED.issuperset(between)
        elif number.kind in (PERCENT, POINTS):
            self.direct_percentage(statement, around, previous, floor)
        if number.kind in (PERCENT, POINTS) and number.sign and statement.direction == "stable":
            statement.near = True
        around.direction = statement.direction or around.direction

    def direct_percentage(self, statement, around, previous, floor):
        """The direction of a percentage that no word before it governs."""
        number = statement.number
        told = self.wording.more_or_less(number) or self.wording.won_or_lost(number, floor)
        stop = min(around.next_first(statement.position), number.last + 4)
        after = self.wording.directions(number.last + 1, min(stop, statement.scope.own_end or stop))
        if told:
            statement.direction, statement.near = told, True
        elif after:
            statement.direction_at, statement.direction = after[0]
            statement.near = True
        elif previous and (previous.is_change or previous.moved):
            statement.direction, statement.near = around.direction, False
