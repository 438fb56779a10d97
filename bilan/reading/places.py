"""Commands named in a text: the place of each, with its rank when the text gives one."""

from functools import lru_cache

from .grammar import STOP_WORDS
from .tokens import DIGITS, MARK, WORD, folded_words, is_arabic, tokenise
from .wording import forms

RANKS = folded_words(
    "ولاية أمن الأمن الجهوي الإقليمي المنطقة الإقليمية للأمن الأمنية المجموعة المتنقلة مفوضية "
    "préfecture police sûreté régionale provinciale district provincial sécurité groupement mobile "
    "security المحافظة النظام جهوي إقليمي منطقة مجموعة متنقلة"
)


@lru_cache(maxsize=65536)
def is_rank(key):
    """Whether a word belongs to the name of a command's rank."""
    return any(form in RANKS for form in forms(key))


@lru_cache(maxsize=65536)
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


class Places:
    """Where the text names commands."""

    def __init__(self, tokens, commands):
        self.tokens = tokens
        self.places = places_of(commands)
        self.opened = {}

    def between(self, first, last):
        """[(token index, past the last, code, has rank)] of the commands named between two tokens."""
        found, index = [], max(first, 0)
        last = min(last, len(self.tokens))
        while index < last:
            hit = self.at(index)
            if hit:
                found.append((index, *hit))
                index = hit[0]
            else:
                index += 1
        return found

    def at(self, index):
        """(past its last token, code, has rank) of the place that starts at a token, or None."""
        token = self.tokens[index]
        if token.kind not in (WORD, DIGITS):
            return None
        for words, code, level in self.opened_by(token.key):
            end = self.matches(index, words)
            if end and (level != "group" or self.has_rank(index)):
                return end, code, self.has_rank(index)
        return None

    def opened_by(self, key):
        """The places that a word may open, of each of its forms the longest first; looked up once a text."""
        if key not in self.opened:
            self.opened[key] = [
                place
                for form in place_forms(key)
                for place in sorted(self.places.get(form, ()), key=lambda place: -len(place[0]))
            ]
        return self.opened[key]

    def matches(self, index, words):
        position = index + 1
        for word in words[1:]:
            while position < len(self.tokens) and self.tokens[position].key in ("-", "'", "’"):
                position += 1
            if position >= len(self.tokens) or self.tokens[position].key != word:
                return 0
            position += 1
        return position

    def has_rank(self, index):
        """Whether a rank (« préfecture de police de », « الأمن الجهوي ب ») leads to the place."""
        return any(
            is_rank(self.tokens[k].key)
            for k in range(max(0, index - 3), index)
            if self.tokens[k].kind == WORD
        )


def leads_to_place(tokens, index):
    """« à Dakhla », « بالداخلة », « بمدينة الداخلة »: the place where something is."""
    key, before = tokens[index].key, tokens[index - 1].key if index else ""
    if is_arabic(key):
        return key[:1] == "ب" or before in ("بمدينه", "مدينه", "في")
    return before in ("a", "de", "ville")
