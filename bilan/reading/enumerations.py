"""What stands once for several numbers: the mark of « 7 et 5 % », the things of « respectivement »."""

from dataclasses import replace

from .grammar import RANGE_WORDS
from .number import COUNT, PERCENT, POINTS
from .tokens import folded_words
from .wording import NAMES_OF_YEARS

BETWEEN = frozenset((",", "،", "et", "و", "de", "d", "'", "’"))
JOINTS = BETWEEN - {"de", "d", "'", "’"}
MOST, LEAST_SHARED = 100, 2
RESPECTIVELY = folded_words("respectivement respectives التوالي توالي")
SHARED = 0.5


def with_lent_marks(keys, numbers):
    """The numbers, those of an enumeration being percentages when its last one is."""
    lent = list(numbers)
    for place in range(len(lent) - 1, 0, -1):
        if lends(keys, lent[place - 1], lent[place]):
            lent[place - 1] = replace(lent[place - 1], kind=PERCENT, sign=lent[place].sign)
    return lent


def lends(keys, number, following):
    """Whether nothing but « et », « de » or a comma stands between a bare number and a percentage."""
    if following.kind != PERCENT or number.kind != COUNT or number.value is None or number.value > MOST:
        return False
    between = keys[number.last + 1 : following.first]
    alone = BETWEEN.issuperset(between) and not JOINTS.isdisjoint(between)
    return alone and keys[number.first - 1] not in RANGE_WORDS


def share_out(reader, around, statements):
    """Gives « respectively » percentages to the things named before them, in their order."""
    if not says_respectively(reader.words.keys, around.first, around.last):
        return
    shared = [s for s in statements if s.number.kind in (PERCENT, POINTS)]
    if len(shared) < LEAST_SHARED:
        return
    counted = [s.indicator for s in statements if s.indicator and s.number.kind not in (PERCENT, POINTS)]
    named = counted[-len(shared) :]
    if len(named) != len(shared):
        named = named_before(reader, around, shared)
    for statement, code in zip(shared, named, strict=False):
        if statement.number.value is not None:
            statement.indicator, statement.is_change = code, True
            statement.candidates, statement.leans = [(code, SHARED)], True
            statement.direction = statement.direction or shared[0].direction


def says_respectively(keys, first, last):
    """« respectivement », «على التوالي»; not «للسنة السادسة على التوالي», for the sixth year running."""
    if RESPECTIVELY.isdisjoint(keys[first:last]):
        return False
    said = (index for index in range(first, last) if keys[index] in RESPECTIVELY)
    return any(NAMES_OF_YEARS.isdisjoint(keys[max(index - 4, 0) : index]) for index in said)


def named_before(reader, around, statements):
    """Indicators named, in order, before the first of the « respectively » percentages; none when they are
    more or fewer."""
    first, named, concepts = statements[0].number.first, [], reader.words.concepts
    for index in range(around.first, first):
        near = set().union(*concepts[max(around.first, index - 4) : min(first, index + 5)])
        for phrase in reader.index.called_by(concepts[index]):
            told = phrase.subjects and all(c in near for c, _ in phrase.required)
            kind = reader.index.indicators[phrase.indicator].entry.kind
            if told and kind == "count" and phrase.indicator not in named:
                named.append(phrase.indicator)
    return named if len(named) == len(statements) else []
