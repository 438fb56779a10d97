"""A text cut into words, runs of digits and marks, each with its place; words are folded."""

import re
from functools import lru_cache, partial
from typing import NamedTuple

from bilan.folding import fold_arabic
from bilan.numerals.words import GROUPING_SPACES

WORD, DIGITS, MARK, BREAK = "word", "digits", "mark", "break"


class Token(NamedTuple):
    """``key`` is the folded word, the digits as written, or the mark itself."""

    kind: str
    start: int
    end: int
    key: str


TOKEN = re.compile(
    rf"""
    (?P<digits>[0-9\u0660-\u0669\u06f0-\u06f9]{{1,3}}(?:[{GROUPING_SPACES}][0-9]{{3}}(?![0-9]))+(?:[.,٫،][0-9]{{1,3}}(?![0-9]))?
      |[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,٬٫،'’][0-9\u0660-\u0669\u06f0-\u06f9]+)*)
    |(?P<word>[^\W\d_][^\W\d_\u2019']*(?:[\u064b-\u0652\u0670\u0640]*[^\W\d_]+)*[\u064b-\u0652\u0670\u0640]*)
    |(?P<break>\n\s*)
    |(?P<mark>[^\s\w\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u064b-\u0652])
    """,
    re.VERBOSE,
)


# The national card is the identity card: «بطاقة وطنية», « cartes nationales ».
CARDS = ("بطاقه", "بطاقات", "بطائق", "carte", "cartes")
NATIONAL = frozenset(("وطنيه", "الوطنيه", "nationale", "nationales"))
IDENTITY = "identite"


# « vols violents », « réseaux criminels violents », «السرقات العنيفة»: no violent crime as a whole.
THEFTS = ("vol", "vols", "criminels", "سرقات", "سرقه")
VIOLENT = {"violents": "violence", "violent": "violence", "العنيفه": "عنف", "عنيفه": "عنف"}
# « mandats d'arrêt », « avis de recherche »: what makes persons wanted; « en flagrant délit ou sur mandat de
# recherche » are all those arrested.
NOTICES, NOTICED = frozenset(("mandat", "mandats", "avis")), frozenset(("arret", "recherche", "recherches"))
WANTED, ARREST, IN_THE_ACT = "recherches", "arret", "flagrant"
NOTICE_REACH, ACT_REACH = 3, 12
# « réseaux sociaux », «شبكات التواصل الاجتماعي»: no networks of crime.
SOCIAL = frozenset(("sociaux", "social", "الاجتماعي", "اجتماعي"))
NETS = ("reseau", "reseaux", "شبكات", "شبكه", "تواصل")
MEDIA = "medias"
LED = NATIONAL | VIOLENT.keys() | SOCIAL | NOTICED


def name_media(tokens):
    """Gives the last word or two, when they say network, the name of media."""
    for place in range(len(tokens) - 1, max(len(tokens) - 3, -1), -1):
        if tokens[place].kind != WORD or not tokens[place].key.endswith(NETS):
            return
        tokens[place] = tokens[place]._replace(key=MEDIA)


def read_with(tokens, before, word):
    """What a word means after the words that lead to it; they may be given another name too."""
    if word in NATIONAL and before.endswith(CARDS):
        return IDENTITY
    if word in VIOLENT and before.endswith(THEFTS):
        return VIOLENT[word]
    if word in SOCIAL:
        name_media(tokens)
    if word in NOTICED and any(t.key in NOTICES for t in tokens[-NOTICE_REACH:]):
        return ARREST if any(t.key == IN_THE_ACT for t in tokens[-ACT_REACH:]) else WANTED
    return word


@lru_cache(maxsize=65536)
def fold_word(word):
    """The word as search folds it: without vowel marks, hamza, accents or capitals."""
    return word.lower() if word.isascii() else fold_arabic(word)


def folded_words(text):
    """The folded words of a list written with spaces, as a frozenset."""
    return frozenset(fold_word(word) for word in text.split())


def tokenise(text):
    """The tokens of a text, in order; direction marks and spaces give none."""
    tokens = []
    add, make = tokens.append, partial(tuple.__new__, Token)
    before = ""
    for match in TOKEN.finditer(text):
        kind, (start, end) = match.lastgroup, match.span()
        raw = text[start:end]
        if kind == WORD:
            raw = fold_word(raw)
            if raw in LED:
                raw = read_with(tokens, before, raw)
        before = raw
        add(make((kind, start, end, raw)))
    return tokens


def is_arabic(key):
    """Whether a folded word is written in Arabic letters."""
    return "\u0600" <= key[:1] <= "\u06ff"


def without_prefixes(key):
    """The word, then without و or ف, then without ب, ل or ك as well: every reading of
    its stuck particles."""
    yield key
    if key == "وطن":
        yield "طن"
    if key[:1] in ("و", "ف") and len(key) > 3:
        key = key[1:]
        yield key
    if key[:1] in ("ب", "ل", "ك") and len(key) > 3:
        yield key[1:]
