"""Staff pages of the chapter of specialised units."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from bilan.admin import EntryAdmin, NamedAdmin, TermAdmin, site
from bilan.admin.entries import STATED_HELP, WHERE_STATED
from bilan.admin.records import NAME_HELP
from bilan.models import in_language
from units.models import Unit, UnitEvent, UnitKind


@admin.register(UnitKind, site=site)
class UnitKindAdmin(NamedAdmin):
    """Kinds of unit: canine brigade, mobile catering unit …"""

    place = 3
    list_display = (*NamedAdmin.list_display, "declared_by")
    help_texts = NAME_HELP | {
        "declared_by": _("Code of the indicator whose declared total the created units are held against."),
    }


@admin.register(Unit, site=site)
class UnitAdmin(TermAdmin):
    """Units through the years; their names and places are those of their events."""

    place = 2
    list_display = ("code",)
    search_fields = ("code",)
    ordering = ("code",)
    help_texts = NAME_HELP


@admin.register(UnitEvent, site=site)
class UnitEventAdmin(EntryAdmin):
    """What a report states of a unit: created, extended, moved, closed."""

    place = 1
    list_display = ("name", "report_year", "event", "kind", "command", "source_rank")
    list_display_links = ("name",)
    list_filter = ("report", "event", "kind", "source__rank", "command")
    list_select_related = ("report", "unit", "kind", "command", "source")
    search_fields = (
        "name_ar", "name_fr", "name_en", "unit__code", "kind__name_ar", "kind__name_fr",
        "command__code", "command__name_ar", "command__name_fr", "report__year",
    )  # fmt: skip
    search_help_text = _("By unit, kind, command or report; hamza, vowel signs and accents do not matter.")
    autocomplete_fields = ("source", "unit")
    fieldsets = (
        (None, {"fields": ("report", "unit", "event", "kind", "command")}),
        (_("Its name in this report"), {"fields": ("name_ar", "name_fr", "name_en")}),
        WHERE_STATED,
    )
    help_texts = (
        STATED_HELP
        | NAME_HELP
        | {
            "unit": _("The unit itself, the same through the years: type a part of its code."),
            "event": _("What the report says happened to it."),
            "command": _("Where the unit stands after this event."),
        }
    )

    @admin.display(description=_("name"))
    def name(self, event):
        return in_language(event, "name")
