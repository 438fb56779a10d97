"""Where a report stands: each chapter with who and when, the steps that this person may take, who waits."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bilan import people
from bilan.chapter import chapters_of
from bilan.models import ChapterReview, Report, WorkflowEvent

from .steps import STEPS, last_release


@dataclass
class Button:
    """A step that may be taken now: its words and the page that asks."""

    label: str
    address: str
    verb: str


@dataclass
class Standing:
    """One chapter of a report as this person sees it."""

    title: str
    review: ChapterReview
    buttons: list
    comment: WorkflowEvent | None
    empty: bool


def button(step, report, chapter="") -> Button:
    """The link to a step's page."""
    address = reverse("admin:step", args=[report.pk, step.verb])
    return Button(step.label, f"{address}?chapter={chapter}" if chapter else address, step.verb)


def standings(user, report) -> list[Standing]:
    """The chapters that the person may see, in the order of the page."""
    kept = {
        review.chapter: review
        for review in report.chapter_reviews.select_related("edited_by", "submitted_by", "approved_by")
    }
    sent_back = report.events.filter(verb=WorkflowEvent.Verb.SENT_BACK).select_related("by").order_by("pk")
    comments = {event.chapter: event for event in sent_back}
    listed = []
    for chapter in chapters_of(report):
        if not people.may_see(user, chapter.slug):
            continue
        review = kept.get(chapter.slug) or ChapterReview(report=report, chapter=chapter.slug)
        empty = chapter.slug not in kept and not chapter.has_entries(report)
        buttons = [
            button(step, report, chapter.slug)
            for step in STEPS.values()
            if step.by_chapter and not empty and step.offered(user, report, review)
        ]
        comment = comments.get(chapter.slug) if review.state == ChapterReview.State.DRAFT else None
        listed.append(Standing(chapter.title, review, buttons, comment, empty))
    return listed


def report_buttons(user, report) -> list[Button]:
    """The steps of the whole report that the person may take now."""
    return [
        button(step, report)
        for step in STEPS.values()
        if not step.by_chapter and step.offered(user, report, None)
    ]


def context(user, report) -> dict:
    """What the report's page shows of its standing."""
    return {
        "standings": standings(user, report),
        "report_buttons": report_buttons(user, report),
        "last_release": last_release(report),
        "preview_address": _preview_address(user, report),
    }


def _preview_address(user, report) -> str:
    """Where the draft can be seen as readers will, for those who may; empty for others."""
    if not people.may_preview(user) or report.state == Report.State.DISCARDED:
        return ""
    return reverse("preview", args=[(get_language() or "ar")[:2], report.year])


@dataclass
class Waiting:
    """Something that waits for this person: about a report, or about a colleague's role."""

    report: object
    words: str
    address: str


def waiting_for(user) -> list[Waiting]:
    """What the person is waited for, newest report first; work of one's own is for another reviewer."""
    reports = Report.objects.filter(state__in=Report.OPEN_STATES).newest_first()
    found = []
    for report in reports.prefetch_related("chapter_reviews"):
        reviews = {review.chapter: review for review in report.chapter_reviews.all()}
        for chapter in chapters_of(report):
            if review := reviews.get(chapter.slug):
                found += _waiting_in(user, report, chapter, review)
        publish = STEPS["publish"]
        if publish.offered(user, report, None):
            words = _("The report is approved and waits for its release.")
            found.append(Waiting(report, words, button(publish, report).address))
    for asked in people.roles_to_decide(user):
        words = _("Role “%(role)s”: to be confirmed.") % {"role": asked.role}
        found.append(Waiting(asked.person, words, reverse("admin:roles")))
    return found


def _waiting_in(user, report, chapter, review) -> list[Waiting]:
    address = reverse("admin:bilan_report_change", args=[report.pk])
    title = capfirst(chapter.title)
    if review.state == ChapterReview.State.DRAFT and people.is_clerk(user, chapter.slug):
        return [Waiting(report, _("%(chapter)s: to be submitted for review.") % {"chapter": title}, address)]
    own = user.pk in (review.edited_by_id, review.submitted_by_id)
    in_review = review.state == ChapterReview.State.IN_REVIEW
    if in_review and not own and people.is_reviewer(user, chapter.slug):
        return [Waiting(report, _("%(chapter)s: to be reviewed.") % {"chapter": title}, address)]
    return []
