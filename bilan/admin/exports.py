"""Exports from the admin: whole tables, lists as they are filtered, and last year's rows to start from."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bilan import people
from bilan.exporting import FORMATS, export_table
from bilan.models import Report
from bilan.resources import tables

from .site import site

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def file_response(user, name: str, kind: str, records=None, *, report=None) -> StreamingHttpResponse:
    """A table as a download; PermissionDenied for who may not export it."""
    if not people.may_export(user, name):
        raise PermissionDenied
    pieces = export_table(name, kind, records, report=report)
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[kind])
    label = f"{name}-{report}" if report else name
    response["Content-Disposition"] = f'attachment; filename="{label}.{kind}"'
    return response


@require_GET
def table_file(request, name, kind):
    """A whole table, or with `?report=` the rows of one report."""
    if name not in tables() or kind not in FORMATS:
        raise Http404
    report = request.GET.get("report")
    return file_response(
        request.user, name, kind, report=int(report) if report and report.isdecimal() else None
    )


@require_GET
def template_file(request, name, kind):
    """A file to start from: the table's columns with the rows of the newest report that has some."""
    if name not in tables() or kind not in FORMATS:
        raise Http404
    return file_response(request.user, name, kind, report=_newest_year(tables()[name]))


def _newest_year(resource) -> int | None:
    if "report" not in resource.fields:
        return None
    filled = Report.objects.filter(pk__in=resource.model._base_manager.values("report"))
    return filled.newest_first().values_list("year", flat=True).first()


def table_of(model) -> str:
    """The table of the contract that a record belongs to; empty for records that files do not hold."""
    return next((name for name, resource in tables().items() if resource.model is model), "")


class Exported:
    """Adds to a list: its rows, as they are filtered and sorted now, as a file (`?_export=csv`)."""

    def changelist_view(self, request, extra_context=None):
        """The list, or its rows as a file."""
        table = table_of(self.model)
        kind = request.GET.get("_export")
        if table and kind in FORMATS:
            request.GET = request.GET.copy()
            del request.GET["_export"]
            rows = self.get_changelist_instance(request).queryset
            return file_response(request.user, table, kind, rows)
        tools = {
            "exported": table if table and people.may_export(request.user, table) else "",
            "imported": table if table and people.may_import(request.user, table) else "",
        }
        return super().changelist_view(request, tools | (extra_context or {}))


site.more_urls += [
    path("export/<slug:name>.<slug:kind>", site.admin_view(table_file), name="export_table"),
    path("import/template/<slug:name>.<slug:kind>", site.admin_view(template_file), name="import_template"),
]
