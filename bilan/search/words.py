"""Words as search compares them: folded, cut at everything that is neither letter nor digit."""

import re

from bilan.folding import fold_arabic

MOST_CHARACTERS = 100
MOST_WORDS = 8
# 755.541, 755 541 and 755,541 are one word to somebody who looks for a number.
GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[ .,'٬]\d{3})+(?!\d)")
_WORD = re.compile(r"[^\W_]+")
# What Arabic writes before a word: and, by, for, like, so; then the article. Longest first.
_BEFORE = ("وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ب", "ل", "ف", "ك")
_LEAST_LEFT = 3


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; a number with its groups of digits is one word."""
    return _WORD.findall(GROUPED.sub(joined, fold_arabic(text)))


def joined(found: re.Match) -> str:
    """A number without what groups its digits."""
    return re.sub(r"\D", "", found[0])


def bare(word: str) -> str:
    """An Arabic word without the article and the particles before it; other words as they are."""
    if not "\u0621" <= word[0] <= "\u064a":
        return word
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= _LEAST_LEFT:
            return word[len(before) :]
    return word


def indexed(*texts: str) -> str:
    """All words of some texts, each once, with and without what stands before it: ` الجريمه جريمه`."""
    found = dict.fromkeys(form for text in texts for word in words_of(text) for form in (word, bare(word)))
    return "".join(f" {word}" for word in found)


def asked(text: str) -> list[str]:
    """The words of a question, each once, no more than eight."""
    words = list(dict.fromkeys(words_of(text[:MOST_CHARACTERS])))
    # A letter by itself (the d of d’élucidation) starts half of all words.
    longer = [word for word in words if len(word) > 1 or word.isdigit()]
    return (longer or words)[:MOST_WORDS]


def alternatives(word: str) -> tuple[str, ...]:
    """The starts of words that answer a word: itself, and without its article."""
    return tuple(dict.fromkeys((word, bare(word))))
