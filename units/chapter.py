"""The chapter of specialised units: see bilan.chapter for what every chapter offers."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bilan.catalogue import names_of
from bilan.chapter import Chapter, Findable, Heading, Mark, Table
from bilan.models import in_language
from bilan.models.named import LANGUAGES
from bilan.problems import entry_problems
from bilan.reading import UnitKindEntry
from bilan.released import rows_of

from .models import ReleasedUnitEvent, UnitEvent, UnitKind
from .pages import all_events, document_blocks, events_at, of_edition, schematic, units


class UnitsChapter(Chapter):
    """Units created, extended, moved or closed."""

    slug = "units"
    title = _("Specialised units")
    template_name = "units/_chapter.html"
    command_template_name = "units/_command.html"
    findable_kinds = {"units": _("Specialised units")}
    paged = ("unit",)
    tables = (
        Table(
            name="units",
            entries=UnitEvent,
            released=ReleasedUnitEvent,
            resource="units.resources.UnitEventResource",
        ),
    )

    def registers(self, report) -> dict[str, int]:
        """Units created in this report, by the indicator that declares their number; zero without any."""
        declared = UnitKind.objects.exclude(declared_by="").values_list("declared_by", flat=True)
        created = UnitEvent.objects.of(report).filter(event=UnitEvent.Event.CREATED)
        by_kind = created.exclude(kind__declared_by="").values_list("kind__declared_by", flat=True)
        return dict.fromkeys(declared, 0) | Counter(by_kind)

    def context(self, edition):
        """Events by kind, each kind held against the total that the bilan declares."""
        return {"groups": of_edition(edition)}

    def headings(self, context):
        """The units of the year."""
        return [Heading("units", _("What was created"))] if context["groups"] else []

    def specimens(self, edition):
        """The schematic of commands."""
        return [("schematic", "units/_schematic.html", {"schematic": schematic(all_events())})]

    def document(self, edition):
        """What was created, by kind."""
        return document_blocks(edition)

    def at_command(self, code):
        """Units at one command."""
        return {"units": units(events_at(code))}

    def marks(self, edition, source):
        """Mentions: the sentence that creates several units is marked for its number by the indicator."""
        return [
            Mark(
                row.quote_start,
                row.quote_end,
                source,
                in_language(row, "name"),
                {"unit": row},
                reverse("units:unit", args=[row.unit]),
                "units/_note.html",
                is_mention=True,
            )
            for row in edition.rows(ReleasedUnitEvent)
            if row.source == source and row.quote_start is not None
        ]

    def problems(self, report):
        """Quotes and names that block."""
        yield from entry_problems(self, report)

    def catalogue(self):
        """Every kind of unit, with the indicator that declares its total."""
        kinds = UnitKind.objects.order_by("code")
        return {
            "unit_kinds": tuple(UnitKindEntry(kind.code, kind.declared_by, names_of(kind)) for kind in kinds)
        }

    def addresses(self, releases):
        """The catalogue, and each unit."""
        codes = (
            rows_of(ReleasedUnitEvent, releases).order_by("unit").values_list("unit", flat=True).distinct()
        )
        return [("units:catalogue", []), *(("units:unit", [code]) for code in codes)]

    def findables(self, release):
        """Units by their names, their kind and their command."""
        kinds, commands = release.labels.get("unit_kinds", {}), release.labels.get("commands", {})
        for row in ReleasedUnitEvent.objects.filter(release=release).order_by("pk"):
            about = [kinds.get(row.kind, {}), commands.get(row.command, {})]
            bodies = {
                language: " · ".join(filter(None, (one.get(f"name_{language}") for one in about)))
                for language in LANGUAGES
            }
            titles = {language: getattr(row, f"name_{language}") for language in LANGUAGES}
            yield Findable("units", f"{row.unit}-{row.event}", f"units/{row.unit}/", titles, bodies)
