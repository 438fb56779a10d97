"""Unit events in a text: units said to be created, extended, moved or closed, and at which commands."""

from functools import lru_cache

from .lexicon import ACT, STRONG, WEAK, WORD_ALONE, kind_of
from .particles import by_any_form
from .phrases import words_of
from .results import UnitProposal
from .tokens import fold_word, folded_words

EVENTS = by_any_form(
    {
        word: event
        for event, words in {
            "created": "إحداث أحدثت أحدث خلق إنشاء افتتاح création créé créée créées créés créer ouverture",
            "extended": "توسيع تعزيز extension élargissement",
            "moved": "نقل تحويل transfert déménagement",
            "closed": "إغلاق إلغاء حذف fermeture suppression",
        }.items()
        for word in map(fold_word, words.split())
    }
)
PASSIVE = folded_words("été")
# With these another clause begins, of which the verb does not speak.
OTHER_CLAUSES = folded_words("كما بينما فيما حيث إذ alors tandis")
UNIT_NOUNS = frozenset({"brigades", "mobile-units"})
REACH, NOUN_REACH = 14, 6
PLACES_REACH = 45


@lru_cache(maxsize=8)
def kinds_of(unit_kinds):
    """[(kind, concepts that name it)] with the fullest names first."""
    found = []
    for kind in unit_kinds:
        for _, name in kind.names:
            concepts = {c for word in words_of(name.split("(")[0]) for c in word}
            telling = frozenset(c for c in concepts if kind_of(c) in (STRONG, WEAK, ACT, WORD_ALONE))
            if any(kind_of(c) in (STRONG, WEAK) for c in telling):
                found.append((kind, telling))
    return sorted(found, key=lambda pair: -len(pair[1]))


class UnitReader:
    """Finds unit events, sentence by sentence."""

    def __init__(self, text, words, places, unit_kinds):
        self.text = text
        self.words = words
        self.tokens = words.tokens
        self.places = places
        self.kinds = kinds_of(unit_kinds)
        self.found = []

    def read(self, first, last):
        """Adds the unit events of one sentence."""
        keys = self.words.keys[first:last]
        if not self.kinds or EVENTS.keys().isdisjoint(keys):
            return
        starts = [(index, EVENTS[key]) for index, key in enumerate(keys, first) if key in EVENTS]
        for position, (index, event) in enumerate(starts):
            stop = starts[position + 1][0] if position + 1 < len(starts) else last
            self.read_event(index, first, min(stop, last), event)

    def read_event(self, index, first, stop, event):
        """One verb of creation and the kinds of unit named after it, or the one before it in the passive."""
        kind, places = self.kind_between(index + 1, min(index + REACH, stop))
        if kind:
            self.read_kinds(index, stop, kind, places, event)
        elif not PASSIVE.isdisjoint(self.words.keys[max(index - 2, first) : index]):
            kind, places = self.kind_between(max(index - REACH, first), index)
            if kind:
                self.add(min(places), index, stop, kind, event)

    def read_kinds(self, begin, stop, kind, places, event):
        """« une brigade cynotechnique à Salé et une brigade anti-gangs à Fès »: each has its commands."""
        keys = self.words.keys
        clause_end = next((k for k in range(max(places), stop) if keys[k] in OTHER_CLAUSES), stop)
        while kind:
            end = max(places)
            further, named = self.next_kind(end + 1, min(clause_end, end + PLACES_REACH))
            self.add(begin, end, min(named) if further else clause_end, kind, event)
            kind, places = further, named

    def next_kind(self, first, last):
        """The next kind of unit of a list, as ``kind_between``: its noun is said again."""
        nouns = (k for k in range(first, last) if UNIT_NOUNS.intersection(self.words.concepts[k]))
        for noun in nouns:
            kind, places = self.kind_between(noun, min(noun + NOUN_REACH, last))
            if kind:
                return kind, (noun, *places)
        return None, ()

    def kind_between(self, first, last):
        """(the first kind of unit named between two tokens, the tokens that name it), or (None, ())."""
        concepts = {}
        for k in range(first, last):
            for concept in self.words.concepts[k]:
                concepts.setdefault(concept, k)
        named = ((kind, [concepts[c] for c in told]) for kind, told in self.kinds if told <= concepts.keys())
        return min(named, key=lambda pair: max(pair[1]), default=(None, ()))

    def add(self, begin, end, stop, kind, event):
        """Enters the units said between two tokens, at each of the commands named after."""
        commands = self.places.between(end + 1, min(stop, end + PLACES_REACH))
        ranked = [place for place in commands if place[3]] or commands
        start = self.tokens[begin].start
        if not ranked:
            self.found.append(self.proposal(start, self.tokens[end].end, kind, event, ""))
        for _, past, code, _ in ranked:
            self.found.append(self.proposal(start, self.tokens[past - 1].end, kind, event, code))

    def proposal(self, start, end, kind, event, command):
        return UnitProposal(start, end, self.text[start:end], kind.code, event, command)
