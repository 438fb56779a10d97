"""What every chapter of a bilan offers: entries to write, problems to solve, rows to freeze and to show.

`settings.REPORT_CHAPTERS` lists the chapters by dotted path, in the order of the page. The page, the preview,
the release, the downloads and the imports all loop over `chapters()`; none of them knows a chapter by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from .freezing import freeze_table, labels_of


@dataclass(frozen=True)
class Problem:
    """A blocker or a warning of a chapter, in words for its editors.

    `key` names the problem and the values that it speaks of, so that an acknowledged warning comes back
    when a value changes; `address` is where it is cured.
    """

    key: str
    message: str
    blocks: bool
    address: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter on the page of a bilan: its place, its words, whether it is of the record."""

    anchor: str
    words: str
    in_record: bool = False


@dataclass(frozen=True)
class Mark:
    """A place in a released text that states an entry: what the text page marks and links."""

    start: int
    end: int
    source: str
    label: str
    # Template of the margin note and its variables: {"figure": row} and the like.
    note: dict = field(default_factory=dict)
    address: str = ""
    template_name: str = ""
    # A mention states no number: the margin names it, the sentence is left alone.
    is_mention: bool = False
    # The name of its place on the page of the text, for links from elsewhere.
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """One table of the contract that the chapter holds: its name, entries, frozen rows and resource.

    `resource` is the dotted path of the import-export resource that defines its columns for both directions.
    """

    name: str
    entries: type
    released: type
    resource: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract's columns, in the order in which readers download them."""
        return tuple(import_string(self.resource).fields)


@dataclass(frozen=True)
class Findable:
    """Something that search finds: its kind and code, where it stands below the language, what it says.

    `titles` and `bodies` are texts by language; `more` holds words that find it and are not shown.
    """

    kind: str
    code: str
    place: str
    titles: dict[str, str]
    bodies: dict[str, str] = field(default_factory=dict)
    more: str = ""


class Chapter:
    """Base of all chapters; a chapter app overrides what differs."""

    slug = ""
    title = ""
    template_name = ""
    # Where else a chapter speaks: under the title of a report, on the home page, on a command's page.
    headline_template_name = ""
    home_template_name = ""
    home_index_template_name = ""  # below the list of years
    command_template_name = ""
    # All that it holds, to look things up in, below what every chapter tells.
    record_template_name = ""
    tables: tuple[Table, ...] = ()
    # Tables whose records have a public page of their own, named by their code.
    paged: tuple[str, ...] = ()
    # Kinds of things that search finds in it, in the order of the page: `{kind: heading}`.
    findable_kinds: dict = {}

    def freeze(self, release) -> None:
        """Copies the report's entries into the released tables, one set-based statement a table."""
        for table in self.tables:
            freeze_table(table, release)

    def labels(self, report) -> dict:
        """Names and definitions in force of all that the report's entries mention: `{table: {code: …}}`."""
        return labels_of(self.tables, report)

    def has_entries(self, report) -> bool:
        """Whether the report states anything in this chapter; one without entries needs no review."""
        return any(table.entries.objects.filter(report=report).exists() for table in self.tables)

    def context(self, edition) -> dict:
        """What the chapter's template needs, from a `bilan.edition.Edition` or a draft in the same shape."""
        return {}

    def headings(self, context) -> list[Heading]:
        """Its headings on the page of a bilan, for the list of contents; `context` is what it gave above."""
        return []

    def specimens(self, edition) -> Iterable[tuple[str, str, dict]]:
        """Its components on pages of its own, for the style guide: name, template, variables."""
        return ()

    def document(self, edition) -> list[dict]:
        """Its part of the report as a document, as blocks (bilan.document.blocks)."""
        return []

    def headline(self, edition) -> dict:
        """What its headline template needs."""
        return {}

    def home(self, edition) -> dict:
        """What its home template needs, from the newest edition."""
        return {}

    def at_command(self, code: str) -> dict:
        """What its command template needs of one command, from all current releases."""
        return {}

    def counts(self, releases) -> dict[int, dict[str, int]]:
        """Rows of each of these releases by source: `{release pk: {source code: count}}`."""
        return {}

    def declared(self, edition) -> dict:
        """Totals that the bilan declares, by indicator code: `{"k9_new": Decimal(3)}`."""
        return {}

    def marks(self, edition, source: str) -> list[Mark]:
        """Where a source's text states rows of this edition."""
        return []

    def addresses(self, releases) -> Iterable[tuple[str, list]]:
        """(name, arguments) of its public pages, from what these current releases state."""
        return ()

    def findables(self, release) -> Iterable[Findable]:
        """What search finds of a release in this chapter."""
        return ()

    def problems(self, report) -> Iterable[Problem]:
        """Blockers and warnings of the report's entries in this chapter."""
        return ()

    def blockers(self, report) -> Iterable[Problem]:
        """Those of its problems that block; asked at the release, so quick on any number of rows."""
        return [problem for problem in self.problems(report) if problem.blocks]

    def registers(self, report) -> dict[str, int]:
        """Recorded counts by indicator code, to hold against the totals that the bilan declares."""
        return {}

    def catalogue(self) -> dict:
        """What the reader of texts recognises: `{"indicators": (IndicatorEntry, …), "unit_kinds": (…)}`."""
        return {}


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in the order of the page."""
    return tuple(import_string(path)() for path in settings.REPORT_CHAPTERS)


def chapters_of(report) -> tuple[Chapter, ...]:
    """The chapters of a report (all reports have the same ones so far)."""
    return chapters()


def chapter_named(slug: str) -> Chapter:
    """The chapter with this slug; KeyError when there is none."""
    return {chapter.slug: chapter for chapter in chapters()}[slug]


@checks.register(checks.Tags.compatibility)
def chapters_are_found(**kwargs):
    """System check bilan.E001: every path of REPORT_CHAPTERS leads to a chapter, no slug twice."""
    errors, slugs = [], set()
    for path in settings.REPORT_CHAPTERS:
        try:
            slug = import_string(path).slug
        except ImportError as error:
            errors.append(
                checks.Error(
                    f"REPORT_CHAPTERS: {path} is not found ({error}).",
                    hint="Correct the dotted path in settings.REPORT_CHAPTERS.",
                    id="bilan.E001",
                )
            )
            continue
        if slug in slugs:
            errors.append(checks.Error(f"REPORT_CHAPTERS: the slug {slug} stands twice.", id="bilan.E001"))
        slugs.add(slug)
    return errors
