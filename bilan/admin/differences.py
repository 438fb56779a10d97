"""What a correction would change against the last release: shown to its reviewer."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilan import people
from bilan.canonical import cell
from bilan.chapter import chapters
from bilan.differences import draft_differences
from bilan.models import Report

from .site import site
from .steps import last_release


def _corrects(user, report) -> bool:
    return bool(people.chapters_seen_by(user)) and report.is_open and last_release(report) is not None


@site.report_page(
    "differences/", name="differences", label=gettext_lazy("What the correction changes"), offered=_corrects
)
def differences(request, report_id):
    """Rows added, changed and removed since the last release, in the chapters that the person may see."""
    if not people.chapters_seen_by(request.user):
        raise PermissionDenied
    report = get_object_or_404(Report, pk=report_id)
    last = last_release(report)
    context = {
        **site.each_context(request),
        "title": _("What the correction changes: %(report)s") % {"report": report},
        "report": report,
        "last": last,
        "groups": groups(request.user, report, last) if last else [],
    }
    return TemplateResponse(request, "admin/bilan/report/differences.html", context)


def groups(user, report, last) -> list[dict]:
    """By table of the chapters seen: `[{"title", "rows": [{"kind", "key", "cells"}]}]`."""
    found = draft_differences(report, last)
    listed = []
    for chapter in chapters():
        if not people.may_see(user, chapter.slug):
            continue
        for table in chapter.tables:
            rows = [told(table.entries, one, report.year) for one in found if one.table == table.name]
            if rows:
                listed.append({"title": capfirst(table.entries._meta.verbose_name_plural), "rows": rows})
    return listed


def told(model, difference, year: int) -> dict:
    """One difference in words: its kind, its key, and each column's label, before and after."""
    kinds = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    names = difference.columns or [
        name for name, value in (difference.after or difference.before).items() if value not in (None, "")
    ]
    return {
        "kind": kinds[difference.kind],
        "key": " · ".join(str(part) for part in difference.key.values() if part != ""),
        "cells": [
            {
                "label": capfirst(model._meta.get_field(name).verbose_name),
                "before": cell(difference.before, name, year) if difference.before else "",
                "after": cell(difference.after, name, year) if difference.after else "",
            }
            for name in names
        ],
    }
