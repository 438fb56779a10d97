"""The word that somebody meant: the nearest one, within a letter or two."""

from collections.abc import Iterable

LEAST_LENGTH = 4
LONGEST = 24


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """The word of the vocabulary that is the fewest letters away, or None.

    One letter for words of four to seven letters, two for longer ones; numbers are never corrected.
    """
    if not LEAST_LENGTH <= len(word) <= LONGEST or any(character.isdigit() for character in word):
        return None
    allowed = 1 if len(word) < 8 else 2
    close = (
        (distance(word, known, allowed), known)
        for known in vocabulary
        if abs(len(known) - len(word)) <= allowed
    )
    return min(((far, known) for far, known in close if far <= allowed), default=(0, None))[1]


def distance(one: str, other: str, most: int) -> int:
    """Letters added, dropped, replaced or swapped between two words; `most + 1` stands for any more."""
    before, row = [], list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, known in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != known))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == known:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
