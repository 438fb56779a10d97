"""Writes what can be found of a release, when the release is made."""

from collections.abc import Iterator
from itertools import islice

from bilan.chapter import Findable, chapters
from bilan.models import Release, ReleasedText, SearchDocument
from bilan.models.named import LANGUAGES
from bilan.models.places import COUNTRY

from .words import indexed

BATCH = 500


def index_release(release: Release) -> int:
    """Makes the documents of one release anew; returns their number."""
    SearchDocument.objects.filter(release=release).delete()
    documents = (_document(release, one) for one in findables(release))
    count = 0
    while batch := list(islice(documents, BATCH)):
        SearchDocument.objects.bulk_create(batch)
        count += len(batch)
    return count


def findables(release: Release) -> Iterator[Findable]:
    """All that can be found of a release: what chapters have, the commands, the paragraphs of its texts."""
    for chapter in chapters():
        yield from chapter.findables(release)
    for code, columns in release.labels.get("commands", {}).items():
        if code != COUNTRY:
            yield Findable("commands", code, f"commands/{code}/", named(columns))
    yield from _paragraphs(release)


def named(columns: dict, field: str = "name") -> dict[str, str]:
    """The texts of a record by language."""
    return {language: columns.get(f"{field}_{language}") or "" for language in LANGUAGES}


def _paragraphs(release: Release) -> Iterator[Findable]:
    """Each line of a text that is not blank is a paragraph, counted from its title, number 0."""
    titles = named(release.labels.get("reports", {}).get(str(release.year), {}), "title")
    for text in ReleasedText.objects.filter(release=release).order_by("source"):
        language = release.labels.get("sources", {}).get(text.source, {}).get("language", "ar")
        lines = [line for line in text.text.splitlines() if line.strip()]
        for number, line in enumerate(lines):
            place = f"{release.year}/text/" + (f"#p{number}" if number else "")
            yield Findable("text", f"{text.source}-{number}", place, titles, {language: line.strip()})


def _document(release: Release, one: Findable) -> SearchDocument:
    titles = {f"title_{language}": one.titles.get(language, "") for language in LANGUAGES}
    bodies = {f"body_{language}": one.bodies.get(language, "") for language in LANGUAGES}
    # A paragraph's title is that of its report: it is shown, and finds nothing.
    own = () if one.kind == "text" else tuple(titles.values())
    return SearchDocument(
        release=release,
        kind=one.kind,
        code=one.code,
        place=one.place,
        names=indexed(*own, one.code),
        words=indexed(*own, one.code, *bodies.values(), one.more),
        **titles,
        **bodies,
    )
