"""Finds: what the database has of the words, in the order of how well it answers, by kind."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_, or_

from django.db import connections
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from bilan.chapter import chapters
from bilan.freshness import public_alias
from bilan.models import SearchDocument
from bilan.released import current_releases

from .spelling import nearest
from .words import alternatives, asked

# What a question costs at most, whatever it asks.
MOST_CANDIDATES = 600
SHOWN_OF_A_KIND = 6
SHOWN_OF_ONE_KIND = 60
MOST_SUGGESTIONS = 8
SHOWN = ("release__year", "kind", "code", "place", "names")
TEXTS = tuple(f"{part}_{language}" for part in ("title", "body") for language in ("ar", "fr", "en"))


@dataclass
class Group:
    """The hits of one kind: `hits` are rows of SearchDocument, the best first; `total` counts all."""

    kind: str
    hits: list[dict]
    total: int


@dataclass
class Found:
    """What a question found: `words` were looked for, `corrected` are those that were put right."""

    words: list[str]
    groups: list[Group] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of hits."""
        return sum(group.total for group in self.groups)


def find(question: str, kind: str = "") -> Found:
    """What is published that answers a question; of one kind only when it is named."""
    found = Found(asked(question))
    if not found.words:
        return found
    releases = current_releases()
    hits = _hits(releases, found.words, kind)
    if not hits:
        found.corrected = _corrected(releases, found.words)
        if found.corrected:
            found.words = [found.corrected.get(word, word) for word in found.words]
            hits = _hits(releases, found.words, kind)
    found.groups = _grouped(hits, found.words, SHOWN_OF_ONE_KIND if kind else SHOWN_OF_A_KIND)
    return found


def suggestions(question: str) -> list[dict]:
    """The names that start with these words, the best first; nothing for less than two characters."""
    words = asked(question)
    if sum(map(len, words)) < 2:
        return []
    rows = _matching(
        _visible(current_releases()).exclude(kind__in=("text", "figures", "statements")), words, "names"
    )
    hits = _newest(rows.values(*SHOWN, *TEXTS)[:MOST_CANDIDATES])
    return _ranked(hits, words)[:MOST_SUGGESTIONS]


def kinds() -> list[str]:
    """The kinds of things that can be found, in the order of the page."""
    return [*(kind for chapter in chapters() for kind in chapter.findable_kinds), "commands", "text"]


def _visible(releases):
    return SearchDocument.objects.using(public_alias()).filter(
        release__in=[release.pk for release in releases]
    )


def _hits(releases, words: list[str], kind: str) -> list[dict]:
    rows = _visible(releases)
    if kind:
        rows = rows.filter(kind=kind)
    rows = _matching(rows, words, "words")
    in_names = reduce(and_, (_starts(word, "names") for word in words))
    # When there are more candidates than are looked at, names and new releases come first.
    first = Case(When(in_names, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.annotate(first=first).order_by("first", "-release__year", "pk")
    return _newest(rows.values(*SHOWN, *TEXTS)[:MOST_CANDIDATES])


def _starts(word: str, column: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__contains": f" {start}"}) for start in alternatives(word)))


def _matching(rows, words: list[str], column: str):
    """Rows that have, for each word, one that starts with it: by the text index where there is one."""
    if connections[rows.db].vendor != "postgresql":
        return rows.filter(reduce(and_, (_starts(word, column) for word in words)))
    question = " & ".join(
        "(" + " | ".join(f"'{start}':*" for start in alternatives(word)) + ")" for word in words
    )
    table = SearchDocument._meta.db_table
    vector = f'array_to_tsvector(string_to_array(btrim("{table}"."{column}"), \' \'))'
    return rows.annotate(answers=RawSQL(f"{vector} @@ %s::tsquery", [question])).filter(answers=True)


def _newest(rows) -> list[dict]:
    """One hit for each thing: that of the newest report that has it (rows come newest first)."""
    found: dict[tuple, dict] = {}
    for row in sorted(rows, key=lambda row: -row["release__year"]):
        found.setdefault((row["kind"], row["place"]), row)
    return list(found.values())


def _grouped(hits: list[dict], words: list[str], shown: int) -> list[Group]:
    by_kind = defaultdict(list)
    for hit in hits:
        by_kind[hit["kind"]].append(hit)
    return [
        Group(kind, _ranked(by_kind[kind], words)[:shown], len(by_kind[kind]))
        for kind in kinds()
        if by_kind[kind]
    ]


def _ranked(hits: list[dict], words: list[str]) -> list[dict]:
    """Best first: the very name or code, names that start so, names, texts; then the newest."""
    whole = " ".join(words)

    def order(hit: dict) -> tuple:
        names = hit["names"].split()
        titles = [" ".join(asked(hit[f"title_{language}"])) for language in ("ar", "fr", "en")]
        code = " ".join(asked(hit["code"]))
        if whole in (*titles, code):
            quality = 0
        elif any(title.startswith(whole) for title in (*titles, code)):
            quality = 1
        elif all(any(word in names for word in alternatives(asked_for)) for asked_for in words):
            quality = 2
        elif all(any(name.startswith(alternatives(asked_for)) for name in names) for asked_for in words):
            quality = 3
        else:
            quality = 4
        return (quality, -hit["release__year"], min(map(len, filter(None, titles)), default=0), hit["code"])

    return sorted(hits, key=order)


def _corrected(releases, words: list[str]) -> dict[str, str]:
    """For words that nothing starts with: the nearest one that a name has."""
    vocabulary = _vocabulary(tuple((release.pk, release.digest) for release in releases))
    return {
        word: near
        for word in words
        if not any(known.startswith(alternatives(word)) for known in vocabulary)
        and (near := nearest(word, vocabulary))
    }


@lru_cache(maxsize=4)
def _vocabulary(current: tuple) -> frozenset[str]:
    """The words of all names in some releases, given as (key, digest) pairs."""
    rows = SearchDocument.objects.using(public_alias()).filter(release__in=[pk for pk, _digest in current])
    return frozenset(
        word for names in rows.values_list("names", flat=True).distinct() for word in names.split()
    )
