"""What corrections changed, in names that readers know."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .differences import Difference, differences, previous
from .edition import labelled
from .models import Release, in_language
from .released import visible_releases

# Where a release keeps the names of what a column refers to.
LABELS_OF = {
    "indicator": "indicators",
    "command": "commands",
    "kind": "unit_kinds",
    "partner": "partners",
    "sector": "sectors",
    "source": "sources",
    "theme": "themes",
}


MOST_KEPT = 32


@dataclass(frozen=True)
class Correction:
    """A release that took the place of another, and that other one."""

    release: Release
    before: Release

    def changes(self) -> list[dict]:
        """What it changed, in names (see `changes_of`)."""
        return changes_of(self.release, self.before)

    def changes_about(self, table: str, column: str, codes) -> list[dict]:
        """The same of the rows whose column holds one of the codes, and of these records' own names."""

        def is_about(one: Difference) -> bool:
            return one.key.get("code" if one.is_label else column) in codes and (
                not one.is_label or one.table == table
            )

        return changes_of(self.release, self.before, is_about)


def corrections(releases: list[Release] | None = None) -> list[Correction]:
    """Every visible correction and withdrawal, newest first; `releases`, labelled, narrows the search."""
    if releases is None:
        releases = labelled(list(visible_releases()))
    releases = sorted(releases, key=lambda one: (one.year, one.number))
    found = [
        Correction(release, before)
        for before, release in zip(releases, releases[1:], strict=False)
        if before.year == release.year
    ]
    return sorted(found, key=lambda one: (one.release.visible_from, one.release.pk), reverse=True)


def corrections_about(table: str, column: str, codes) -> list[tuple[Correction, list[dict]]]:
    """Every visible correction that changed what is stated of a record, newest first, with these changes."""
    found = [(one, one.changes_about(table, column, codes)) for one in corrections()]
    return [(one, changes) for one, changes in found if changes]


def changes_of(
    release, before: Release | None = None, wanted: Callable[[Difference], bool] | None = None
) -> list[dict]:
    """What a correction changed, in names: one entry for each row or name that differs.

    `[{"table": "figures", "kind": "changed", "names": ["Criminal cases", "2024"], "columns": [{"name":
    "value", "before": …, "after": …}]}]`; a row that was added or removed has no columns. `before` is the
    release whose place it took, where the caller knows it; `wanted` chooses among the differences.
    """
    before = before or previous(release)
    if before is None:
        return []
    named = labelled([release, before])
    found = _kept(_Pair(release, before))
    return [
        {
            "table": one.table,
            "kind": one.kind,
            "is_label": one.is_label,
            "names": [_named(named, one.table, name, value) for name, value in one.key.items() if value],
            "columns": [
                {"name": name, "before": one.before[name], "after": one.after[name]} for name in one.columns
            ],
        }
        for one in found
        if wanted is None or wanted(one)
    ]


def _named(releases: list[Release], table: str, column: str, value) -> str:
    """A part of a key by its name in the page's language, where one of the releases has one for it.

    What a correction or a withdrawal took out is named by the release before it.
    """
    place = table if column == "code" else LABELS_OF.get(column, "")
    record = next((found for one in releases if (found := one.labels.get(place, {}).get(value))), {})
    return in_language(record, "name") or in_language(record, "title") or record.get("title") or str(value)


class _Pair:
    """Two releases by their digests: what lies between them never changes, so it is read once."""

    def __init__(self, release: Release, before: Release):
        self.release, self.before = release, before
        self.key = (release.pk, release.digest, before.pk, before.digest)

    def __eq__(self, other):
        return self.key == other.key

    def __hash__(self):
        return hash(self.key)


@lru_cache(maxsize=MOST_KEPT)
def _kept(pair: _Pair) -> list[Difference]:
    return differences(pair.release, pair.before)
