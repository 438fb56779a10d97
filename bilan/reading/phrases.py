"""The catalogue's names and aliases as sets of concepts, so that word order and synonyms do not matter."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from .lexicon import NOUN, ROLE, STRONG, WEAK, WORD_ALONE, concepts_of, kind_of
from .tokens import WORD, tokenise

WEIGHT = {STRONG: 3.0, WEAK: 2.5, ROLE: 2.0, WORD_ALONE: 1.5}
ACT_WEIGHT = 1.0
# Understood once the subject is told: arrested persons of drug cases need not be said to be arrested again.
UNDERSTOOD = frozenset(
    {"arrest", "brought", "prosecution", "rate", "value", "crime", "new", "made", "recorded", "total"}
)
# A wider subject is understood once a narrower one is told.
UNDERSTOOD_BESIDE = {
    "drug": {"cannabis", "cocaine", "heroin", "ecstasy", "boufa", "psychotropic"},
    "trafficking": {"drug", "migration"},
    "network": {"migration"},
}
ALWAYS_UNDERSTOOD = frozenset({"cases", "rate", "headcount"})
# Who is arrested or brought before a judge is a suspect; victims and candidates are not.
OF_SUSPECTS = frozenset(
    {"arrest", "brought", "prosecution", "suspect", "wanted", "terrorism", "gang", "network"}
)
# The whole of crime: no subject of its own, and foreign to none.
GENERAL = "penal"
# Acts that say enough by themselves.
DEFINITE = frozenset({"assigned", "connected"})
# What a subject is also called, of a thing that no other indicator counts.
WIDENED = {"gang": "network"}
NARROWER = {
    "cannabis": {"drug"},
    "cocaine": {"drug"},
    "heroin": {"drug"},
    "ecstasy": {"drug", "psychotropic"},
    "boufa": {"drug"},
    "psychotropic": {"drug"},
    "extortion": {"cyber"},
    "sextortion": {"cyber", "extortion", "sex"},
    "sex": {"cyber", "extortion"},
    "bank": {"theft", "robbery"},
    "robbery": {"theft", "bank"},
    "anti-gang": {"gang"},
    "migration": {"network", "trafficking"},
    "gang": {"network", "theft", "violent"},
    "network": {"theft", "violent"},
    "examinations": {"laboratory"},
    "dna": {"laboratory"},
}


@dataclass(frozen=True)
class Phrase:
    """One name or alias: the concepts that a text must hold, those that may help, those it explains."""

    indicator: str
    required: tuple[tuple[str, float], ...]
    subjects: frozenset
    roles: frozenset
    vague: bool = False
    of_quality: bool = False
    alone: bool = False


@dataclass
class IndicatorPhrases:
    """All phrases of an indicator and every concept they speak of."""

    entry: object
    phrases: list[Phrase] = field(default_factory=list)
    explained: set = field(default_factory=set)
    literals: set = field(default_factory=set)
    named: tuple = ()
    spoken_of: frozenset = frozenset()
    is_new: bool = False
    is_total: bool = False
    is_arrested: bool = False
    is_of_suspects: bool = False


def words_of(phrase):
    """The concepts of each word of weight of a phrase."""
    for token in tokenise(phrase):
        if token.kind == WORD:
            concepts = concepts_of(token.key)
            if concepts:
                yield concepts


def required_of(phrase, measure):
    """{concept: weight} that a text must hold to state this phrase."""
    required = {}
    for concepts in words_of(phrase):
        telling = [c for c in concepts if kind_of(c) != NOUN]
        for concept in telling or concepts:
            if concept == measure or concept in ALWAYS_UNDERSTOOD:
                continue
            required[concept] = WEIGHT.get(kind_of(concept), ACT_WEIGHT)
    if set(required) == {"staff"} and any("headcount" in concepts for concepts in words_of(phrase)):
        required["headcount"] = ACT_WEIGHT
    for wide, narrow in UNDERSTOOD_BESIDE.items():
        if wide in required and narrow & required.keys():
            del required[wide]
    telling = {c: w for c, w in required.items() if c not in UNDERSTOOD}
    if any(kind_of(c) in (STRONG, WEAK) for c in telling):
        return telling
    return required


def compiled(entry, alone=False):
    """The phrases of one indicator; an alias without a subject takes those of the indicator's names.

    ``alone``: no other indicator is counted in its measure.
    """
    found = IndicatorPhrases(entry)
    names = [required_of(name, entry.measure) for _, name in entry.names]
    said = {c for _, name in entry.names for concepts in words_of(name) for c in concepts}
    found.named = tuple(frozenset(name) for name in names if name)
    found.spoken_of = frozenset().union(*found.named)
    found.is_arrested = "arrest" in said
    found.is_new = entry.measure == "brigades" and "new" in said
    found.is_total = entry.measure not in ("cases", "persons") and "total" in said
    home = [frozenset(c for c in name if kind_of(c) in (STRONG, WEAK) and c != GENERAL) for name in names]
    for index, (_, text) in enumerate((*entry.names, *entry.aliases)):
        required = required_of(text, entry.measure)
        everything = {c for concepts in words_of(text) for c in concepts}
        found.explained |= everything
        found.literals |= {c for c in everything if kind_of(c) == WORD_ALONE}
        if all(kind_of(c) == NOUN for c in required):
            continue
        sets = [required]
        if index >= len(entry.names) and not tells_enough(required, entry, alone):
            sets = [required | dict.fromkeys(subjects, WEIGHT[STRONG]) for subjects in dict.fromkeys(home)]
        found.phrases.extend(phrase_of(entry.code, one) for one in sets or [required])
    if any(set(name) == {GENERAL} for name in found.named):
        found.phrases.append(phrase_of(entry.code, {entry.measure: ACT_WEIGHT}, alone=True))
    found.is_of_suspects = entry.measure != "persons" or bool(found.explained & OF_SUSPECTS)
    for concept in tuple(found.explained):
        found.explained |= NARROWER.get(concept, set())
    return found


def tells_enough(required, entry, alone):
    """Whether an alias names a subject, or is a phrase of its own (by words of no table)."""
    if any(kind_of(c) in (STRONG, WEAK) and c != GENERAL for c in required):
        return True
    words = sum(1 for c in required if kind_of(c) == WORD_ALONE)
    return entry.measure != "persons" and words > (0 if alone else 1)


def by_measure(found):
    """The indicator said by its measure's noun alone, when no other indicator is counted in it."""
    subjects = [frozenset(c for c in name if kind_of(c) == STRONG) for name in found.named]
    qualities = [frozenset(c for c in name if kind_of(c) == WEAK) for name in found.named]
    for subject, quality in zip(subjects, qualities, strict=True):
        needed = subject or quality
        for subjects_told in (needed, frozenset(WIDENED.get(c, c) for c in needed)):
            required = dict.fromkeys(subjects_told, WEIGHT[STRONG]) | {found.entry.measure: ACT_WEIGHT}
            yield phrase_of(found.entry.code, required)
    if not found.named:
        yield phrase_of(found.entry.code, {found.entry.measure: ACT_WEIGHT})


def phrase_of(code, required, *, alone=False):
    """A Phrase from the concepts it requires; ``alone``: its noun without any subject."""
    return Phrase(
        code,
        tuple(sorted(required.items())),
        frozenset(c for c in required if kind_of(c) == STRONG),
        frozenset(c for c in required if kind_of(c) == ROLE),
        not any(kind_of(c) in (STRONG, WEAK, WORD_ALONE) and c != GENERAL or c in DEFINITE for c in required),
        all(kind_of(c) == WEAK for c in required),
        alone,
    )


@dataclass
class Index:
    """Phrases by their most telling concept, so that a number meets only those its words call for."""

    indicators: dict
    by_anchor: dict

    def called_by(self, concepts):
        """Distinct phrases whose anchor is among the concepts."""
        for concept in concepts:
            yield from self.by_anchor.get(concept, ())


@lru_cache(maxsize=8)
def index_of(indicators):
    """The index of a catalogue's indicators (a tuple, so that it is built once)."""
    measures = Counter(entry.measure for entry in indicators)
    all_phrases = {entry.code: compiled(entry, measures[entry.measure] == 1) for entry in indicators}
    for found in all_phrases.values():
        if found.entry.kind == "count" and measures[found.entry.measure] == 1:
            found.phrases.extend(by_measure(found))
    uses = {}
    for found in all_phrases.values():
        for phrase in found.phrases:
            for concept, _ in phrase.required:
                uses[concept] = uses.get(concept, 0) + 1
    by_anchor = {}
    for found in all_phrases.values():
        for phrase in dict.fromkeys(found.phrases):
            anchor = min(phrase.required, key=lambda pair: uses[pair[0]])[0]
            by_anchor.setdefault(anchor, []).append(phrase)
    return Index(all_phrases, by_anchor)
