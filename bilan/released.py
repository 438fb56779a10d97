"""What is published now: current releases and the names frozen with them, as machines' answers read them.

Labels are the heavy part of a release and never change, so they are kept in this process once read; which
releases may be seen is asked of the database every time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps

from .freshness import public_alias
from .models import Release, ReleasedText

MOST_KEPT = 64
_past: ContextVar[tuple[Release, ...] | None] = ContextVar("bilan_past", default=None)


def visible_releases():
    """Every release that readers may see, superseded ones too, without its labels."""
    return _visible_releases(public_alias()).all()


@cache
def _visible_releases(alias: str):
    """The question itself, which takes longer to put together than to be answered."""
    return Release.objects.using(alias).visible().with_holdings().defer("labels")


def current_releases() -> list[Release]:
    """The newest visible release of each report, newest year first, without labels."""
    past = _past.get()
    if past is not None:
        return list(past)
    return list(_current_releases(public_alias()).all())


@cache
def _current_releases(alias: str):
    return Release.objects.using(alias).current().with_holdings().defer("labels")


def newest_of_each_year(releases) -> list[Release]:
    """Of some releases the one of each year with the highest number, newest year first."""
    newest: dict[int, Release] = {}
    for release in releases:
        if release.number > getattr(newest.get(release.year), "number", 0):
            newest[release.year] = release
    return [newest[year] for year in sorted(newest, reverse=True)]


@contextmanager
def looking_back(releases: list[Release]) -> Iterator[None]:
    """Lets what is made inside see these releases as the current ones: they were, before a correction."""
    token = _past.set(tuple(releases))
    try:
        yield
    finally:
        _past.reset(token)


def looks_back() -> bool:
    """Whether what is being made is of the past, and has to say so."""
    return _past.get() is not None


def read_once(read: Callable) -> Callable:
    """Decorator of `read(releases)`, a dictionary by release key: asked once a process for each release.

    For what is small beside the rows that it is read from; the digest of a release covers them. `forget()`
    of the decorated function has everything asked again.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def place(pk: int, digest: str) -> list:
        return []

    @wraps(read)
    def kept(releases) -> dict:
        wanted = {release.pk: release for release in releases}
        places = {pk: place(pk, release.digest) for pk, release in wanted.items()}
        missing = [release for pk, release in wanted.items() if not places[pk]]
        found = read(missing) if missing else {}
        for release in missing:
            places[release.pk].append(found[release.pk])
        return {pk: values[0] for pk, values in places.items()}

    kept.forget = place.cache_clear
    return kept


@read_once
def labels_of(releases) -> dict[int, dict]:
    """The labels of some releases by their key: one query for those that were not read before."""
    keys = [release.pk for release in releases]
    return dict(Release.objects.using(public_alias()).filter(pk__in=keys).values_list("pk", "labels"))


def rows_of(model: type, releases):
    """The rows that some releases hold in one table."""
    return model.objects.using(public_alias()).filter(release__in=[release.pk for release in releases])


def text_digests(releases) -> list[tuple]:
    """(release key, source, SHA-256) of the texts frozen with some releases, without the texts."""
    return list(
        rows_of(ReleasedText, releases).order_by("source").values_list("release_id", "source", "text_digest")
    )


def newest_labels(releases, table: str) -> dict[str, tuple[dict, Release]]:
    """`{code: (columns, release)}` of one table of labels: the newest of these releases that names each."""
    labels = labels_of(releases)
    found: dict[str, tuple[dict, Release]] = {}
    for release in sorted(releases, key=lambda release: (-release.year, -release.number)):
        for code, columns in labels[release.pk].get(table, {}).items():
            found.setdefault(code, (columns, release))
    return found
