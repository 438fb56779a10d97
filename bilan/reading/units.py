"""Unit events in a text: units said to be created, extended, moved or closed, and at which commands."""

from functools import lru_cache

from .lexicon import STRONG, WEAK, WORD_ALONE, kind_of
from .particles import by_any_form
from .phrases import words_of
from .results import UnitProposal
from .tokens import fold_word

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
REACH = 14
PLACES_REACH = 45


@lru_cache(maxsize=8)
def kinds_of(unit_kinds):
    """[(kind, concepts that name it)] with the fullest names first."""
    found = []
    for kind in unit_kinds:
        for _, name in kind.names:
            concepts = {c for word in words_of(name.split("(")[0]) for c in word}
            telling = frozenset(c for c in concepts if kind_of(c) in (STRONG, WEAK, WORD_ALONE))
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
        if not self.kinds:
            return
        keys = enumerate(self.words.keys[first:last], first)
        starts = [(index, EVENTS[key]) for index, key in keys if key in EVENTS]
        for position, (index, event) in enumerate(starts):
            stop = starts[position + 1][0] if position + 1 < len(starts) else last
            self.read_event(index, min(stop, last), event)

    def read_event(self, index, stop, event):
        """One verb of creation and the kind of unit named right after it."""
        concepts = {}
        for k in range(index + 1, min(index + REACH, stop)):
            for concept in self.words.concepts[k]:
                concepts.setdefault(concept, k)
        for kind, telling in self.kinds:
            if telling <= concepts.keys():
                end = max(concepts[c] for c in telling)
                self.add(index, end, stop, kind, event)
                return

    def add(self, index, end, stop, kind, event):
        commands = self.places.between(end + 1, min(stop, end + PLACES_REACH))
        ranked = [place for place in commands if place[3]] or commands
        start = self.tokens[index].start
        if not ranked:
            self.found.append(self.proposal(start, self.tokens[end].end, kind, event, ""))
        for _, past, code, _ in ranked:
            self.found.append(self.proposal(start, self.tokens[past - 1].end, kind, event, code))

    def proposal(self, start, end, kind, event, command):
        return UnitProposal(start, end, self.text[start:end], kind.code, event, command)
