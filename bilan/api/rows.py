"""The lists made of released rows: figures, units, agreements, statements and what else chapters hold."""

from django.db.models import Q

from bilan.chapter import Table
from bilan.edition import labelled
from bilan.freezing import frozen_columns
from bilan.models import Command, Release, Source
from bilan.models.named import ChoiceField
from bilan.models.places import COUNTRY
from bilan.released import current_releases, labels_of, newest_labels, rows_of, visible_releases
from bilan.renamings import successors, table_named_by

from .filters import Ask, Filter, after, choices, codes, release_filter, years
from .lists import SEPARATOR, Collection, Page, release_reference
from .properties import PROVENANCE, YEAR, properties_of, provenance, refer_to


class Rows(Collection):
    """The rows of one table of a chapter, as the current releases (or the one asked for) state them."""

    opening = Collection.opening | {"report": YEAR}
    closing = {"provenance": refer_to("Provenance"), "release": refer_to("ReleaseReference")}

    def __init__(self, table: Table):
        self.table = table
        columns = frozen_columns(table.released)
        own = [column for column in columns if column.name not in PROVENANCE]
        super().__init__(
            table.name, f"Rows of the table `{table.name}`, each stated by one source of one report."
        )
        self.key = _natural_key(table.entries)
        # What names a row comes first, remarks last.
        own.sort(key=lambda column: (column.name not in self.key, column.name == "note"))
        self.properties = properties_of(table.entries, own)
        self.filters = {"report": years("Year of the report that states the row."), **self._filters(columns)}
        self.filters["release"] = release_filter()
        self.filters["after"] = after()
        self.labelled = {
            column.name: table.entries._meta.get_field(column.name).related_model
            for column in columns
            if table.entries._meta.get_field(column.name).is_relation
        }

    def _filters(self, columns) -> dict[str, Filter]:
        found = {}
        for column in columns:
            key = self.table.entries._meta.get_field(column.name)
            about = f"Only rows whose `{column.name}` is one of these."
            if isinstance(column, ChoiceField):
                found[column.name] = choices([value for value, _label in column.flatchoices], about)
            elif key.is_relation or column.name in self.key:
                found[column.name] = years(about) if column.name == "year" else codes(about)
        found["rank"] = choices(Source.Rank.values, "Only rows whose source has one of these ranks.")
        if "theme" not in found and any("theme" in _columns_of(model) for model in self._models()):
            found["theme"] = codes("Only rows of these themes.")
        return found

    def _models(self):
        for column in frozen_columns(self.table.released):
            key = self.table.entries._meta.get_field(column.name)
            if key.is_relation:
                yield key.related_model

    def page(self, ask: Ask) -> Page:
        releases = self._releases(ask)
        rows = self._filtered(rows_of(self.table.released, releases), releases, ask)
        total = rows.count()
        after_id = self._split(ask.after) if ask.after else None
        rows = rows.order_by(*self._order())
        if after_id is not None:
            rows = rows.filter(_beyond(self._order(), after_id))
        found = list(rows[: ask.limit + 1].values())
        is_current = not ask.release or {one.pk for one in releases} <= {one.pk for one in current_releases()}
        items = self._items(found[: ask.limit], releases, current=is_current)
        more = len(found) > ask.limit
        return Page(items, total, items[-1]["id"] if more else None)

    def item(self, key: str) -> dict | None:
        releases = current_releases()
        return next(iter(self._items(self._found(key, releases), releases)), None)

    def moved(self, key: str) -> str:
        parts = self._split(key)
        if parts is None:
            return ""
        releases = labelled(current_releases())
        led = {name: successors(releases, table) for name, table in self._named_by().items()}
        new = SEPARATOR.join(
            str(led.get(name, {}).get(part, part)) for name, part in zip(self.key, parts, strict=True)
        )
        return new if new != key and self._found(new, releases) else ""

    def formerly(self, key: str) -> dict | None:
        releases = list(visible_releases())
        return next(iter(self._items(self._found(key, releases), releases, current=False)), None)

    def _named_by(self) -> dict[str, str]:
        """The tables whose codes the columns hold: `{"indicator": "indicators", …}`."""
        columns = self.table.entries._meta.concrete_fields
        named = {column.name: table_named_by(self.table.entries, column) for column in columns}
        return {name: table for name, table in named.items() if table}

    def _found(self, key: str, releases) -> list[dict]:
        """The row with this id in some releases, of the newest that holds it; nothing when none does."""
        parts = self._split(key)
        if parts is None:
            return []
        wanted = dict(zip(self._columns(), parts, strict=True))
        rows = rows_of(self.table.released, releases).filter(**wanted)
        return list(rows.order_by("-release__visible_from", "-release")[:1].values())

    def _releases(self, ask: Ask) -> list[Release]:
        if not ask.release:
            return current_releases()
        year, number = ask.release
        return list(visible_releases().filter(year=year, number=number))

    def _columns(self) -> list[str]:
        return ["release__year" if name == "report" else name for name in self.key]

    def _order(self) -> list[str]:
        return [f"-{name}" if name == "release__year" else name for name in self._columns()]

    def _split(self, key: str) -> list | None:
        """The parts of an id as the database holds them; None for what cannot be one."""
        parts = key.split(SEPARATOR)
        if len(parts) != len(self.key):
            return None
        numbers = [name in ("report", "year") for name in self.key]
        if any(
            number and not (part.isascii() and part.isdigit() and len(part) == 4)
            for part, number in zip(parts, numbers, strict=True)
        ):
            return None
        if any("\0" in part or len(part) > 80 for part in parts):
            return None
        return [int(part) if number else part for part, number in zip(parts, numbers, strict=True)]

    def _filtered(self, rows, releases, ask: Ask):
        for name, values in ask.filters.items():
            values = self._with_other_codes(name, values, releases)
            if name == "report":
                rows = rows.filter(release__year__in=values)
            elif name == "rank":
                rows = rows.filter(source__in=self._codes_where(releases, Source, "rank", values))
            elif self.labelled.get(name) is Command:
                rows = rows.filter(**{f"{name}__in": ["" if value == COUNTRY else value for value in values]})
            elif name == "theme" and "theme" not in self.labelled:
                rows = self._of_theme(rows, releases, values)
            else:
                rows = rows.filter(**{f"{name}__in": values})
        return rows

    def _with_other_codes(self, name: str, values: list, releases) -> list:
        """Codes with those that the same records had before, or have now."""
        table = self._named_by().get(name)
        renamed = successors(labelled(releases), table) if table else {}
        asked = {renamed.get(value, value) for value in values}
        return [*values, *sorted({*asked, *(old for old in renamed if renamed[old] in asked)} - {*values})]

    def _of_theme(self, rows, releases, values):
        for name, model in self.labelled.items():
            if "theme" in _columns_of(model):
                rows = rows.filter(**{f"{name}__in": self._codes_where(releases, model, "theme", values)})
        return rows

    def _codes_where(self, releases, model, name, values) -> list[str]:
        found = newest_labels(releases, model.table_name())
        return [code for code, (columns, _release) in found.items() if columns.get(name) in values]

    def _items(self, rows: list[dict], releases: list[Release], *, current: bool = True) -> list[dict]:
        by_key = {release.pk: release for release in releases}
        labels = labels_of(by_key[pk] for pk in {row["release_id"] for row in rows})
        return [
            self._describe(row, by_key[row["release_id"]], labels[row["release_id"]], current) for row in rows
        ]

    def _describe(self, row: dict, release: Release, labels: dict, current: bool) -> dict:
        key = SEPARATOR.join(str(release.year if name == "report" else row[name]) for name in self.key)
        return {
            "id": key,
            "href": self.address(key),
            "report": release.year,
            **{one.name: one.read(row, labels) for one in self.properties},
            "provenance": provenance(row, labels),
            "release": release_reference(release, current=current),
        }


def _natural_key(entries: type) -> list[str]:
    """The columns that name an entry among all reports: those of its unique constraint."""
    return next(
        list(constraint.fields) for constraint in entries._meta.constraints if hasattr(constraint, "fields")
    )


def _columns_of(model: type) -> set[str]:
    return {column.name for column in model._meta.concrete_fields}


def _beyond(order: list[str], values: list):
    """Rows after the one with these values, in this order (a minus: descending)."""
    name, value = order[0], values[0]
    further = Q(**{f"{name[1:]}__lt": value}) if name.startswith("-") else Q(**{f"{name}__gt": value})
    if len(order) == 1:
        return further
    return further | (Q(**{name.lstrip("-"): value}) & _beyond(order[1:], values[1:]))
