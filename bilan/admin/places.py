"""Commands: dated ranks and names."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from bilan.models import Command

from .lists import day
from .records import NAME_HELP, TermAdmin
from .site import site


@admin.register(Command, site=site)
class CommandAdmin(TermAdmin):
    """A command with the rank and names of a period; a promotion is a new row, not a change."""

    place = 4
    list_display = (
        "code", "name_ar", "name_fr", "name_en", "level", "parent",
        day("valid_from", _("in force from")), day("valid_to", _("in force until")),
    )  # fmt: skip
    list_display_links = ("code", "name_ar")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_ar", "name_fr", "name_en")
    search_help_text = _("By code or name in any language; hamza, vowel signs and accents do not matter.")
    ordering = ("code", "pk")
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("code", "level", "parent", "name_ar", "name_fr", "name_en")}),
        (_("In force"), {"fields": ("valid_from", "valid_to")}),
    )
    help_texts = NAME_HELP | {
        "level": _("Its rank in the period below; the whole country is a row too."),
        "parent": _("The command that it reports to."),
        "valid_from": _("From when it has had this rank and name; empty: since always."),
        "valid_to": _(
            "Until when; empty: still in force. After a promotion, add a row that starts next day."
        ),
    }
