"""Particles stuck to Arabic words: the forms of a word without them, and tables of words in any such form.

A word of an Arabic text may begin with و or ف, then ب, ل or ك, then its article: «وبالسنة».
"""

from .tokens import is_arabic

ARTICLE = "ال"


def forms(key):
    """A word, then without و or ف, then without ب, ل, ك as well, then without its article."""
    found = [key]
    if is_arabic(key):
        if key[:1] in "وف" and len(key) > 3:
            found.append(key[1:])
        for form in tuple(found):
            if form[:1] in "بلك" and len(form) > 3:
                found.append(form[1:])
        for form in tuple(found):
            if form.startswith(ARTICLE) and len(form) > 4:
                found.append(form[2:])
    return tuple(found)


def in_any_form(words):
    """Folded words with every key of a text that has one of them among its forms, as a frozenset."""
    found = set(words)
    for particles in ((ARTICLE,), "بلك", "وف"):
        found |= {particle + word for particle in particles for word in found if len(word) > 2}
    return frozenset(found)


def by_any_form(table):
    """A table of folded words, by every key that has one of them among its forms; the fullest form counts."""
    return {
        key: next(table[form] for form in forms(key) if form in table) for key in in_any_form(table.keys())
    }
