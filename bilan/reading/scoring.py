"""Which indicator a number speaks of: every phrase that its surroundings call for, scored; nothing is forced."""

from .lexicon import NOUN, ROLE, STRONG, WEAK, kind_of
from .phrases import GENERAL
from .numbers import COUNT, MONEY, ORDINAL, PERCENT, POINTS, WEIGHT
from .sentences import ALONE, CLAIMED, CONTEXT, OWN

ACCEPTED, MARGIN = 0.5, 0.03
FOREIGN, UNEXPLAINED, BARE = 0.55, 0.35, 0.1
GENERIC_ROLES = frozenset({"staff", "beneficiary", "trainee"})
KINDS_OF_LEVELS = ("rate", "share")


def fits(entry, number, scope, is_change):
    """Whether the indicator can hold such a number at all."""
    if is_change:
        return entry.kind not in ("level", "average")
    if number.kind in (PERCENT, POINTS):
        return entry.kind in KINDS_OF_LEVELS
    if number.kind == WEIGHT:
        return entry.measure == "kg"
    if number.kind == MONEY:
        return entry.measure == number.measure
    if number.kind == ORDINAL:
        return entry.kind == "level"
    if number.kind != COUNT or entry.kind in KINDS_OF_LEVELS or entry.measure in ("kg", "mad"):
        return False
    if number.value is not None and not entry.decimals and number.value != number.value.to_integral_value():
        return False
    return counted_as(entry, scope)


def counted_as(entry, scope):
    """Whether the noun counted is one of the indicator's measure (or one that its phrases name)."""
    if entry.kind == "level":
        return False
    return scope.measures is None or entry.measure in scope.measures


def rank(index, number, scope, is_change):
    """[(indicator code, score)] best first; scores between 0 and 1."""
    best = {}
    subjects = {c: w for c, w in scope.evidence.items() if kind_of(c) == STRONG}
    for phrase in index.called_by(scope.evidence):
        found = index.indicators[phrase.indicator]
        if not fits(found.entry, number, scope, is_change) and not names_noun(found, scope, number):
            continue
        score = score_of(phrase, found, scope, subjects, is_change)
        if score > best.get(phrase.indicator, 0):
            best[phrase.indicator] = score
    return sorted(((code, round(score, 3)) for code, score in best.items()), key=lambda pair: (-pair[1], pair[0]))


def names_noun(found, scope, number):
    """A noun of no table that one of the indicator's own phrases uses."""
    if number.kind != COUNT or found.entry.kind in (*KINDS_OF_LEVELS, "level") or found.entry.measure in ("kg", "mad"):
        return False
    return bool(scope.noun) and scope.measures == frozenset() and any(c in found.literals for c in scope.noun)


def score_of(phrase, found, scope, subjects, is_change):
    evidence, total, got = scope.evidence, 0.0, 0.0
    for concept, weight in phrase.required:
        strength = evidence.get(concept, 0)
        if not strength or (kind_of(concept) not in (STRONG, WEAK) and strength <= CONTEXT):
            return 0.0
        total += weight
        got += weight * strength
    if not roles_agree(phrase, found, scope, is_change):
        return 0.0
    score = got / total + 0.012 * min(total, 10)
    score -= foreign(phrase, found, evidence, subjects)
    score -= unexplained(found, scope, is_change) + old_or_new(found, scope)
    if is_change:
        score -= unlikely_change(found.entry, scope)
    elif scope.measures is None:
        score -= BARE
    return min(score, 1.0)


def unlikely_change(entry, scope):
    """A change of what no noun near names: cases are meant unless persons, or a rate, are spoken of."""
    close = {c for c, place in scope.own.items() if place - scope.number_last <= 5}
    near = {*close, *scope.before}
    if entry.measure == "persons":
        return 0.0 if "persons" in near or any(kind_of(c) == ROLE for c in near) else 0.2
    if entry.kind in KINDS_OF_LEVELS:
        return 0.0 if near & {"rate", "clearance"} else 0.25
    if entry.measure == "cases" and "cases" not in near and ("persons" in near or "rate" in near):
        return 0.1
    return 0.0


def roles_agree(phrase, found, scope, is_change):
    """Of-whom figures: the person counted must be the person that the phrase speaks of."""
    own = {c for c in scope.noun if kind_of(c) == ROLE} | {
        c for c in scope.own if kind_of(c) == ROLE and "persons" in (scope.measures or ())
    }
    told = own - GENERIC_ROLES
    if told and not is_change and not told & (phrase.roles | (found.explained if not phrase.roles else frozenset())):
        return False
    if is_change:
        return True
    for role in phrase.roles:
        near = role in scope.own or role in scope.before
        if not near and not (told & phrase.roles and scope.evidence.get(role, 0) >= CLAIMED - 0.3):
            return False
    return True


def foreign(phrase, found, evidence, subjects):
    """What a subject tells against an indicator that does not speak of it and stands nearer than its own."""
    home = max((evidence.get(c, 0) for c in phrase.subjects), default=0)
    strange = max((w for c, w in subjects.items() if c not in found.explained and c != GENERAL), default=0)
    floor = CONTEXT if phrase.vague else ALONE
    if strange > home + 0.02 and strange > floor:
        return FOREIGN * strange
    return 0.3 if strange >= OWN else 0.0


def old_or_new(found, scope):
    """Created this year, or all that there are: the word « new » decides, « total » goes without saying."""
    created = scope.evidence.get("new", 0) >= CLAIMED or "new" in scope.own
    if found.is_new:
        return 0.0 if created else 0.25
    return 0.3 if found.is_total and created and "total" not in scope.evidence else 0.0


def unexplained(found, scope, is_change):
    """A role, quality or complement of the number's own phrase that the indicator says nothing of."""
    loss = 0.0
    if scope.complement and not is_change and not any(c in found.literals for c in scope.own if kind_of(c) != NOUN):
        loss += UNEXPLAINED
    qualities = [c for c in scope.own if kind_of(c) == WEAK and c not in found.explained]
    if qualities:
        loss += 0.08
    return loss
