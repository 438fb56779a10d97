"""Commands named in a text: the place of each, with its rank when the text gives one."""

from bisect import bisect_left
from functools import lru_cache

from .grammar import STOP_WORDS
from .particles import in_any_form
from .tokens import MARK, folded_words, is_arabic, tokenise

RANKS = folded_words(
    "ولاية أمن الأمن الجهوي الإقليمي المنطقة الإقليمية للأمن الأمنية المجموعة المتنقلة مفوضية "
    "préfecture police sûreté régionale provinciale district provincial sécurité groupement mobile "
    "security المحافظة النظام جهوي إقليمي منطقة مجموعة متنقلة"
)


# Words of the name of a command's rank, in any form.
RANKED = in_any_form(RANKS)


def place_forms(key):
    """A place's word as written, then without stuck و and without stuck ب or ل; its article stays."""
    found = [key]
    if is_arabic(key):
        for letters in ("وف", "بل"):
            found += [form[1:] for form in found if form[:1] in letters and len(form) > 3]
    return found


@lru_cache(maxsize=8)
def places_of(commands):
    """{first word of the place: [(all its words, code, level)]}; the whole country is no place."""
    found = {}
    for command in commands:
        if command.level == "country":
            continue
        for _, name in command.names:
            words = [
                t.key
                for t in tokenise(name)
                if t.kind != MARK and t.key not in RANKS and t.key not in STOP_WORDS
            ]
            for first in place_forms(words[0]) if words else ():
                place = ((first, *words[1:]), command.code, command.level)
                if place not in found.setdefault(first, []):
                    found[first].append(place)
    return found


@lru_cache(maxsize=8)
def places_by_form(commands):
    """{word of a text: places that it may open}, of each of its forms the longest first."""
    places = places_of(commands)
    return {
        key: [
            place
            for form in place_forms(key)
            for place in sorted(places.get(form, ()), key=lambda place: -len(place[0]))
        ]
        for key in in_any_form(places.keys())
    }


class Places:
    """Where the text names commands."""

    def __init__(self, words, commands):
        self.keys = words.keys
        opened = places_by_form(commands)
        hits = ((index, self.at(index, opened[key])) for index, key in enumerate(self.keys) if key in opened)
        self.found = [(index, *hit) for index, hit in hits if hit]
        self.starts = [index for index, *_ in self.found]

    def between(self, first, last):
        """[(token index, past the last, code, has rank)] of the commands named between two tokens."""
        found, past = [], first
        for place in self.found[bisect_left(self.starts, first) : bisect_left(self.starts, last)]:
            if place[0] >= past:
                found.append(place)
                past = place[1]
        return found

    def at(self, index, places):
        """(past its last token, code, has rank) of the first of these places that stands at a token."""
        for words, code, level in places:
            end = self.matches(index, words)
            if end and (level != "group" or self.has_rank(index)):
                return end, code, self.has_rank(index)
        return None

    def matches(self, index, words):
        position = index + 1
        for word in words[1:]:
            while self.keys[position] in ("-", "'", "’"):
                position += 1
            if self.keys[position] != word:
                return 0
            position += 1
        return position

    def has_rank(self, index):
        """Whether a rank (« préfecture de police de », « الأمن الجهوي ب ») leads to the place."""
        return not RANKED.isdisjoint(self.keys[max(0, index - 3) : index])


def leads_to_place(keys, index):
    """« à Dakhla », « بالداخلة », « بمدينة الداخلة »: the place where something is."""
    key, before = keys[index], keys[index - 1]
    if is_arabic(key):
        return key[:1] == "ب" or before in ("بمدينه", "مدينه", "في")
    return before in ("a", "de", "ville")
