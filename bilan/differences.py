"""What a correction changed: rows added, changed and removed between two releases, and names that changed.

The databases compare (EXCEPT), so only rows that differ are read. Of two releases it reads release
tables only, so the public side may ask.
"""

from dataclasses import dataclass

from .canonical import tables
from .chapter import Table
from .freezing import frozen_entries, natural_columns
from .freshness import public_alias
from .models import Release

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
# Labels that every release has of its own.
OWN_LABELS = {"releases", "renamed"}


@dataclass(frozen=True)
class Difference:
    """One row, or one name in force, that differs: old → new.

    `key` holds the natural columns (`{"indicator": "cases_total", "year": 2024, …}`, `{"code": …}` for a
    label); `before` and `after` all columns of the contract, None where there is no row; `columns` the names
    of those that differ.
    """

    table: str
    kind: str
    key: dict
    before: dict | None
    after: dict | None
    columns: tuple[str, ...]
    is_label: bool = False


def previous(release) -> Release | None:
    """The release that this one took the place of: the one before it that was not called off."""
    return (
        Release.objects.using(public_alias())
        .filter(year=release.year, number__lt=release.number, call_off__isnull=True)
        .order_by("-number")
        .first()
    )


def differences(release, before: Release | None = None) -> list[Difference]:
    """What the release changed against the one before it; nothing for a first release."""
    before = before or previous(release)
    if before is None:
        return []
    found = []
    for table in tables().values():
        old, new = _released(table, before), _released(table, release)
        found += _between(table, old, new)
    return found + label_differences(before.labels, release.labels)


def draft_differences(report, last: Release) -> list[Difference]:
    """What the draft of a correction would change against the last release, for its reviewer."""
    found = []
    for table in tables().values():
        drafts = frozen_entries(table, report).values_list(*[f"frozen_{name}" for name in compared(table)])
        found += _between(table, _released(table, last, using="default"), drafts)
    return found


def compared(table: Table) -> list[str]:
    """The columns that readers see: the report's year is the same on both sides."""
    return [name for name in table.columns if name != "report"]


def _released(table: Table, release, using: str = ""):
    rows = table.released.objects.using(using or public_alias()).filter(release_id=release.pk)
    return rows.values_list(*compared(table))


def _between(table: Table, old, new) -> list[Difference]:
    """Differing rows of one table by their natural key, in its order."""
    names, key = compared(table), natural_columns(table.released)

    def by_key(rows) -> dict:
        found = (dict(zip(names, row, strict=True)) for row in rows)
        return {tuple(row[name] for name in key): row for row in found}

    gone, come = by_key(old.difference(new)), by_key(new.difference(old))
    return [
        _difference(table.name, dict(zip(key, values, strict=True)), gone.get(values), come.get(values))
        for values in sorted(gone.keys() | come.keys(), key=lambda values: [str(value) for value in values])
    ]


def label_differences(old: dict, new: dict) -> list[Difference]:
    """Names, definitions and sources that are both there and not the same."""
    return [
        _difference(table, {"code": code}, old[table][code], columns, is_label=True)
        for table, records in sorted(new.items())
        if table not in OWN_LABELS and table in old
        for code, columns in sorted(records.items())
        if code in old[table] and old[table][code] != columns
    ]


def _difference(
    table: str, key: dict, before: dict | None, after: dict | None, *, is_label=False
) -> Difference:
    if before is None or after is None:
        kind = ADDED if before is None else REMOVED
        return Difference(table, kind, key, before, after, (), is_label)
    columns = tuple(name for name in after if before.get(name) != after[name])
    return Difference(table, CHANGED, key, before, after, columns, is_label)
