"""The log of a report: every step with its person, and who saw the report before its release."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilan import people
from bilan.chapter import chapters
from bilan.models import Report, WorkflowEvent

from .site import site

STEPS_ON_A_PAGE = 100


def _reads(user, report=None) -> bool:
    return people.works_on_reports(user)


@site.report_page("log/", name="log", label=gettext_lazy("Steps and previews"), offered=_reads)
def log(request, report_id):
    """The steps of the chapters that the person may see, newest first; `?previews=1`: previews only."""
    if not _reads(request.user):
        raise PermissionDenied
    report = get_object_or_404(Report, pk=report_id)
    events = report.events.select_related("by").order_by("-at", "-pk")
    events = events.filter(Q(chapter="") | Q(chapter__in=people.chapters_seen_by(request.user)))
    previews = "previews" in request.GET
    if previews:
        events = events.filter(verb=WorkflowEvent.Verb.PREVIEWED)
    context = {
        **site.each_context(request),
        "title": _("Steps and previews of %(report)s") % {"report": report},
        "report": report,
        "previews": previews,
        "page": Paginator(events, STEPS_ON_A_PAGE).get_page(request.GET.get("p")),
        "titles": {chapter.slug: chapter.title for chapter in chapters()},
    }
    return TemplateResponse(request, "admin/bilan/report/log.html", context)
