"""The ledger of a reading: figures entered, repeated ones settled, every number accounted for."""

from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from .lexicon import WORDS, kind_of
from .number import COUNT, MONEY, ORDINAL, PERCENT, POINTS, WEIGHT
from .phrases import GENERAL
from .places import leads_to_place
from .results import Declared, NumberAccount, Proposal, Reading, Unmatched
from .sentences import ROOT_WAW
from .tokens import MARK, WORD

LONGEST_LEAD = 25
LONGEST_GAP = 5
SHORT_PHRASE = 4
# From here on a word of evidence was said, and not only near.
TOLD = 0.4
MOST_ROUND, LEAST_ROUNDED = 3, 10_000
SECOND, SECOND_BEST, LEAST_REPEATED = 0.6, 0.25, 1000


class Ledger:
    """Collects statements and dismissals, and gives the Reading."""

    def __init__(self, text, words, index, places, unit_kinds):
        self.declaring = {}
        for kind in unit_kinds:
            if kind.declared_by:
                self.declaring.setdefault(kind.declared_by, []).append(kind.code)
        self.text = text
        self.tokens, self.keys = words.tokens, words.keys
        self.index = index
        self.places = places
        self.entries = []
        self.dismissed = []
        self.unknown = []
        self.stated = {}
        self.repeated = []
        self.told = Reading()
        # Of each figure its place by (indicator, year, command); the statement that gave it, and its account.
        self.places_told, self.indicators_told = {}, set()
        self.entered, self.accounts = {}, {}

    def dismiss(self, number, reason):
        self.dismissed.append((number, reason))

    def enter(self, statement, around):
        statement.command = self.command_of(statement, around) if statement.indicator else ""
        self.entries.append((statement, around))

    # Proposals ------------------------------------------------------------

    def settle_sentence(self):
        """Settles what was entered of a sentence, once all of it is understood."""
        for statement, around in self.entries:
            self.settle(statement, around)
        self.entries = []

    def reading(self, units):
        """The Reading of everything entered."""
        reading = self.told
        reading.units = units
        for number in self.unknown:
            self.tell(number)
            reading.unmatched.append(self.unmatched_alone(number))
        reading.unmatched.sort(key=attrgetter("start", "end"))
        for number, reason in self.dismissed:
            self.tell(number, reason=reason)
        reading.numbers.sort(key=attrgetter("start", "end"))
        self.drop_twice_told(reading)
        self.tell_repeated(reading)
        reading.declared = [
            Declared(kind, p.indicator, p.value, p.start, p.end)
            for p in reading.figures
            for kind in self.declaring.get(p.indicator, ())
            if p.value is not None and not p.command
        ]
        return reading

    def settle(self, statement, around):
        """Enters one statement as a figure, as part of one, or as a number left to a person."""
        if not statement.indicator:
            self.leave(statement, around)
            return
        self.repeat(statement)
        figures, place = self.told.figures, self.places_told.get(statement.figure)
        if place is None:
            place = self.places_told[statement.figure] = len(figures)
            self.indicators_told.add(statement.indicator)
            figures.append(self.proposal(statement, around))
            self.entered[place], self.accounts[place] = statement, self.tell(statement.number, figure=place)
        elif self.agree(figures[place], *self.stated_by(statement)):
            self.join(figures[place], self.proposal(statement, around))
            self.tell(statement.number, figure=place)
        elif self.is_whole_of(statement, self.entered[place]):
            self.replace(place, statement, self.proposal(statement, around))
        elif not self.settle_second(statement, around):
            statement.reason = statement.reason or "other_value"
            self.leave(statement, around)

    @staticmethod
    def is_whole_of(statement, known):
        """« 2 nouvelles brigades …, portant leur total à 26 »: of an indicator without a new one apart, the
        total is meant."""
        if statement.is_change or known.is_change:
            return False
        told = {*statement.scope.own, *statement.scope.before, *statement.scope.claimed}
        new, old = statement.scope.evidence.get(GENERAL, 0), known.scope.evidence.get(GENERAL, 0)
        if statement.number.kind == COUNT and old < TOLD <= new:
            return True
        created = "new" in known.scope.before or "new" in known.scope.own
        return "total" in told and created and "total" not in known.scope.before

    def replace(self, place, statement, proposal):
        """Puts a figure in the place of another, whose number is left to a person."""
        self.accounts[place].figure = None
        self.told.unmatched.append(self.unmatched_alone(self.entered[place].number, "other_value"))
        self.told.figures[place] = proposal
        self.entered[place], self.accounts[place] = statement, self.tell(statement.number, figure=place)

    def repeat(self, statement):
        """The same large number said again states the same figure."""
        number = statement.number
        if statement.is_change or number.kind != COUNT or number.value < LEAST_REPEATED:
            return
        said = (number.value, statement.year)
        statement.indicator = self.stated.setdefault(said, statement.indicator)

    def settle_second(self, statement, around):
        """A value that the first candidate already has otherwise goes to the second, when it is near."""
        best, *others = statement.candidates
        if statement.leans or not others or others[0][1] < SECOND or best[1] - others[0][1] > SECOND_BEST:
            return False
        if others[0][0] in self.indicators_told:
            return False
        statement.indicator, statement.candidates = others[0][0], others
        self.settle(statement, around)
        return True

    @staticmethod
    def agree(known, value, change):
        """Whether a statement can be of a known figure: no part is said twice with different values, but for
        one that rounds the other."""
        return may_be_one(known.value, value) and may_be_one(known.change, change)

    def join(self, known, new):
        """Adds to a figure what a second statement says of it; the quote grows over words that touch it."""
        if known.value is None and new.value is not None:
            known.value, known.qualifier = new.value, new.qualifier
        elif new.value is not None and rounds(known.value, new.value):
            known.value, known.qualifier = new.value, new.qualifier
            known.start, known.end, known.quote = new.start, new.end, new.quote
        if known.change is None or (new.change is not None and rounds(known.change, new.change)):
            known.change, known.change_in = new.change, new.change_in
        known.wording = known.wording or new.wording
        gap = self.text[known.end : new.start] if new.start > known.end else None
        if gap is not None and len(gap) < 80 and not any(c.isdigit() or c in "\n" for c in gap):
            known.end, known.quote = new.end, self.text[known.start : new.end]

    @staticmethod
    def stated_by(statement):
        """(value, change): the one that a statement gives its figure, and None."""
        number = statement.number
        if statement.is_change or (statement.leans and number.kind in (PERCENT, POINTS)):
            return None, number.value * (number.sign or (-1 if statement.direction == "fall" else 1))
        return number.value, None

    def proposal(self, statement, around):
        start, end = self.span(statement, around)
        proposal = Proposal(start, end, self.text[start:end], statement.indicator, statement.year)
        proposal.value, proposal.change = self.stated_by(statement)
        if proposal.change is not None:
            proposal.change_in = "points" if statement.number.kind == POINTS else "percent"
            proposal.wording = statement.direction
        elif statement.near and not statement.compared:
            proposal.wording = statement.direction
        proposal.qualifier = statement.qualifier
        proposal.command = statement.command
        proposal.candidates = list(statement.candidates)
        return proposal

    def span(self, statement, around):
        """Characters of the words that state the figure: the number, what it counts, what leads to it."""
        number, scope = statement.number, statement.scope
        explained = self.index.indicators[statement.indicator].explained
        first, last = min(number.first, statement.begin), number.last
        own = sorted(
            k for c, k in scope.own.items() if c in scope.noun or (c in explained and not statement.leans)
        )
        for place in own:
            if place - last > LONGEST_GAP:
                break
            last = max(last, place)
        if not any(kind_of(c) in ("subject", "quality", "role") and c in explained for c in scope.own):
            lead = [k for c, k in scope.before.items() if c in explained and number.first - k < LONGEST_LEAD]
            if lead and not statement.leans:
                first = min(first, min(lead))
        if (
            statement.direction_at >= 0
            and statement.near
            and 0 <= number.first - statement.direction_at < LONGEST_LEAD
        ):
            first = min(first, statement.direction_at)
        while first < number.first and self.tokens[first].kind == MARK:
            first += 1
        start = self.tokens[first].start
        end = max(self.tokens[last].end, number.end)
        if "(" in self.text[start:end] and self.text[end : end + 1] == ")":
            end += 1
        return start + joined_by_waw(self.tokens[first]), end

    def command_of(self, statement, around):
        """The one command that the number's own phrase names; none when it names several."""
        number = statement.number
        explained = self.index.indicators[statement.indicator].explained
        found = self.index.indicators[statement.indicator]
        if explained & {"rabat", "marrakech"} or found.is_new or statement.leans:
            return ""
        stop = min(statement.scope.own_end, around.next_first(statement.position))
        after = self.places.between(number.last + 1, stop)
        codes = {code for k, _, code, ranked in after if ranked or leads_to_place(self.keys, k)}
        if not codes:
            comma = around.last_comma(around.previous_last(statement.position) + 1, number.first)
            codes = {code for _, _, code, ranked in self.places.between(comma, number.first) if ranked}
        if not codes:
            codes = self.place_in_front(number, around)
        return codes.pop() if len(codes) == 1 else ""

    def place_in_front(self, number, around):
        """« À Casablanca, 112.000 affaires », « Fès (41.200) »: a place that opens the sentence, or that the
        number in brackets speaks of."""
        start = number.first
        if self.keys[start - 1] == "(":
            return {
                code
                for _, past, code, _ in self.places.between(max(start - 4, 0), start)
                if past == start - 1
            }
        for k, past, code, _ in self.places.between(around.first, min(around.first + 4, start)):
            if past < start and self.keys[past] in (",", "،") and leads_to_place(self.keys, k):
                return {code} if past > around.last_comma(around.first, start) - 2 else set()
        return set()

    # Numbers left over ------------------------------------------------------------

    def leave(self, statement, around):
        """A number without a sure indicator: offered to a person when it looks like a statistic."""
        number = statement.number
        if number.kind == ORDINAL:
            self.tell(number, reason="ordinal")
        elif number.is_small_word:
            self.tell(number, reason="small_word")
        else:
            self.tell(number)
            self.told.unmatched.append(self.unmatched(statement, around))

    def leave_unknown(self, number):
        """A number of a sentence whose words call for no indicator at all."""
        if number.kind == ORDINAL or number.is_small_word:
            self.dismissed.append((number, "ordinal" if number.kind == ORDINAL else "small_word"))
        else:
            self.unknown.append(number)

    def unmatched(self, statement, around):
        number, scope = statement.number, statement.scope
        last = min(max(scope.own_end - 1, number.last), number.last + 12)
        start, end = number.start, self.tokens[last].end
        measure = {PERCENT: "percent", POINTS: "percent", WEIGHT: "kg", MONEY: number.measure}.get(
            number.kind
        )
        if measure is None:
            measure = sorted(scope.measures)[0] if scope.measures else ""
        phrase = self.text[number.end : end].strip()
        return Unmatched(
            start, end, self.text[start:end], number.value, measure, phrase,
            statement.reason or ("several" if statement.candidates else "unknown"), statement.candidates[:5],
        )  # fmt: skip

    def unmatched_alone(self, number, reason="unknown"):
        end = self.end_of_phrase(number)
        measure = number.measure or ("percent" if number.kind in (PERCENT, POINTS) else "")
        phrase = self.text[number.end : end].strip()
        return Unmatched(
            number.start, end, self.text[number.start : end], number.value, measure, phrase, reason
        )

    def end_of_phrase(self, number):
        """Past the words right after a number, a few at most."""
        end = number.end
        for token in self.tokens[number.last + 1 : number.last + 1 + SHORT_PHRASE]:
            if token.kind != WORD:
                break
            end = token.end
        return end

    def tell(self, number, *, figure=None, reason=""):
        """Accounts for a number; gives the account."""
        text = self.text[number.start : number.end]
        account = NumberAccount(number.start, number.end, text, figure, reason, number.value)
        self.told.numbers.append(account)
        return account

    def tell_repeated(self, reading):
        """Sentences said again, word for word: their numbers fare as the first time."""
        if not self.repeated:
            return
        numbers, left = list(reading.numbers), list(reading.unmatched)
        starts, left_starts = [n.start for n in numbers], [n.start for n in left]
        for begun, ended, shift in self.repeated:
            for n in numbers[bisect_left(starts, begun) : bisect_left(starts, ended)]:
                moved = NumberAccount(n.start + shift, n.end + shift, n.text, n.figure, n.reason, n.value)
                reading.numbers.append(moved)
            for n in left[bisect_left(left_starts, begun) : bisect_left(left_starts, ended)]:
                reading.unmatched.append(replace(n, start=n.start + shift, end=n.end + shift))
        reading.numbers.sort(key=attrgetter("start", "end"))
        reading.unmatched.sort(key=attrgetter("start", "end"))

    @staticmethod
    def drop_twice_told(reading):
        """One account a place, of those in order: a figure's before a dismissal's."""
        told = []
        for account in reading.numbers:
            if not told or (told[-1].start, told[-1].end) != (account.start, account.end):
                told.append(account)
            elif told[-1].figure is None and account.figure is not None:
                told[-1] = account
        reading.numbers = told


def may_be_one(known, new):
    """Whether two values may be the same: one is not told, they are equal, or one rounds the other."""
    return known is None or new is None or known == new or rounds(known, new) or rounds(new, known)


def rounds(coarse, fine):
    """Whether one number is another without its last digits, as headings give it: 98 tonnes for 98,543,
    755.000 for 755.541, 30 % for 30.22 %."""
    if coarse is None or fine is None or coarse == fine or coarse * fine <= 0:
        return False
    coarse, fine = abs(coarse), abs(fine)
    if abs(coarse - fine) > fine / 20:
        return False
    written = coarse.normalize().as_tuple()
    if len(written.digits) > MOST_ROUND:
        return False
    unit = Decimal(1).scaleb(written.exponent)
    if unit > 1 and fine < LEAST_ROUNDED and fine == fine.to_integral_value():
        return False
    return unit > 0 and (fine // unit * unit == coarse or abs(fine - coarse) * 2 <= unit)


def joined_by_waw(token):
    """1 when the word begins with a و that only joins it to what stands before, else 0."""
    key = token.key
    if token.kind != WORD or key[:1] != "و" or len(key) < 4 or key in ROOT_WAW or key in WORDS:
        return 0
    return 1
