"""Which indicator a number speaks of: every phrase that its surroundings call for, scored."""

from .concepts import OTHER_ACTORS, OTHER_RESULTS
from .lexicon import ACT, NOUN, ROLE, STRONG, WEAK, kind_of, measures_of
from .number import COUNT, MONEY, ORDINAL, PERCENT, POINTS, WEIGHT
from .phrases import GENERAL, NARROWER
from .sentences import AHEAD, ALONE, CLAIMED, CONTEXT, EARLIER, LEAST_ALONE, NEUTRAL, NEXT, OWN, SEGMENT

# « two persons » are rarely the year's: a few in words need clearer words around them.
RARELY_FEW, CLAIMS_FEW = frozenset({"persons", "structures"}), 0.88
ACCEPTED, MARGIN, CLEARER, LACKING = 0.45, 0.02, 0.25, 0.5
ELSEWHERE, STOCK = 0.9, 0.6
FOREIGN, UNEXPLAINED, BARE, SUPPORT, NEAREST, HIGHEST = 0.55, 0.35, 0.1, 0.08, 0.92, 1.2
TAKEN = ("arrest", "brought", "prosecution", "wanted", "suspect", "belonging")
EVERYDAY = frozenset({"cases", "persons", "kg", "tablets", "networks", "gangs"})
# Roles that say nothing of why a person is counted.
OF_ANYBODY = frozenset({"minor", "woman", "foreigner", "victim", "staff", "member", "would-be"})
AMOUNTS = frozenset({"kg", "tablets", "mad"})
NOT_TAKEN = 0.7
LEAST_TOTAL, TOTALS = 1000, frozenset({"cases", "persons"})
NETWORK_ALONE = frozenset({"network"})
GENERIC = frozenset({"network", "drug", "cyber", "trafficking"})
TOLD_AS_CRIME = frozenset({"crime"})
# «من هذا النوع», « de ce genre »: what was said before, and not everything.
OF_THIS_KIND = frozenset({"=نوع", "=genr", "=typ"})
HEADED = 0.15
VAGUE, APART, FAR, WIDER, CLOSE = 0.65, 0.3, 0.41, 0.3, 5
GENERIC_ROLES = frozenset({"staff", "beneficiary", "trainee"})
KINDS_OF_LEVELS = ("rate", "share")


def fits(entry, number, scope, is_change):
    """Whether the indicator can hold such a number at all."""
    if is_change:
        return entry.kind not in ("level", "average", "share")
    if entry.kind == "share" and not scope.is_share:
        return False
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
    """Whether the noun counted is one of the indicator's measure; posts are counted by those who fill them
    (« le recrutement de 6.523 fonctionnaires »)."""
    if entry.kind == "level":
        return False
    if scope.measures is None or entry.measure in scope.measures:
        return True
    return entry.measure == "posts" and "recruitment" in scope.evidence and "staff" in scope.noun


def signature(number, scope, is_change):
    """All that a ranking depends on."""
    whole = number.value is not None and number.value == number.value.to_integral_value()
    close = tuple((c, place - scope.number_last <= CLOSE) for c, place in scope.own.items())
    return (
        number.kind,
        number.measure,
        whole,
        is_large(number),
        is_change,
        scope.is_share,
        scope.is_level,
        scope.complement,
        scope.measures,
        scope.head,
        scope.noun,
        close,
        tuple(scope.before),
        tuple(scope.clause),
        tuple(scope.evidence.items()),
    )


def rank(index, number, scope, is_change):
    """[(indicator code, score)] best first; scores between 0 and 1."""
    best = {}
    subjects = {c: w for c, w in scope.evidence.items() if kind_of(c) == STRONG and c != GENERAL}
    nearest = max(subjects.values(), default=0)
    whole = scope.relative or is_everything(number, scope)
    if whole:
        nearest = max(nearest, scope.evidence.get(GENERAL, 0))
    for phrase in index.called_by(scope.evidence):
        found = index.indicators[phrase.indicator]
        if not (
            fits(found.entry, number, scope, is_change)
            or names_noun(found, scope, number)
            or is_document(phrase, found, scope, number)
        ):
            continue
        score = score_of(phrase, found, scope, number, subjects, nearest, is_change)
        if score > best.get(phrase.indicator, 0):
            best[phrase.indicator] = score
    ranked = sorted(
        ((code, round(score, 3)) for code, score in best.items()), key=lambda pair: (-pair[1], pair[0])
    )
    return untied(index, ranked, scope.evidence)


def untied(index, ranked, evidence):
    """The ranking with a tie at its head settled: what explains more of the words around comes first."""
    tied = [pair for pair in ranked if ranked[0][1] - pair[1] < MARGIN]
    if len(tied) < 2:
        return ranked
    told = {code: affinity(index.indicators[code], evidence) for code, _ in tied}
    first, second = sorted(tied, key=lambda pair: -told[pair[0]])[:2]
    if told[first[0]] - told[second[0]] < CLEARER:
        return ranked
    rest = [pair for pair in ranked if pair[0] != first[0]]
    return [(first[0], round(rest[0][1] + 2 * MARGIN, 3)), *rest]


def affinity(found, evidence):
    """How much of the words around an indicator explains, less what its names say and the text does not."""
    telling = (c for c in found.explained if kind_of(c) in (STRONG, WEAK, ROLE, ACT))
    explained = sum(evidence[c] for c in telling if evidence.get(c, 0) >= NEXT)
    lacking = [
        sum(1 for c in name if kind_of(c) in (STRONG, WEAK) and c not in evidence) for name in found.named
    ]
    return explained - LACKING * min(lacking, default=0)


def is_document(phrase, found, scope, number):
    """«47.914 بطاقة إقامة»: a card is a document too, when its own words say of what."""
    if number.kind != COUNT or found.entry.measure != "documents" or "cards" not in (scope.measures or ()):
        return False
    return bool(phrase.subjects) and phrase.subjects <= scope.own.keys()


def names_noun(found, scope, number):
    """A noun of no table that one of the indicator's own phrases uses."""
    if (
        number.kind != COUNT
        or found.entry.kind in (*KINDS_OF_LEVELS, "level")
        or found.entry.measure in ("kg", "mad")
    ):
        return False
    return (
        bool(scope.noun)
        and scope.measures == frozenset()
        and any(c in found.literals or (c == "attempt" and c in found.explained) for c in scope.noun)
    )


def score_of(phrase, found, scope, number, subjects, nearest, is_change):
    """How well a phrase fits: its concepts by nearness, less what tells against it; 0 when one is missing."""
    evidence, total, got = scope.evidence, 0.0, 0.0
    rival = nearest_rival(phrase, subjects, evidence)
    nearest = (max(rival, evidence.get(GENERAL, 0)) if scope.relative else rival or nearest) or 1
    for concept, weight in phrase.required:
        strength = evidence.get(concept, 0)
        if strength >= FAR and (concept in subjects or (phrase.subjects and kind_of(concept) == WEAK)):
            strength = max(strength, NEAREST * min(strength / nearest, 1))
        if strength <= NEXT and not (strength == CONTEXT and kind_of(concept) in (STRONG, WEAK)):
            return 0.0
        if phrase.vague and is_change and strength <= AHEAD:
            return 0.0
        total += weight
        got += weight * strength
    if phrase.vague and not is_change and found.entry.measure in TOTALS and not is_large(number):
        return 0.0
    if phrase.vague and OF_THIS_KIND & scope.own.keys():
        return 0.0
    if phrase.vague and not is_change and not scope.measures and found.entry.measure not in evidence:
        return 0.0
    if phrase.of_quality and number.kind == COUNT and not names_measure(found.entry, scope):
        return 0.0
    if phrase.vague and phrase.roles and phrase.roles <= GENERIC_ROLES and not is_of_all(scope, is_change):
        return 0.0
    if phrase.alone and (is_change or not is_everything(number, scope)):
        return 0.0
    if not roles_agree(phrase, found, scope, is_change):
        return 0.0
    if (
        is_change
        and phrase.vague
        and found.entry.measure not in {*scope.own, *scope.before, *(scope.claimed if scope.relative else ())}
        and not phrase.roles
        and not (TOLD_AS_CRIME & {*scope.own, *scope.before} and all(w <= CONTEXT for w in subjects.values()))
    ):
        return 0.0
    score = got / total + 0.012 * min(total, 10) + support(found, evidence)
    score -= free_persons(found, evidence)
    strange = foreign(phrase, found, evidence, subjects, scope.relative or is_everything(number, scope))
    score -= min(strange, HEADED) if is_change and found.entry.measure in scope.head else strange
    score -= unexplained(phrase, found, scope, is_change) + old_or_new(found, scope)
    if is_change:
        score -= unlikely_change(found, scope)
    elif scope.measures is None:
        score -= BARE
    return score


def is_of_all(scope, is_change):
    """Whether a number of staff may be that of all: no « nouveaux », and a change only of their number."""
    near = {*scope.own, *scope.before}
    if "total" in near:
        return True
    return "headcount" in near if is_change else "new" not in near


def names_measure(entry, scope):
    """Whether a text says what an indicator counts (« 1.204 à Rabat » may be anything of Rabat)."""
    return entry.measure in scope.evidence or entry.measure in (scope.measures or ())


def told_itself(phrase, evidence):
    """Whether the number's own phrase names the wide subject (« 908 pour cybercriminalité »)."""
    return any(evidence.get(c, 0) >= OWN and c not in NETWORK_ALONE for c in phrase.subjects)


def nearest_rival(phrase, subjects, evidence):
    """How near the nearest subject stands, those apart that the phrase's own implies."""
    implied = {wide for c in phrase.subjects for wide in NARROWER.get(c, ())} & GENERIC
    implied = {c for c in implied if evidence.get(c, 0) < OWN or c in NETWORK_ALONE}
    return max((w for c, w in subjects.items() if c not in implied), default=0)


def support(found, evidence):
    """What the indicator's name says besides and the text says too."""
    shares = [sum(1 for c in name if evidence.get(c, 0) > CONTEXT) / len(name) for name in found.named]
    return SUPPORT * max(shares, default=0)


def unlikely_change(found, scope):
    """A change of what no noun names: cases are meant unless persons, a rate or a thing are spoken of."""
    entry = found.entry
    close = {c for c, place in scope.own.items() if place - scope.number_last <= CLOSE}
    near = {*close, *scope.before}
    if entry.kind in KINDS_OF_LEVELS:
        return 0.0 if near & {"rate", "clearance"} else 0.25
    nouns = scope.head or measures_of(near)
    if "amount" in near and entry.measure not in AMOUNTS:
        return 0.6
    if entry.measure in nouns:
        return 0.0
    if scope.head and not scope.head <= found.explained:
        return 0.6
    if nouns and not scope.head:
        return 0.12 if entry.measure in EVERYDAY else 0.6
    return {"cases": 0.0, "kg": 0.03, "tablets": 0.03, "persons": 0.2}.get(entry.measure, 0.25)


def free_persons(found, evidence):
    """Arrested persons are said to be arrested, brought or wanted, somewhere near."""
    if found.entry.measure != "persons" or not found.is_arrested:
        return 0.0
    told = {c for name in found.named for c in name if kind_of(c) == ROLE} - OF_ANYBODY
    if any(evidence.get(c, 0) >= OWN for c in told):
        return 0.0
    return 0.0 if any(evidence.get(c, 0) > NEXT for c in TAKEN) else NOT_TAKEN


def is_large(number):
    """A total of everything is no small number: « quatre personnes déférées » are not the year's."""
    return number.kind != COUNT or number.value is None or number.value >= LEAST_TOTAL


def is_everything(number, scope):
    """« 851.343 affaires » and no word more: so many are the whole of what is counted."""
    return (
        number.kind == COUNT
        and number.value is not None
        and number.value >= LEAST_ALONE
        and not scope.complement
        and bool(scope.measures)
    )


def roles_agree(phrase, found, scope, is_change):
    """Of-whom figures: the person counted must be the person that the phrase speaks of."""
    own = {c for c in scope.noun if kind_of(c) == ROLE} | {
        c for c in scope.own if kind_of(c) == ROLE and "persons" in (scope.measures or ())
    }
    told = own - GENERIC_ROLES
    if (
        told
        and not is_change
        and not told & (phrase.roles | (found.explained if not phrase.roles else frozenset()))
    ):
        return False
    if is_change:
        return True
    if "suspect" in scope.noun and not found.is_of_suspects:
        return False
    counted = {c for c in scope.noun if kind_of(c) == ROLE} - GENERIC_ROLES
    if counted and not counted & (phrase.roles | found.explained):
        return False
    for role in phrase.roles:
        near = role in scope.own or role in scope.before
        if not near and not (told & phrase.roles and scope.evidence.get(role, 0) >= CLAIMED - 0.3):
            return False
    return True


def foreign(phrase, found, evidence, subjects, whole):
    """What a subject tells against an indicator that does not speak of it and stands nearer than its own."""
    home = max((evidence.get(c, 0) for c in phrase.subjects), default=0)
    told = max((evidence.get(c, 0) for c, _ in phrase.required if kind_of(c) in (STRONG, WEAK)), default=OWN)
    near = max(min(told, SEGMENT), FAR)
    if any(evidence.get(c, 0) >= near for c in OTHER_RESULTS.keys() - found.explained) or any(
        evidence.get(c, 0) >= FAR for c in OTHER_ACTORS - found.explained
    ):
        return ELSEWHERE
    if CLAIMED < home <= ALONE and not phrase.roles and is_one_of_two(phrase, found, subjects):
        return VAGUE
    strange = max((w for c, w in subjects.items() if c not in found.explained), default=0)
    if phrase.vague:
        strange = max((w for c, w in subjects.items() if c not in found.explained | NEUTRAL), default=0)
    elif not told_itself(phrase, evidence) and any(
        w >= min(home, CLAIMED - 0.05) and NARROWER.get(c, set()) & phrase.subjects & GENERIC
        for c, w in subjects.items()
        if c not in found.explained
    ):
        return VAGUE if any(evidence[c] >= OWN and c not in found.explained for c in subjects) else WIDER
    floor = CONTEXT if phrase.vague else ALONE
    if phrase.vague and strange > AHEAD:
        if whole and strange < evidence.get(GENERAL, 0):
            return 0.0
        return VAGUE if found.entry.measure in EVERYDAY | {"cards", "documents"} else APART
    if phrase.subjects == NETWORK_ALONE and rival_of_networks(found, subjects) >= EARLIER - 0.05:
        return VAGUE
    if strange > home + 0.02 and strange > floor:
        return FOREIGN * strange
    return 0.3 if strange >= OWN else 0.0


def is_one_of_two(phrase, found, subjects):
    """Whether the sentence before spoke of something else as much as of what the phrase names."""
    return any(
        w >= ALONE and c not in found.explained | NEUTRAL and not NARROWER.get(c, set()) & phrase.subjects
        for c, w in subjects.items()
    )


def rival_of_networks(found, subjects):
    """How near a subject stands that a network may be of, other than the indicator's own."""
    return max((w for c, w in subjects.items() if c not in found.explained | NEUTRAL), default=0)


def old_or_new(found, scope):
    """Created this year, or all that there are: the word « new » decides, « total » goes without saying."""
    created = scope.evidence.get("new", 0) >= CLAIMED or "new" in scope.own
    if found.is_new:
        return 0.0 if created and not {"total"} & {*scope.own, *scope.before} else 0.25
    return STOCK if found.is_total and created and not {"total"} & {*scope.own, *scope.before} else 0.0


def unexplained(phrase, found, scope, is_change):
    """A role, quality or complement of the number's own phrase that the indicator says nothing of."""
    loss = 0.0
    if (
        scope.complement
        and not is_change
        and not any(c in found.literals for c in scope.own if kind_of(c) != NOUN)
    ):
        loss += UNEXPLAINED
    if scope.is_level and not scope.is_share and not is_change:
        nouns = measures_of(scope.own) - {"cases"}
        loss += UNEXPLAINED if nouns - measures_of(found.explained) else 0.0
    nearby = scope.clause if scope.sure else scope.before
    if not is_change and any(kind_of(c) == ROLE and c not in found.explained | GENERIC_ROLES for c in nearby):
        loss += 0.12
    if not is_change and "solved" in scope.before and "solved" not in found.explained:
        loss += 0.12
    qualities = [c for c in scope.own if kind_of(c) == WEAK and c not in found.explained]
    if qualities:
        loss += VAGUE if phrase.vague and found.entry.measure in TOTALS else 0.08
    return loss
