"""What keeps a report from its release, and what its reviewers let stand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilan import people, publication
from bilan.chapter import chapters_of
from bilan.models import Acknowledgement, Report
from bilan.publication.review import problems_of

from .site import site


def _sees_a_chapter(user, report) -> bool:
    return bool(people.chapters_seen_by(user))


@site.report_page("problems/", name="problems", label=gettext_lazy("Problems"), offered=_sees_a_chapter)
def problems(request, report_id):
    """The problems of each chapter that the person may see; a reviewer lets warnings stand by name."""
    if not _sees_a_chapter(request.user, None):
        raise PermissionDenied
    report = get_object_or_404(Report, pk=report_id)
    if request.method == "POST":
        return acknowledge(request, report)
    context = {
        **site.each_context(request),
        "title": _("Problems of %(report)s") % {"report": report},
        "report": report,
        "chapters": [
            chapter_problems(request.user, report, chapter)
            for chapter in chapters_of(report)
            if people.may_see(request.user, chapter.slug)
        ],
    }
    return TemplateResponse(request, "admin/bilan/report/problems.html", context)


def chapter_problems(user, report, chapter) -> dict:
    """Blockers, warnings that stand open and those that somebody let stand, of one chapter."""
    let_stand = {
        acknowledged.problem: acknowledged
        for acknowledged in Acknowledgement.objects.filter(
            report=report, chapter=chapter.slug
        ).select_related("by")
    }
    found = problems_of(report, chapter.slug)
    warnings = [problem for problem in found if not problem.blocks]
    return {
        "title": chapter.title,
        "slug": chapter.slug,
        "blockers": [problem for problem in found if problem.blocks],
        "warnings": [problem for problem in warnings if problem.key not in let_stand],
        "let_stand": [
            {"problem": problem, "acknowledged": let_stand[problem.key]}
            for problem in warnings
            if problem.key in let_stand
        ],
        "may_acknowledge": report.is_open and people.is_reviewer(user, chapter.slug),
    }


def acknowledge(request, report):
    """Lets one warning stand, by its name."""
    told = request.POST
    try:
        publication.acknowledge(
            report,
            told.get("problem", ""),
            by=request.user,
            chapter=told.get("chapter", ""),
            reason=told.get("reason", ""),
        )
    except publication.Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason.message)
    else:
        messages.success(request, _("The warning was acknowledged in your name."))
    return HttpResponseRedirect(reverse("admin:problems", args=[report.pk]))
