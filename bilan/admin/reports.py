"""Reports, their sources, themes and statements."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from bilan.models import Report, Source, Statement, Theme, in_language
from bilan.templatetags.staff import dates_isolated

from . import standing
from .entries import STATED_HELP, WHERE_STATED, EntryAdmin
from .fields import YearField
from .lists import day
from .records import NAME_HELP, NamedAdmin, RecordAdmin, RecordForm
from .site import site


class ReportForm(RecordForm):
    """A report; its year is the only thing that it cannot do without."""

    year = YearField(
        label=_("year"),
        help_text=_("The year whose results the bilan gives. It cannot be changed afterwards."),
    )


@admin.register(Report, site=site)
class ReportAdmin(RecordAdmin):
    """A year's bilan: its titles and period; entries have lists of their own."""

    place = 1
    form = ReportForm
    change_form_template = "admin/bilan/report/change_form.html"
    list_display = (
        "year_written", "title_ar", "title_fr", "title_en", "period", day("published_on", _("published on")),
        "state",
    )  # fmt: skip
    list_display_links = ("year_written", "title_ar")
    list_filter = ("state",)
    search_fields = ("year", "title_ar", "title_fr", "title_en")
    ordering = ("-year",)
    fieldsets = (
        (None, {"fields": ("year", "title_ar", "title_fr", "title_en")}),
        (_("As stated"), {"fields": ("period", "published_on")}),
    )
    help_texts = {
        "title_ar": _("The title of the bilan as the public pages show it."),
        "title_fr": _("A title stands in all three languages or the report cannot be released."),
        "title_en": _("A title stands in all three languages or the report cannot be released."),
        "period": dates_isolated(
            _(
                "As the bilan states it: a year, two dates (2024-01-01/2024-12-20), or empty when it says "
                "nothing. Bilans appear before the year ends: do not assume a calendar year."
            )
        ),
        "published_on": _("The day on which the directorate published the bilan."),
    }

    @admin.display(description=_("year"), ordering="year")
    def year_written(self, report):
        return str(report.year)

    def may_change(self, user, record=None):
        if record is not None and not record.is_open:
            return False
        return super().may_change(user, record)

    def get_readonly_fields(self, request, obj=None):
        return ("year",) if obj else ()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With where the report stands, the steps to take, and the links to its other pages."""
        report = Report.objects.filter(pk=object_id).first() if str(object_id).isdigit() else None
        if report is None or not self.has_view_permission(request, report):
            return super().change_view(request, object_id, form_url, extra_context)
        pages = [page for page in self.admin_site.report_pages if page.offered(request.user, report)]
        extra = {"report_pages": pages} | standing.context(request.user, report) | (extra_context or {})
        return super().change_view(request, object_id, form_url, extra)


@admin.register(Source, site=site)
class SourceAdmin(RecordAdmin):
    """Who states figures; the official text is held word for word."""

    place = 3
    list_display = (
        "code", "title", "publisher", "rank", "language", day("published_on", _("published on")), "has_text",
    )  # fmt: skip
    list_display_links = ("code", "title")
    list_filter = ("rank", "language")
    search_fields = ("code", "title", "publisher")
    search_help_text = _("By code, title or publisher; hamza, vowel signs and accents do not matter.")
    ordering = ("code",)
    readonly_fields = ("text_digest",)
    fieldsets = (
        (None, {"fields": ("code", "title", "publisher", "address")}),
        (_("Rank"), {"fields": ("rank", "language", "published_on")}),
        (_("Text"), {"fields": ("text_file", "text", "text_digest")}),
    )
    formfield_overrides = RecordAdmin.formfield_overrides | {
        models.URLField: {"widget": forms.URLInput({"dir": "ltr", "size": 80}), "assume_scheme": "https"},
    }
    help_texts = {
        "code": NAME_HELP["code"],
        "title": _("The title of the page or of the communiqué, as published."),
        "publisher": _("Who published it: the directorate, the agency, the newspaper."),
        "address": _("Where it can be read, if it is on the web."),
        "language": _("The language of its text. The Arabic text is the reference."),
        "rank": _("Official before agency before press: it decides which statement is shown first."),
        "published_on": _("Two statements of one rank: the older is the reference."),
        "text_file": _("The name of the file that holds the text, when it came with the data."),
        "text": _("The text word for word, misprints included: quotes are found in it."),
    }
    whole_texts = ("text",)

    def get_queryset(self, request):
        """Lists do without the texts themselves."""
        held = models.Case(models.When(text="", then=False), default=True, output_field=models.BooleanField())
        return super().get_queryset(request).annotate(held=held)

    @admin.display(description=_("text held"), boolean=True)
    def has_text(self, source):
        return source.held


@admin.register(Theme, site=site)
class ThemeAdmin(NamedAdmin):
    """The fields of a bilan, in the order of the page."""

    place = 5
    list_display = ("position", *NamedAdmin.list_display, "headline")
    list_display_links = ("code", "name_ar")
    ordering = ("position", "code")
    fieldsets = (
        (None, {"fields": ("code", "name_ar", "name_fr", "name_en")}),
        (_("On the page"), {"fields": ("position", "headline")}),
    )
    help_texts = NAME_HELP | {
        "position": _("The place on the page, counted from 1."),
        "headline": _("Codes of the indicators that lead this theme, separated by spaces."),
    }


@admin.register(Statement, site=site)
class StatementAdmin(EntryAdmin):
    """What a bilan says without a number."""

    place = 2
    list_display = ("code", "report_year", "theme", "text_begins", "source_rank")
    list_display_links = ("code",)
    list_filter = ("report", "theme", "source__rank")
    list_select_related = ("report", "theme", "source")
    search_fields = (
        "code",
        "text_ar",
        "text_fr",
        "text_en",
        "theme__name_ar",
        "theme__name_fr",
        "report__year",
    )
    search_help_text = _("By code, words or year; hamza, vowel signs and accents do not matter.")
    fieldsets = (
        (None, {"fields": ("report", "code", "theme")}),
        (_("What is stated"), {"fields": ("text_ar", "text_fr", "text_en")}),
        WHERE_STATED,
    )
    help_texts = STATED_HELP | {
        "code": NAME_HELP["code"],
        "theme": _("The theme under which it is shown; empty: at the head of the report."),
        "text_ar": _("In its own words, shortened at most. The Arabic text is the reference."),
        "text_fr": _("A rendering, marked as one unless a source says it in French."),
        "text_en": _("A rendering, marked as one unless a source says it in English."),
    }

    @admin.display(description=_("text"))
    def text_begins(self, statement):
        return in_language(statement, "text")[:120]
