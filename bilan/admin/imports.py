"""Imports in the admin: upload, what the file would do, confirmation by the upload's id alone."""

import logging
from decimal import Decimal
from itertools import chain

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import FileResponse, Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bilan import people
from bilan.importing import batches
from bilan.importing.differences import PAGE, page_with, read_lines
from bilan.importing.problems import SHOWN, from_json, problems_csv
from bilan.importing.uploads import LARGEST, Busy, CappedUpload, reading_slot
from bilan.models import ImportBatch
from bilan.numerals import write
from bilan.resources import tables
from bilan.templatetags.bilan import language

from .site import site

BATCHES_ON_A_PAGE = 50
logger = logging.getLogger(__name__)
WARNINGS = {
    "erased": ngettext_lazy(
        "%(count)d recorded cell will be erased by a blank one.",
        "%(count)d recorded cells will be erased by blank ones.",
        "count",
    ),
    "kept": ngettext_lazy(
        "%(count)d blank cell stands over a recorded one, which is kept.",
        "%(count)d blank cells stand over recorded ones, which are kept.",
        "count",
    ),
    "quote": ngettext_lazy(
        "%(count)d quote is not found in the text of its source (rows %(rows)s).",
        "%(count)d quotes are not found in the text of their source (rows %(rows)s).",
        "count",
    ),
    "jump": ngettext_lazy(
        "%(count)d value becomes ten times more or less than recorded (rows %(rows)s): is a separator wrong?",
        "%(count)d values become ten times more or less than recorded (rows %(rows)s): is a separator wrong?",
        "count",
    ),
    "leap": ngettext_lazy(
        "%(count)d new value is ten times more or less than the year before (rows %(rows)s): "
        "is a separator wrong?",
        "%(count)d new values are ten times more or less than the year before (rows %(rows)s): "
        "is a separator wrong?",
        "count",
    ),
}
# Stands in a warning for its rows until they are links.
ROWS = "\x00"
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
}


def label_of(table: str) -> str:
    """A table as people and files call it: figures (figures)."""
    return f"{tables()[table].model._meta.verbose_name_plural} ({table})"


def tables_of(user) -> list[str]:
    """The tables that a person may import."""
    return [name for name in tables() if people.may_import(user, name)]


class UploadForm(forms.Form):
    """A file, its table, and whether blank cells erase."""

    table = forms.ChoiceField(label=gettext_lazy("Table"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, the first row naming the columns. At most 100,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    erase = forms.BooleanField(
        label=gettext_lazy("Blank cells erase what is recorded"),
        required=False,
        help_text=gettext_lazy(
            "Leave it unticked unless the file is complete: blank cells then change nothing."
        ),
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [(name, label_of(name)) for name in tables_of(user)]


def has_files(user) -> bool:
    """Whether the page of imports is for this person: who may import something, and the auditor."""
    return people.is_auditor(user) or bool(tables_of(user))


def _allowed(user):
    if not has_files(user):
        raise PermissionDenied


def _seen(request, pk) -> ImportBatch:
    """The batch, for its owner and the auditor; for others there is none."""
    batch = get_object_or_404(ImportBatch.objects.select_related("owner", "imported_by"), pk=pk)
    if not batches.may_see(batch, request.user):
        raise Http404
    return batch


def _page(request, template, title, **context):
    context = {**site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, context)


@require_GET
def batch_list(request):
    """A person's uploads, all of them for the auditor; the form and the templates."""
    _allowed(request.user)
    found = ImportBatch.objects.select_related("owner", "imported_by").newest_first()
    if not people.is_auditor(request.user):
        found = found.filter(owner=request.user)
    return _page(
        request,
        "admin/bilan/imports.html",
        _("Imports"),
        page=Paginator(found, BATCHES_ON_A_PAGE).get_page(request.GET.get("p")),
        form=UploadForm(request.user, initial={"table": request.GET.get("table", "figures")}),
        tables=[(name, label_of(name)) for name in tables_of(request.user)],
        largest=LARGEST,
        too_large=_too_large(),
    )


@csrf_exempt
@require_http_methods(["POST"])
def upload(request):
    """Caps the upload before anything of it is read; the rest is checked below as for any form."""
    handler = CappedUpload(request)
    request.upload_handlers = [handler]
    return _upload(request, handler)


@csrf_protect
def _upload(request, handler):
    """Checks the uploaded file and leads to its page; what is wrong is told on the page of imports."""
    _allowed(request.user)
    form = UploadForm(request.user, request.POST, request.FILES)
    if handler.too_large:
        return _back(request, _too_large())
    if not form.is_valid():
        return _back(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    batches.expire()
    try:
        with reading_slot(request.user):
            batch = batches.check(
                form.cleaned_data["file"],
                table=form.cleaned_data["table"],
                owner=request.user,
                erase=form.cleaned_data["erase"],
            )
    except Busy as busy:
        return _back(request, str(busy))
    except (DatabaseError, OSError):
        return _back(request, _not_saved())
    return _lead(request, reverse("admin:import", args=[batch.pk]))


def _too_large() -> str:
    return _("The file is larger than %(limit)d MiB.") % {"limit": LARGEST >> 20}


def _not_saved() -> str:
    """The disk is full or the database away: the transaction took everything back."""
    logger.exception("An import was not saved")
    return _("Nothing was saved: the database or the disk did not take it. Try again in a while.")


def _back(request, reason):
    messages.error(request, reason)
    return _lead(request, reverse("admin:imports"))


def _lead(request, address):
    """Leads a browser to an address; the script that shows the progress is told it."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"address": address})
    return redirect(address)


@require_GET
def batch_page(request, pk):
    """What a file is and would do: counts, warnings, first problems, old → new a page at a time."""
    batch = _seen(request, pk)
    found = batch.pages.get("differences", {"offsets": [], "count": 0})
    refused = batch.pages["refusals"]
    wanted = _row_wanted(request)
    pages = Paginator(range(found["count"]), PAGE)
    with batch.differences.open("rb") as file:
        number = page_with(file, found["offsets"], wanted) if wanted else request.GET.get("p")
        page = pages.get_page(number)
        differences = read_lines(file, found["offsets"], page.number)
    with batch.refusals.open("rb") as file:
        problems = read_lines(file, refused["offsets"], 1, from_json)[:SHOWN]
    return _page(
        request,
        "admin/bilan/import.html",
        f"\u2068{batch.name}\u2069",  # isolated: a title is plain text
        batch=batch,
        page=page,
        differences=differences,
        wanted=wanted,
        problems=problems,
        problems_count=refused["count"],
        rules=refused.get("rules", []) if refused["count"] > len(problems) else [],
        warnings=[_words(warning) for warning in batch.warnings],
        separator=SEPARATORS.get(batch.separator, batch.separator),
        table_name=tables()[batch.table].model._meta.verbose_name_plural,
        said=batches.imported(batch),
        is_mine=batch.owner_id == request.user.pk and batch.state == batch.State.CHECKED,
        writes=batch.counts["new"] + batch.counts["changed"],
    )


def _row_wanted(request) -> int | None:
    """The row of the sheet that the person asks for."""
    row = request.GET.get("row", "")
    return int(row) if row.isdecimal() and len(row) < 8 else None


def _words(warning) -> str:
    """A warning in words, its first rows linked to what they change."""
    rows = format_html_join(", ", '<a href="?row={0}#wanted">{0}</a>', ((row,) for row in warning["rows"]))
    more = " …" if warning["count"] > len(warning["rows"]) else ""
    said = escape(WARNINGS[warning["code"]] % {"count": warning["count"], "rows": ROWS})
    return mark_safe(said.replace(ROWS, rows + more))


@require_POST
def confirm(request, pk):
    """Imports a checked file: the id is all that is sent."""
    batch = _seen(request, pk)
    try:
        batch = batches.confirm(batch.pk, request.user)
    except batches.NotImported as refused:
        messages.warning(request, str(refused))
    except (DatabaseError, OSError):
        messages.error(request, _not_saved())
    else:
        counts = {name: write(Decimal(batch.counts[name]), language()) for name in ("new", "changed")}
        messages.success(request, _("Imported. New rows: %(new)s. Changed rows: %(changed)s.") % counts)
    return redirect("admin:import", pk=batch.pk)


@require_POST
def cancel(request, pk):
    """Gives up an upload; its file stays for the auditor."""
    batch = _seen(request, pk)
    try:
        batches.cancel(batch.pk, request.user)
    except batches.NotImported as refused:
        messages.warning(request, str(refused))
    return redirect("admin:imports")


@require_GET
def problems_file(request, pk):
    """Every problem of a file, as CSV, in the language of the screen."""
    batch = _seen(request, pk)
    pieces = chain(["\ufeff"], problems_csv(batches.all_problems(batch)))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{batch.pk}.csv"'
    return response


@require_GET
def stored_file(request, pk):
    """The file as it was sent, for the auditor and its owner; never shown, only downloaded."""
    batch = _seen(request, pk)
    return FileResponse(
        batch.content.open("rb"),
        as_attachment=True,
        filename=batch.name,
        content_type="application/octet-stream",
    )


patterns = [
    path("", site.admin_view(batch_list), name="imports"),
    path("upload/", site.admin_view(upload), name="upload"),
    path("<uuid:pk>/", site.admin_view(batch_page), name="import"),
    path("<uuid:pk>/confirm/", site.admin_view(confirm), name="confirm_import"),
    path("<uuid:pk>/cancel/", site.admin_view(cancel), name="cancel_import"),
    path("<uuid:pk>/problems.csv", site.admin_view(problems_file), name="import_problems"),
    path("<uuid:pk>/file/", site.admin_view(stored_file), name="import_file"),
]
site.more_urls.append(path("import/", include(patterns)))
