"""An edition: one release of a bilan as pages read it, beside the other releases that are current now.

Pages read released rows and the names frozen with them, never the entries; what crosses years is computed
from the current releases of all years. A preview gives the same attributes for a draft.
"""

from functools import cached_property

from django.db.models import Q
from django.http import Http404

from . import released
from .chapter import chapters
from .freshness import public_alias
from .models import Release, ReleasedText

RANKS = ("official", "agency", "press")
NO_SOURCE = {"title": "", "publisher": "", "address": "", "language": "ar", "rank": "press"}


class Edition:
    """A release with its rows and labels.

    `current` lists the current releases (see `current_releases`); `of_its_year` those of its bilan that
    readers may see, the superseded ones too.
    """

    def __init__(self, release, current, of_its_year=()):
        self.release = release
        self.current = current
        self.of_its_year = of_its_year
        self.year = release.year
        self.labels = release.labels
        self._rows = {}
        self._made = {}

    def label(self, table: str, code: str) -> dict:
        """The columns of a record in force at the release; its code for a name when it was not kept."""
        return label_of(self.release, table, code)

    def source(self, code: str) -> dict:
        """The source of a row of this edition, with its code."""
        return source_of(self.release, code)

    def rows(self, model) -> list:
        """This release's rows of one table, read once."""
        if model not in self._rows:
            self._rows[model] = list(rows_of(model).filter(release=self.release).order_by("pk"))
        return self._rows[model]

    def rows_beside(self, model, others: list[int], **about) -> list:
        """This release's rows of one table, and those of other releases that meet conditions; one query."""
        wanted = Q(release=self.release.pk) | Q(release__in=others, **about)
        found = list(rows_of(model).filter(wanted).order_by("pk"))
        self._rows[model] = [row for row in found if row.release_id == self.release.pk]
        return found

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

    @property
    def has_texts(self) -> bool:
        """Whether a text was frozen with the release."""
        return self.release.has_texts

    @cached_property
    def texts(self) -> list:
        """The texts frozen with the release, the highest-ranked source first."""
        found = rows_of(ReleasedText).filter(release=self.release).order_by("source")
        return sorted(found, key=lambda text: RANKS.index(self.source(text.source)["rank"]))

    @cached_property
    def is_current(self) -> bool:
        """Whether no later release of this bilan is visible."""
        return any(release.pk == self.release.pk for release in self.current)

    @cached_property
    def previous_labels(self) -> dict:
        """The labels of the current release of the year before; empty when there is none."""
        before = (release.labels for release in self.current if release.year == self.year - 1)
        return next(before, {})

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


def current_releases() -> list[Release]:
    """The current releases, newest year first, with their labels."""
    return labelled(released.current_releases())


def labelled(releases: list[Release]) -> list[Release]:
    """The same releases with their labels, which this process keeps once read."""
    kept = released.labels_of(releases)
    for release in releases:
        release.labels = kept[release.pk]
    return releases


def rows_of(model):
    """Released rows of one table, from the database that public pages read."""
    return model.objects.using(public_alias())


def label_of(release, table: str, code: str) -> dict:
    """The columns of a record in force at a release, with its code (for a name too, when it was not kept)."""
    return {**(release.labels.get(table, {}).get(code) or {"name_ar": code}), "code": code}


def source_of(release, code: str) -> dict:
    """A source in force at a release, with its code."""
    return {**NO_SOURCE, **release.labels.get("sources", {}).get(code, {}), "code": code}


def current_edition(year: int) -> Edition:
    """The edition of a year that readers see now; Http404 when nothing of it is published."""
    return _edition(year)


def newest_edition() -> Edition | None:
    """The current edition of the newest year; None when nothing is published."""
    current = current_releases()
    return Edition(current[0], current) if current else None


def edition_as_it_stood(year: int, number: int) -> Edition:
    """A visible release, superseded or not; Http404 when there is none."""
    return _edition(year, number)


def _edition(year: int, number: int | None = None) -> Edition:
    """One question for all visible releases: the one meant, the current ones, those it took the place of."""
    visible = list(released.visible_releases().order_by("-year", "-number"))
    of_its_year = [release for release in visible if release.year == year]
    release = next((release for release in of_its_year if number in (None, release.number)), None)
    if release is None:
        raise Http404
    current = released.newest_of_each_year(visible)
    labelled([*of_its_year, *current])
    return Edition(release, current, of_its_year)


def visible_release(year: int, number: int | None = None) -> Release:
    """A visible release of a year: the current one, or the one of a number; Http404 when there is none."""
    found = released.visible_releases().filter(year=year).order_by("-number")
    release = (found.filter(number=number) if number else found).first()
    if release is None:
        raise Http404
    return release
