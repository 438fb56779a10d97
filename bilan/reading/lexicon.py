"""From a word of a text to what it means: stuck particles and endings taken off, then the tables of concepts."""

from functools import lru_cache

from .concepts import ACTS, COUNTED, LIGHT, QUALITIES, ROLES, SUBJECTS
from .grammar import STOP_WORDS
from .tokens import fold_word, is_arabic

ARABIC_ENDINGS = ("ات", "ون", "ين", "ان", "هم", "ها", "هن", "ه", "ا", "ي")
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
                yield kind, concept, _stem(fold_word(word))


KIND_OF, WORDS = {}, {}
for _kind, _concept, _word in _tables():
    KIND_OF[_concept] = _kind
    WORDS[_word] = tuple(dict.fromkeys((*WORDS.get(_word, ()), _concept)))
LIGHT_WORDS = frozenset(_stem(fold_word(word)) for word in LIGHT.split())
# With its article only: bare, it means something else («كيف», how).
WITH_ARTICLE = {"الكيف": ("kif",), "بالكيف": ("kif",)}


def _arabic_bases(word):
    """The word with ever more of its stuck particles taken off, then each without its ending."""
    forms = [word]
    if word[:1] in ("و", "ف") and len(word) > 3:
        forms.append(word[1:])
    for form in tuple(forms):
        if form[:1] in ("ب", "ل", "ك") and len(form) > 3:
            forms.append(form[1:])
    for form in tuple(forms):
        if form.startswith("ال") and len(form) > 4:
            forms.append(form[2:])
        elif form.startswith("لل") and len(form) > 4:
            forms.append(form[2:])
    yield from forms
    for form in forms:
        for ending in ARABIC_ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= 3:
                bare = form[: -len(ending)]
                yield bare
                if bare.endswith("ت"):
                    yield bare[:-1] + "ه"


@lru_cache(maxsize=65536)
def concepts_of(key):
    """The concepts of a folded word: () for a stop or light word, (``=stem``,) for a word of no table."""
    if key in STOP_WORDS:
        return ()
    if not is_arabic(key):
        stem = _french_stem(key)
        found = WORDS.get(stem)
        if found is None and stem in LIGHT_WORDS:
            return ()
        return found or (() if len(key) < 2 else ("=" + stem,))
    if key in WITH_ARTICLE:
        return WITH_ARTICLE[key]
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


def measures_of(concepts):
    """The measures that a noun of these concepts is counted in: roles count as persons."""
    measures = {c for c in concepts if c in COUNTED}
    if any(c in ROLES for c in concepts):
        measures.add("persons")
    return frozenset(measures)


DUAL_NOUNS = frozenset(
    fold_word(form)
    for noun in "فرقت وحدت شبكت عصابت قضيت اتفاقيت بنيت دائرت شخص مركز مصلحت حادثت مؤسست خبير".split()
    for form in (noun + "ين", noun + "ان", noun + "ا", noun + "ي")
    if not form.endswith(("شخصا", "شخصي", "مركزا", "مركزي", "خبيرا", "خبيري"))
)
