"""The official text with its figures marked, and what a bilan says without a number, as pages show them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter

from .chapter import Mark, chapters
from .edition import RANKS, current_releases, label_of, source_of
from .models import ReleasedStatement
from .renamings import codes_of, successor


@dataclass
class Paragraph:
    """A paragraph of a text: `pieces` are runs of text and marks in order, `notes` what its margin says."""

    number: int
    start: int
    pieces: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """A run of text, marked or not; `number` is that of its note."""

    text: str
    mark: Mark | None = None
    number: int = 0


@dataclass(frozen=True)
class Note:
    """A note of the margin: its number in the sentence, or none for a mention of the whole paragraph.

    `is_beside` says that another mark of the sentence has its number, so its place is here.
    """

    mark: Mark
    number: int = 0
    is_beside: bool = False


def marks_in(edition, source: str) -> list[Mark]:
    """What all chapters state from a source with a place in its text, in the order of the text."""
    found = [mark for chapter in chapters() for mark in chapter.marks(edition, source)]
    return sorted(found, key=attrgetter("start", "end"))


def paragraphs(text: str, marks: list[Mark]) -> list[Paragraph]:
    """Lay a text out in paragraphs with its marks, every character kept.

    A paragraph is a line that is not blank; the first one, the title, is number 0. Two marks that overlap
    share a number. A mention (a mark that states no number) is a note of its paragraph only.
    """
    laid = _split(text)
    starts = [paragraph.start for paragraph, _line in laid]
    by_paragraph = {place: [] for place in range(len(laid))}
    for mark in marks:
        place = bisect_right(starts, mark.start) - 1
        if place >= 0:
            by_paragraph[place].append(mark)
    count = 0
    for place, (paragraph, line) in enumerate(laid):
        count = _lay(paragraph, line, by_paragraph[place], count)
    return [paragraph for paragraph, _line in laid]


def _split(text: str) -> list[tuple[Paragraph, str]]:
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((Paragraph(len(found), start), line.rstrip("\r\n")))
        start += len(line)
    return found


def _lay(paragraph: Paragraph, line: str, marks: list[Mark], count: int) -> int:
    """Cut one paragraph into runs and notes; returns the last number used."""
    at, open_until = 0, -1
    for mark in marks:
        start, end = mark.start - paragraph.start, min(mark.end - paragraph.start, len(line))
        if mark.is_mention:
            paragraph.notes.append(Note(mark))
        elif start < open_until:
            paragraph.notes.append(Note(mark, count, is_beside=True))
        else:
            count += 1
            if start > at:
                paragraph.pieces.append(Run(line[at:start]))
            paragraph.pieces.append(Run(line[start:end], mark, count))
            paragraph.notes.append(Note(mark, count))
            at = open_until = end
    if at < len(line):
        paragraph.pieces.append(Run(line[at:]))
    paragraph.notes.sort(key=lambda note: (note.number == 0, note.number))
    return count


def said(edition) -> list[dict]:
    """Statements by theme in the order of the text: `[{"theme": {…}, "statements": [{"row", "source"}]}]`."""
    rows = sorted(
        edition.rows(ReleasedStatement),
        key=lambda row: (row.quote_start is None, row.quote_start or 0, row.code),
    )
    groups: dict[str, list] = {}
    for row in rows:
        groups.setdefault(row.theme, []).append({"row": row, "source": edition.source(row.source)})
    return [
        {"theme": edition.label("themes", theme) if theme else None, "statements": statements}
        for theme, statements in groups.items()
    ]


def source_counts(edition) -> list[dict]:
    """Every bilan by year with how much each rank states: `[{"release", "ranks": [("official", 15)]}]`."""
    counted = [chapter.counts(edition.current) for chapter in chapters()]
    years = []
    for release in edition.current:
        totals = dict.fromkeys(RANKS, 0)
        for counts in counted:
            for code, count in counts.get(release.pk, {}).items():
                totals[source_of(release, code)["rank"]] += count
        ranks = [(rank, count) for rank, count in totals.items() if count]
        years.append({"release": release, "ranks": ranks})
    return years


def command_versions(code: str) -> list[dict]:
    """A command as the current releases name it, newest first, one entry for each name and level.

    `[{"command": {…}, "years": [2024, 2023]}]`: rank and attachment change with time. Nothing for a code
    that was renamed.
    """
    versions = []
    releases = current_releases()
    if successor(releases, "commands", code):
        return []
    codes = codes_of(releases, "commands", code)
    for release in releases:
        own = next((one for one in codes if one in release.labels.get("commands", {})), None)
        if own is None:
            continue
        command = {**label_of(release, "commands", own), "code": code}
        if versions and _same_version(versions[-1]["command"], command):
            versions[-1]["years"].append(release.year)
        else:
            parent = label_of(release, "commands", command["parent"]) if command.get("parent") else None
            versions.append({"command": command, "parent": parent, "years": [release.year]})
    return versions


def _same_version(one: dict, other: dict) -> bool:
    return all(one.get(name) == other.get(name) for name in ("level", "parent", "name_ar", "valid_from"))
