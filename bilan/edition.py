"""An edition: one release of a bilan as pages read it, beside the other releases that are current now.

Pages read released rows and the names frozen with them, never the entries; what crosses years is computed
from the current releases of all years. A preview gives the same attributes for a draft.
"""

from functools import cached_property

from django.db.models import Case, F, JSONField, When
from django.http import Http404

from .chapter import chapters
from .models import Release, ReleasedText

RANKS = ("official", "agency", "press")
NO_SOURCE = {"title": "", "publisher": "", "address": "", "language": "ar", "rank": "press"}


class Edition:
    """A release with its rows and labels.

    `current` lists the current releases (see `current_releases`); the edition's own release has its labels.
    """

    def __init__(self, release, current):
        self.release = release
        self.current = current
        self.year = release.year
        self.labels = release.labels
        self._rows = {}
        self._made = {}

    def label(self, table: str, code: str) -> dict:
        """The columns of a record in force at the release; its code for a name when it was not kept."""
        return {**(self.labels.get(table, {}).get(code) or {"name_ar": code}), "code": code}

    def source(self, code: str) -> dict:
        """The source of a row of this edition, with its code."""
        return {**NO_SOURCE, **self.labels.get("sources", {}).get(code, {}), "code": code}

    def rows(self, model) -> list:
        """This release's rows of one table, read once."""
        if model not in self._rows:
            self._rows[model] = list(model.objects.filter(release=self.release).order_by("pk"))
        return self._rows[model]

    def once(self, name: str, make):
        """What `make(edition)` gives, made once: chapters share what they read of an edition."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]

    @cached_property
    def main_source(self) -> dict | None:
        """The highest-ranked source of the edition, the oldest of its rank."""
        codes = self.labels.get("sources", {})
        ranked = sorted(
            map(self.source, codes),
            key=lambda source: (
                RANKS.index(source["rank"]),
                source.get("published_on") or "9999",
                source["code"],
            ),
        )
        return ranked[0] if ranked else None

    @cached_property
    def texts(self) -> list:
        """The texts frozen with the release, the highest-ranked source first."""
        found = ReleasedText.objects.filter(release=self.release).order_by("source")
        return sorted(found, key=lambda text: RANKS.index(self.source(text.source)["rank"]))

    @cached_property
    def is_current(self) -> bool:
        """Whether no later release of this bilan is visible."""
        return any(release.pk == self.release.pk for release in self.current)

    @cached_property
    def previous_labels(self) -> dict:
        """The labels of the current release of the year before; empty when there is none."""
        before = (release.all_labels for release in self.current if release.year == self.year - 1)
        return next(before, None) or {}

    @cached_property
    def declared(self) -> dict:
        """Totals that the bilan declares, by indicator code: `{"k9_new": Decimal(3)}`."""
        return {code: value for chapter in chapters() for code, value in chapter.declared(self).items()}

    @cached_property
    def report(self) -> dict:
        """Titles, period and date of the bilan as they stood: the columns of the `reports` table."""
        return self.label("reports", str(self.year))

    @property
    def is_withdrawn(self) -> bool:
        """Whether this release takes the bilan back."""
        return self.release.kind == Release.Kind.WITHDRAWAL


def current_releases(*years: int, tables: tuple[str, ...] = ("sources",)) -> list:
    """The current releases, newest year first.

    Each carries the labels of the tables asked for (`label_of` reads them); those of the given years carry
    all their labels (`all_labels`, None for the others), since labels are the heavy part of a release.
    """
    return list(
        Release.objects.current()
        .defer("labels")
        .annotate(
            all_labels=Case(When(year__in=years, then=F("labels")), output_field=JSONField()),
            **{f"labelled_{table}": F(f"labels__{table}") for table in tables},
        )
    )


def label_of(release, table: str, code: str) -> dict:
    """The columns of a record in force at a release that `current_releases` gave, with its code."""
    return {**((getattr(release, f"labelled_{table}") or {}).get(code) or {"name_ar": code}), "code": code}


def source_of(release, code: str) -> dict:
    """A source in force at a release that `current_releases` gave, with its code."""
    return {**NO_SOURCE, **((release.labelled_sources or {}).get(code) or {}), "code": code}


def current_edition(year: int) -> Edition:
    """The edition of a year that readers see now; Http404 when nothing of it is published."""
    current = current_releases(year, year - 1, tables=tables_across())
    release = next((release for release in current if release.year == year), None)
    if release is None:
        raise Http404
    release.labels = release.all_labels
    return Edition(release, current)


def edition_as_it_stood(year: int, number: int) -> Edition:
    """A visible release, superseded or not; Http404 when there is none."""
    return Edition(released(year, number), current_releases(year - 1, tables=tables_across()))


def released(year: int, number: int | None = None):
    """A visible release of a year: the current one, or the one of a number; Http404 when there is none."""
    if number is None:
        release = Release.objects.current().filter(year=year).first()
    else:
        release = Release.objects.visible().filter(year=year, number=number).first()
    if release is None:
        raise Http404
    return release


def newest_edition() -> Edition | None:
    """The current edition of the newest year; None when nothing is published."""
    release = Release.objects.current().first()
    return release and Edition(release, current_releases(release.year - 1, tables=tables_across()))


def tables_across() -> tuple[str, ...]:
    """The label tables that the chapters read of other years' releases."""
    return tuple(sorted({"sources", *(table for chapter in chapters() for table in chapter.tables_across)}))
