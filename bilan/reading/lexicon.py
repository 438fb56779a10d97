"""From a word of a text to what it means: particles and endings taken off, then the tables."""

from functools import lru_cache

from .concepts import ACTS, COUNTED, LIGHT, QUALITIES, ROLES, SUBJECTS
from .grammar import DIRECTIONS, STOP_WORDS
from .tokens import fold_word, is_arabic

ARABIC_ENDINGS = ("ات", "ون", "ين", "ان", "نا", "هم", "ها", "هن", "ه", "ا", "ي", "و")
STRONG, WEAK, ROLE, ACT, NOUN, WORD_ALONE = "subject", "quality", "role", "act", "noun", "word"


def _french_stem(word):
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3:
        word = word[:3] + word[3:].rstrip("e")
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def _arabic_stem(word):
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return word


def _stem(word):
    return _arabic_stem(word) if is_arabic(word) else _french_stem(word)


def _tables():
    for kind, table in ((STRONG, SUBJECTS), (WEAK, QUALITIES), (ROLE, ROLES), (ACT, ACTS), (NOUN, COUNTED)):
        for concept, words in table.items():
            for word in words.split():
                stem = _stem(fold_word(word))
                yield kind, concept, stem
                if stem.endswith("يه") and len(stem) > 4:
                    yield kind, concept, stem[:-1]


KIND_OF, WORDS = {}, {}
for _kind, _concept, _word in _tables():
    KIND_OF[_concept] = _kind
    WORDS[_word] = tuple(dict.fromkeys((*WORDS.get(_word, ()), _concept)))
MEASURES = {**dict.fromkeys(ROLES, "persons"), **{concept: concept for concept in COUNTED}}
LIGHT_WORDS = frozenset(_stem(fold_word(word)) for word in LIGHT.split())
# Forms that mean something else without their article («كيف», how).
AS_WRITTEN = {"الكيف": ("kif",), "بالكيف": ("kif",), "recherche": ("search-brigade",)}
# « accuser une baisse », which is no accused.
AS_WRITTEN |= dict.fromkeys(("accuse", "accusent", "accusant"), ())
AS_WRITTEN |= {"المراقب": ("cooperation",)}  # «التسليم المراقب», not control
AS_WRITTEN |= {"etranger": ("foreigner", "abroad")}
# A participle and a noun that differ by an accent only, which folding takes away.
# Nationalities, not sexual: the same letters.
AS_WRITTEN |= dict.fromkeys(("جنسيات", "الجنسيات", "بجنسيات", "لجنسيات", "وجنسيات"), ())
AS_WRITTEN |= dict.fromkeys(("recherchee", "recherchees", "recherches"), ("wanted",))


def _arabic_bases(word):
    """The word with ever more of its stuck particles taken off, then each without its ending."""
    forms = [word]
    if word[:1] in ("و", "ف") and len(word) > 3:
        forms.append(word[1:])
    for form in tuple(forms):
        if form[:1] in ("ب", "ل", "ك") and len(form) > 3:
            forms.append(form[1:])
    for form in tuple(forms):
        if form.startswith("ال") and len(form) > 4 or form.startswith("لل") and len(form) > 4:
            forms.append(form[2:])
    yield from forms
    for form in forms:
        for ending in ARABIC_ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= 3:
                bare = form[: -len(ending)]
                yield bare
                if bare.endswith("ت"):
                    yield bare[:-1] + "ه"
                elif bare.endswith(("اي", "او")):
                    yield bare[:-1] + "ء"


@lru_cache(maxsize=65536)
def concepts_of(key):
    """The concepts of a folded word: () for a stop or light word, (``=stem``,) for a word of no table."""
    if key in STOP_WORDS or key in DIRECTIONS or key[1:] in DIRECTIONS:
        return ()
    if key in AS_WRITTEN:
        return AS_WRITTEN[key]
    if not is_arabic(key):
        stem = _french_stem(key)
        found = WORDS.get(stem)
        if found is None and stem in LIGHT_WORDS:
            return ()
        return found or (() if len(key) < 2 else ("=" + stem,))
    light = False
    for base in _arabic_bases(key):
        if base in WORDS:
            return WORDS[base]
        light = light or base in LIGHT_WORDS or base in STOP_WORDS
    return () if light or len(key) < 2 else ("=" + plain_arabic(key),)


@lru_cache(maxsize=65536)
def is_light(key):
    """Whether a word weighs nothing: a particle, or a word that any phrase may have or lack."""
    return not concepts_of(key)


def plain_arabic(key):
    """A word of no table without article, particles and ending, so that its forms meet."""
    for prefix in ("وال", "بال", "فال", "كال", "ال", "لل"):
        if key.startswith(prefix) and len(key) - len(prefix) >= 3:
            key = key[len(prefix) :]
            break
    for ending in ("ات", "ون", "ين", "ان", "ه", "ا"):
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            return key[: -len(ending)]
    return key


def kind_of(concept):
    """subject, quality, role, act, noun, or word for a literal one."""
    return KIND_OF.get(concept, WORD_ALONE)


def concepts_of_kinds(*kinds):
    """Every concept of the tables that is of one of these kinds."""
    return frozenset(concept for concept, kind in KIND_OF.items() if kind in kinds)


def measures_of(concepts):
    """The measures that a noun of these concepts is counted in: roles count as persons."""
    return frozenset(MEASURES[concept] for concept in concepts if concept in MEASURES)
