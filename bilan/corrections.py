"""What corrections changed, in names that readers know."""

from .differences import differences
from .edition import labelled
from .models import in_language

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


def changes_of(release) -> list[dict]:
    """What a correction changed, in names: one entry for each row or name that differs.

    `[{"table": "figures", "kind": "changed", "names": ["Criminal cases", "2024"], "columns": [{"name":
    "value", "before": …, "after": …}]}]`; a row that was added or removed has no columns.
    """
    labelled([release])
    return [
        {
            "table": one.table,
            "kind": one.kind,
            "is_label": one.is_label,
            "names": [_named(release, one.table, name, value) for name, value in one.key.items() if value],
            "columns": [
                {"name": name, "before": one.before[name], "after": one.after[name]} for name in one.columns
            ],
        }
        for one in differences(release)
    ]


def _named(release, table: str, column: str, value) -> str:
    """A part of a key by its name in the page's language, where the release has one for it."""
    labels = release.labels.get(table if column == "code" else LABELS_OF.get(column, ""), {})
    record = labels.get(value, {})
    return in_language(record, "name") or in_language(record, "title") or record.get("title") or str(value)
