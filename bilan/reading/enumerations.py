"""What the last of several numbers lends to those before it: « 7 et 5 % », « de 7, 5 et 3 % »."""

from dataclasses import replace

from .grammar import RANGE_WORDS
from .number import COUNT, PERCENT

BETWEEN = frozenset((",", "،", "et", "و", "de", "d", "'", "’"))
JOINTS = BETWEEN - {"de", "d", "'", "’"}
MOST = 100


def with_lent_marks(tokens, numbers):
    """The numbers, those of an enumeration being percentages when its last one is."""
    lent = list(numbers)
    for place in range(len(lent) - 1, 0, -1):
        if lends(tokens, lent[place - 1], lent[place]):
            lent[place - 1] = replace(lent[place - 1], kind=PERCENT, sign=lent[place].sign)
    return lent


def lends(tokens, number, following):
    """Whether nothing but « et », « de » or a comma stands between a bare number and a percentage."""
    if following.kind != PERCENT or number.kind != COUNT or number.value is None or number.value > MOST:
        return False
    between = [token.key for token in tokens[number.last + 1 : following.first]]
    alone = between and BETWEEN.issuperset(between) and not JOINTS.isdisjoint(between)
    return bool(alone) and tokens[number.first - 1].key not in RANGE_WORDS
