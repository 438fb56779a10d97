"""The lists made of what is kept with releases: the records that rows name, the reports, the releases."""

from bilan.edition import labelled
from bilan.freezing import LEFT_OUT
from bilan.models import Release, Report
from bilan.models.named import ChoiceField
from bilan.released import current_releases, labels_of, newest_labels, text_digests, visible_releases
from bilan.renamings import successor

from .filters import Ask, after, choices, codes, years
from .lists import Collection, Page, release_key, release_reference
from .properties import DIGEST, YEAR, Property, properties_of, refer_to, texts


class Small(Collection):
    """A list short enough to be made whole and cut: names, reports, releases."""

    def items(self) -> list[dict]:
        """Every item, in order."""
        raise NotImplementedError

    def page(self, ask: Ask) -> Page:
        found = [item for item in self.items() if self._matches(item, ask)]
        total = len(found)
        if ask.after is not None:
            places = [place for place, item in enumerate(found) if item["id"] == ask.after]
            found = found[places[0] + 1 :] if places else []
        shown = found[: ask.limit]
        return Page(shown, total, shown[-1]["id"] if len(found) > ask.limit else None)

    def item(self, key: str) -> dict | None:
        return next((item for item in self.items() if item["id"] == key), None)

    def _matches(self, item: dict, ask: Ask) -> bool:
        return all(_value(item.get(name)) in values for name, values in ask.filters.items())


def _value(found):
    return found.get("code") if isinstance(found, dict) else found


def _column(name: str):
    return lambda columns, labels: columns[name]


class Names(Small):
    """The records of one table of reference as the newest release that names each of them has them."""

    opening = Collection.opening | {"code": {"type": "string"}}
    closing = {"reports": {"type": "array", "items": YEAR}, "release": refer_to("ReleaseReference")}

    def __init__(self, model: type):
        self.model = model
        columns = [
            column
            for column in model._meta.concrete_fields
            if not column.primary_key and column.name not in {*LEFT_OUT, "code"}
        ]
        name = model.table_name()
        super().__init__(name, f"Records of the table `{name}` that something published refers to.")
        self.properties = properties_of(model, columns)
        for column in columns:
            about = f"Only records whose `{column.name}` is one of these."
            if isinstance(column, ChoiceField):
                self.filters[column.name] = choices([value for value, _label in column.flatchoices], about)
            elif column.is_relation:
                self.filters[column.name] = codes(about)
        self.filters["after"] = after()

    def items(self) -> list[dict]:
        releases = current_releases()
        named = newest_labels(releases, self.model.table_name())
        return [self._describe(code, *one, releases) for code, one in sorted(named.items())]

    def moved(self, key: str) -> str:
        new = successor(labelled(current_releases()), self.model.table_name(), key)
        return new if new and self.item(new) else ""

    def formerly(self, key: str) -> dict | None:
        releases = list(visible_releases())
        named = newest_labels(releases, self.model.table_name()).get(key)
        return self._describe(key, *named, [], current=False) if named else None

    def _describe(self, code: str, columns: dict, release: Release, releases, *, current=True) -> dict:
        labels, table = labels_of([*releases, release]), self.model.table_name()
        return {
            "id": code,
            "href": self.address(code),
            "code": code,
            **{one.name: one.read(columns, labels[release.pk]) for one in self.properties},
            "reports": [one.year for one in releases if code in labels[one.pk].get(table, {})],
            "release": release_reference(release, current=current),
        }


class Reports(Small):
    """The bilans of which a release is current."""

    opening = Collection.opening | {"year": YEAR}
    closing = {"release": refer_to("ReleaseReference")}

    def __init__(self):
        super().__init__("reports", "Annual reports of which something is published.")
        columns = [
            column for column in Report._meta.concrete_fields if column.name in ("period", "published_on")
        ]
        self.properties = [
            Property(
                "title",
                refer_to("Texts"),
                lambda columns, labels: texts(columns, "title"),
            ),
            *properties_of(Report, columns),
            Property("withdrawn", {"type": "boolean"}, lambda columns, labels: columns["withdrawn"]),
        ]
        self.filters = {"year": years("Only the reports of these years."), "after": after()}

    def items(self) -> list[dict]:
        releases = current_releases()
        labels = labels_of(releases)
        found = []
        for release in releases:
            columns = labels[release.pk].get("reports", {}).get(str(release.year), {})
            columns = {**columns, "withdrawn": release.kind == Release.Kind.WITHDRAWAL}
            found.append(
                {
                    "id": str(release.year),
                    "href": self.address(str(release.year)),
                    "year": release.year,
                    **{one.name: one.read(columns, labels[release.pk]) for one in self.properties},
                    "release": release_reference(release),
                }
            )
        return found


class Releases(Small):
    """Every visible release, superseded ones too, newest first."""

    def __init__(self):
        super().__init__("releases", "Releases of the reports, superseded ones too, with their public notes.")
        self.filters = {
            "report": years("Only releases of the reports of these years."),
            "kind": choices(Release.Kind.values, "Only releases of these kinds."),
            "after": after(),
        }
        digested = {
            "type": "object",
            "required": ["source", "text_digest"],
            "additionalProperties": False,
            "properties": {"source": {"type": "string"}, "text_digest": DIGEST},
        }
        of = _column
        self.properties = [
            Property("report", YEAR, of("report")),
            Property("number", {"type": "integer", "minimum": 1}, of("number")),
            Property("kind", {"type": "string", "enum": Release.Kind.values}, of("kind")),
            Property("current", {"type": "boolean"}, of("current")),
            Property("visible_from", {"type": "string", "format": "date-time"}, of("visible_from")),
            Property("note", refer_to("Texts"), lambda columns, labels: texts(columns, "note")),
            Property("digest", DIGEST, of("digest")),
            Property("texts", {"type": "array", "items": digested}, of("texts")),
        ]

    def items(self) -> list[dict]:
        releases = list(visible_releases().order_by("-year", "-number"))
        newest: dict[int, int] = {}
        for release in releases:
            newest.setdefault(release.year, release.pk)
        held: dict[int, list] = {release.pk: [] for release in releases}
        for release, source, digest in text_digests(releases):
            held[release].append({"source": source, "text_digest": digest})
        return [self._describe(one, newest[one.year] == one.pk, held[one.pk]) for one in releases]

    def _describe(self, release: Release, is_current: bool, held: list) -> dict:
        columns = {
            "report": release.year,
            "number": release.number,
            "kind": release.kind,
            "current": is_current,
            "visible_from": release.visible_from.isoformat(),
            "note_ar": release.note_ar,
            "note_fr": release.note_fr,
            "note_en": release.note_en,
            "digest": release.digest,
            "texts": held,
        }
        key = release_key(release)
        return {
            "id": key,
            "href": self.address(key),
            **{one.name: one.read(columns, {}) for one in self.properties},
        }
