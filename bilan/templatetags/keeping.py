"""Keeps what pages write again and again: the same few hundred numbers, words and marks."""

from functools import lru_cache, wraps

from django.utils.translation import get_language

MOST_KEPT = 4096


def kept_by_language(write):
    """Keeps what a function of plain values (numbers, texts, None) writes in each language, the newest first.

    Values of different types are told apart, since safe markup equals the text that it was made of.
    """

    @lru_cache(maxsize=MOST_KEPT, typed=True)
    def kept(_language, *values, **named):
        return write(*values, **named)

    @wraps(write)
    def written(*values, **named):
        return kept(get_language(), *values, **named)

    return written
