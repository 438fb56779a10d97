"""Entries of a report's draft: scoped to their chapter, writable while the report is open."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bilan import people
from bilan.models import Command, Report, editing

from .lists import moment, person
from .records import RecordAdmin

STATED_HELP = {
    "report": _("The bilan that states it. Only reports that are open can be chosen."),
    "source": _("Who states it: the official text, the state agency, or a newspaper."),
    "quote": _("The words of the source that state it, copied as they stand; white space does not matter."),
    "place": _("Which occurrence, when these words stand more than once in the text: 1, 2 …"),
    "note": _("For colleagues and careful readers: what is unsure, how it was read."),
}
WHERE_STATED = (_("Where it is stated"), {"fields": ("source", "quote", "place", "note")})


class EntryAdmin(RecordAdmin):
    """Base of figures, unit events, agreements and statements."""

    help_texts = STATED_HELP
    autocomplete_fields = ("source",)
    readonly_fields = (
        person("changed_by", _("changed by")), moment("changed_at", _("changed at")),
        "quote_found", "in_text",
    )  # fmt: skip
    ordering = ("-pk",)
    show_full_result_count = False

    def may_see(self, user, record=None):
        return people.may_see(user, self.model.chapter)

    def may_change(self, user, record=None):
        if record is not None and not record.report.is_open:
            return False
        return people.may_edit(user, self.model.chapter)

    def has_delete_permission(self, request, obj=None):
        """An entry of an open draft may be taken out again; history keeps it."""
        return self.may_change(request.user, obj)

    def get_fieldsets(self, request, obj=None):
        """Who wrote it last is shown once somebody has."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        last = (_("Last change"), {"fields": self.readonly_fields})
        return [*fieldsets, last]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            kwargs["queryset"] = Report.objects.filter(state__in=Report.OPEN_STATES).newest_first()
        if db_field.name == "command":
            kwargs["queryset"] = Command.objects.order_by("level", "code", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """The newest open report and the whole country, unless the address says otherwise."""
        newest = Report.objects.filter(state__in=Report.OPEN_STATES).newest_first().first()
        country = Command.objects.filter(level=Command.Level.COUNTRY).first()
        usual = {"report": newest and newest.pk, "year": newest and newest.year}
        usual["command"] = country and country.pk
        return usual | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        """Stamps who and when, and holds the report so that no release passes between check and write."""
        with editing(request.user, reason=form.cleaned_data.get("edit_reason", "")):
            hold_open(obj.report_id, *([form.initial["report"]] if change else []))
            obj.changed_by, obj.changed_at = request.user, timezone.now()
            obj.save()

    def delete_model(self, request, obj):
        with editing(request.user):
            hold_open(obj.report_id)
            obj.delete()

    @admin.display(description=_("quote found in the text"), boolean=True)
    def quote_found(self, entry):
        """Yes, no, or unknown where there is no quote or no text."""
        if not (entry.quote and entry.source.text):
            return None
        return entry.quote_start is not None

    @admin.display(description=_("in the text"))
    def in_text(self, entry):
        """A link to the entry's words on the page of its source's text."""
        if entry.quote_start is None:
            return self.get_empty_value_display()
        page = reverse("admin:read_text", args=[entry.report_id, entry.source.code])
        if entry.quote_digest != entry.source.text_digest:
            changed = _("the text was changed since: look at it again")
            return format_html('<a href="{}#misplaced">{}</a>', page, changed)
        at = f"{page}?at={entry.quote_start}-{entry.quote_end}#quote"
        return format_html('<a href="{}">{}</a>', at, _("see it in the text"))

    @admin.display(description=_("report"), ordering="report__year")
    def report_year(self, entry):
        return str(entry.report.year)

    @admin.display(description=_("source"), ordering="source__code")
    def source_rank(self, entry):
        return f"{entry.source.code} · {entry.source.get_rank_display()}"


def hold_open(*report_ids) -> None:
    """Locks the reports and refuses when one of them was closed in the meantime."""
    held = Report._base_manager.select_for_update().filter(pk__in=report_ids).order_by("pk")
    if any(not report.is_open for report in held):
        raise PermissionDenied(_("The report was closed in the meantime."))
