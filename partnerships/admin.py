"""Staff pages of the chapter of framework agreements."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from bilan.admin import EntryAdmin, NamedAdmin, site
from bilan.admin.entries import STATED_HELP, WHERE_STATED
from bilan.admin.records import NAME_HELP
from bilan.models import in_language

from .models import Agreement, Partner, Sector


@admin.register(Sector, site=site)
class SectorAdmin(NamedAdmin):
    """Fields of services: administrative, commercial, social."""

    place = 3


@admin.register(Partner, site=site)
class PartnerAdmin(NamedAdmin):
    """Bodies with which agreements were signed."""

    place = 2


@admin.register(Agreement, site=site)
class AgreementAdmin(EntryAdmin):
    """The register of framework agreements and protocols."""

    place = 1
    list_display = ("reference", "title", "report_year", "form", "partner_named", "sector", "source_rank")
    list_display_links = ("reference", "title")
    list_filter = ("report", "form", "sector", "source__rank")
    list_select_related = ("report", "partner", "sector", "source")
    search_fields = (
        "reference", "title_ar", "title_fr", "title_en", "partner__code", "partner__name_ar",
        "partner__name_fr", "partner__name_en", "report__year",
    )  # fmt: skip
    search_help_text = _(
        "By reference, title, partner or report; hamza, vowel signs and accents do not matter."
    )
    autocomplete_fields = ("source", "partner")
    fieldsets = (
        (None, {"fields": ("report", "reference", "form", "partner", "sector", "signed_on")}),
        (_("Title"), {"fields": ("title_ar", "title_fr", "title_en")}),
        WHERE_STATED,
    )
    help_texts = STATED_HELP | {
        "report": _("The bilan that first declares it. Only reports that are open can be chosen."),
        "reference": NAME_HELP["code"],
        "form": _("Agreement or protocol, as stated; empty: the source does not say."),
        "partner": _("Empty: no source that we hold names the partner."),
        "sector": _("The field of services that it serves, if stated."),
        "signed_on": _("The day of the signature, if stated."),
    }

    @admin.display(description=_("title"))
    def title(self, agreement):
        return in_language(agreement, "title")

    @admin.display(description=_("partner"), ordering="partner__code")
    def partner_named(self, agreement):
        return in_language(agreement.partner, "name") if agreement.partner else _("not named")
