"""History: who changed what, from which value to which and why; read here, changed nowhere."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilan import people
from bilan.history import changes_of
from bilan.models import Change, Edit, Report
from bilan.templatetags.bilan import ltr, moment, number

from .releases import ReadOnlyAdmin
from .site import site

CHANGES_ON_A_PAGE = 50


@dataclass
class Difference:
    """One column of a changed record."""

    label: str
    before: str
    after: str


@dataclass
class Told:
    """A change as people read it."""

    change: Change
    differences: list[Difference]


def tell(change: Change) -> Told:
    """The columns that differ, each with its name and its values in words."""
    model = people.model_of(change.table)
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    differences = [
        Difference(_label(model, name), _written(model, name, before), _written(model, name, after))
        for name in names
        if not (before.get(name) in (None, "") and after.get(name) in (None, ""))
    ]
    return Told(change, differences)


def _field(model, name):
    found = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return found.get(name)


def _label(model, name) -> str:
    field = _field(model, name)
    return capfirst(field.verbose_name) if field else name


def _written(model, name, columns) -> str:
    value = columns.get(name)
    if value in (None, ""):
        return "—"
    field = _field(model, name)
    if field is not None and field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(field, models.DecimalField):
        try:
            return number(Decimal(value))
        except InvalidOperation:
            return value
    if isinstance(field, models.IntegerField | models.DateField):
        return ltr(value)
    return value


def history_page(model_admin, request, record, extra_context=None):
    """The history of one record, newest first."""
    changes = changes_of(record).select_related("edit__by")
    page = Paginator(changes, CHANGES_ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History: %(record)s") % {"record": record},
        "object": record,
        "opts": model_admin.opts,
        "page": page,
        "told": [tell(change) for change in page],
        **(extra_context or {}),
    }
    return TemplateResponse(request, "admin/bilan/history.html", context)


@admin.register(Edit, site=site)
class EditAdmin(ReadOnlyAdmin):
    """Every save, import and correction, newest first, for the auditor."""

    place = 20
    list_display = ("moment_written", "by", "kind", "changes_count", "reason", "digest_begins")
    list_display_links = ("moment_written",)
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("reason", "by__username")
    search_help_text = gettext_lazy("By person or words of the reason.")
    ordering = ("-pk",)
    fields = ("moment_written", "by", "kind", "reason", "batch", "changes_count", "digest", "previous")
    readonly_fields = ("moment_written",)
    change_form_template = "admin/bilan/edit.html"

    @admin.display(description=gettext_lazy("when"), ordering="pk")
    def moment_written(self, edit):
        return moment(edit.at)

    @admin.display(description=gettext_lazy("digest"))
    def digest_begins(self, edit):
        return ltr(edit.digest[:12])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With what the edit changed, a page at a time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        changes = Change.objects.filter(edit=object_id if object_id.isdigit() else 0).order_by("pk")
        page = Paginator(changes.select_related("edit__by"), CHANGES_ON_A_PAGE).get_page(request.GET.get("p"))
        shown = {"page": page, "told": [tell(change) for change in page]} | (extra_context or {})
        return super().change_view(request, object_id, form_url, shown)


class TableFilter(admin.SimpleListFilter):
    """The tables that have history, from the models: no search through the changes themselves."""

    title, parameter_name = gettext_lazy("table"), "table"

    def lookups(self, request, model_admin):
        return [(model.table_name(), model._meta.verbose_name_plural) for model in people.recorded_models()]

    def queryset(self, request, queryset):
        return queryset.filter(table=self.value()) if self.value() else queryset


class YearFilter(admin.SimpleListFilter):
    """The reports by their years."""

    title, parameter_name = gettext_lazy("report"), "year"

    def lookups(self, request, model_admin):
        years = Report.objects.newest_first().values_list("year", flat=True)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        asked = self.value()
        if not (asked and asked.isdigit()):
            return queryset
        # With every table named, the index of tables and years finds a year with few changes at once.
        tables = [model.table_name() for model in people.recorded_models()]
        return queryset.filter(table__in=tables, year=int(asked))


@admin.register(Change, site=site)
class ChangeAdmin(ReadOnlyAdmin):
    """What every edit did to every record, for the auditor."""

    place = 21
    list_display = ("key", "table", "action", "year_written", "who", "when")
    list_filter = (TableFilter, YearFilter, "action")
    list_select_related = ("edit__by",)
    search_fields = ("key__startswith",)
    search_help_text = gettext_lazy("By the beginning of the record's key, as in files: 2024|cases_total")
    ordering = ("-pk",)
    fields = ("edit", "table", "key", "year_written", "action")
    readonly_fields = ("year_written",)
    change_form_template = "admin/bilan/edit.html"

    @admin.display(description=gettext_lazy("report"), ordering="year")
    def year_written(self, change):
        return change.year and str(change.year)

    @admin.display(description=gettext_lazy("by"))
    def who(self, change):
        return change.edit.by

    @admin.display(description=gettext_lazy("when"), ordering="pk")
    def when(self, change):
        return moment(change.edit.at)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the columns before and after."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        changes = Change.objects.filter(pk=object_id if object_id.isdigit() else 0)
        page = Paginator(changes.select_related("edit__by").order_by("pk"), 1).get_page(1)
        shown = {"page": page, "told": [tell(change) for change in page]} | (extra_context or {})
        return super().change_view(request, object_id, form_url, shown)
