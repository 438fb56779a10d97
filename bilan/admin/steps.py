"""The steps of a report as pages: each asks before it acts, and says every reason when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from bilan import people, publication
from bilan.chapter import chapter_named
from bilan.models import ChapterReview, Release, Report
from bilan.models.named import LANGUAGES
from bilan.templatetags.staff import dates_isolated

from . import second_factor
from .fields import NumberInput
from .site import site

IN_REVIEW, DRAFT = ChapterReview.State.IN_REVIEW, ChapterReview.State.DRAFT


class StepForm(forms.Form):
    """What a step may be told; each step shows the fields that it takes."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea({"rows": 3, "cols": 60, "dir": "auto"}),
        required=False,
        help_text=gettext_lazy("For colleagues; it is kept in the log of steps."),
    )
    at = forms.CharField(
        label=gettext_lazy("Visible from"),
        required=False,
        widget=forms.TextInput({"dir": "ltr", "placeholder": "2025-12-20T10:00", "autocomplete": "off"}),
        help_text=dates_isolated(
            gettext_lazy(
                "Date and time in Morocco (2025-12-20T10:00). Empty: at once. Nobody outside sees it before."
            )
        ),
    )
    announced = forms.BooleanField(
        label=gettext_lazy("Announce the time"),
        required=False,
        help_text=gettext_lazy("Readers are told when the bilan appears, never what stands in it."),
    )
    note_ar = forms.CharField(
        label=gettext_lazy("Public note in Arabic"),
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 60, "dir": "rtl", "lang": "ar"}),
        help_text=gettext_lazy("What changed, why, since when: compulsory for a correction or a withdrawal."),
    )
    note_fr = forms.CharField(
        label=gettext_lazy("Public note in French"),
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 60, "dir": "ltr", "lang": "fr"}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Public note in English"),
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 60, "dir": "ltr", "lang": "en"}),
    )
    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "dir": "ltr"}),
        help_text=gettext_lazy("What goes out to the public asks for a fresh code."),
    )
    chapter = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput(NumberInput().attrs))

    def __init__(self, *args, takes=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*takes, "chapter", "version"}:
            del self.fields[name]

    def check_code(self, user) -> None:
        """Holds the one-time code to the person's devices."""
        code = second_factor.tidy(self.cleaned_data["code"])
        if second_factor.matching_device(user, code) is None:
            self.add_error("code", second_factor.WRONG)


@dataclass(frozen=True)
class Step:
    """One verb of bilan.publication: its words, what its form takes, for whom it is offered, and the act."""

    verb: str
    label: str
    question: str
    done: str
    act: Callable
    offered: Callable
    takes: tuple = ("reason",)
    by_chapter: bool = False
    # What readers will see asks for a one-time code of this very moment, where codes are in use.
    goes_out: bool = False


NOTES = ("note_ar", "note_fr", "note_en")


def _submit(report, by, told, chapter):
    publication.submit(report, by=by, chapter=chapter, version=told["version"])


def _approve(report, by, told, chapter):
    publication.approve(report, by=by, chapter=chapter, note=told["reason"], version=told["version"])


def _send_back(report, by, told, chapter):
    publication.send_back(report, by=by, chapter=chapter, reason=told["reason"], version=told["version"])


def _publish(report, by, told, chapter):
    at = publication.read_time(told["at"]) if told["at"] else None
    publication.publish(
        report,
        by=by,
        at=at,
        notes={language: told[f"note_{language}"] for language in LANGUAGES},
        announced=told["announced"],
        version=told["version"],
        reason=told["reason"],
    )


def _call_off(report, by, told, chapter):
    publication.call_off(report, by=by, reason=told["reason"])


def _correct(report, by, told, chapter):
    publication.correct(report, by=by, reason=told["reason"])


def _withdraw(report, by, told, chapter):
    notes = {language: told[f"note_{language}"] for language in LANGUAGES}
    publication.withdraw(report, by=by, notes=notes, reason=told["reason"])


def _discard(report, by, told, chapter):
    publication.discard(report, by=by, reason=told["reason"], version=told["version"])


def last_release(report) -> Release | None:
    """The newest release that was not called off."""
    return Release.objects.filter(report=report, call_off=None).order_by("-number").first()


def _may_call_off(user, report, review) -> bool:
    if report.state != Report.State.RELEASED or not people.is_publisher(user):
        return False
    return not Release.objects.visible().filter(pk=last_release(report).pk).exists()


def _may_correct(user, report, review) -> bool:
    released = report.state == Report.State.RELEASED
    return released and (people.is_clerk(user) or people.is_publisher(user)) and _is_visible(report)


def _may_withdraw(user, report, review) -> bool:
    released = report.state == Report.State.RELEASED
    return released and people.is_publisher(user) and _is_visible(report)


def _is_visible(report) -> bool:
    return Release.objects.visible().filter(pk=last_release(report).pk).exists()


def _may_discard(user, report, review) -> bool:
    return report.is_open and people.is_publisher(user) and last_release(report) is None


STEPS = {
    step.verb: step
    for step in (
        Step(
            "submit",
            gettext_lazy("Submit for review"),
            gettext_lazy("Hand “%(what)s” over for review? Another person will check it."),
            gettext_lazy("Submitted for review."),
            _submit,
            lambda user, report, review: (
                report.is_open and review.state == DRAFT and people.is_clerk(user, review.chapter)
            ),
            takes=(),
            by_chapter=True,
        ),
        Step(
            "approve",
            gettext_lazy("Approve"),
            gettext_lazy("Approve “%(what)s”? An edit afterwards voids the approval."),
            gettext_lazy("Approved."),
            _approve,
            lambda user, report, review: (
                report.is_open and review.state == IN_REVIEW and people.is_reviewer(user, review.chapter)
            ),
            by_chapter=True,
        ),
        Step(
            "send_back",
            gettext_lazy("Send back"),
            gettext_lazy("Send “%(what)s” back to its clerks? Say what is to be mended."),
            gettext_lazy("Sent back with your comment."),
            _send_back,
            lambda user, report, review: (
                report.is_open
                and review.state != DRAFT
                and (people.is_reviewer(user, review.chapter) or people.is_publisher(user))
            ),
            by_chapter=True,
        ),
        Step(
            "publish",
            gettext_lazy("Release"),
            gettext_lazy("Release “%(what)s”? It is frozen for good; mistakes are corrected openly."),
            gettext_lazy("Released."),
            _publish,
            lambda user, report, review: report.state == Report.State.APPROVED and people.is_publisher(user),
            takes=("at", "announced", *NOTES, "reason"),
            goes_out=True,
        ),
        Step(
            "call_off",
            gettext_lazy("Call off the release"),
            gettext_lazy("Call off the release of “%(what)s” before its time?"),
            gettext_lazy("The release was called off."),
            _call_off,
            _may_call_off,
            goes_out=True,
        ),
        Step(
            "correct",
            gettext_lazy("Open a correction"),
            gettext_lazy("Open “%(what)s” for a correction? What is published stays until the next release."),
            gettext_lazy("A correction is open."),
            _correct,
            _may_correct,
        ),
        Step(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy("Withdraw “%(what)s”? Its pages stay and say that it was withdrawn and why."),
            gettext_lazy("Withdrawn."),
            _withdraw,
            _may_withdraw,
            takes=(*NOTES, "reason"),
            goes_out=True,
        ),
        Step(
            "discard",
            gettext_lazy("Discard the draft"),
            gettext_lazy("Discard the draft “%(what)s”? Its entries stay with their history."),
            gettext_lazy("The draft was discarded."),
            _discard,
            _may_discard,
        ),
    )
}


@site.report_page("steps/<slug:verb>/", name="step", label="", offered=lambda user, report: False)
def step_page(request, report_id, verb):
    """Asks before a step, and takes it when the form comes back."""
    if not people.works_on_reports(request.user):
        raise PermissionDenied
    if verb not in STEPS:
        raise Http404
    report, step = get_object_or_404(Report, pk=report_id), STEPS[verb]
    chapter = _chapter(step, request)
    fresh = step.goes_out and second_factor.is_required(request.user)
    takes = (*step.takes, "code") if fresh else step.takes
    if request.method != "POST":
        initial = {"chapter": chapter or "", "version": report.version}
        return ask(request, step, report, chapter, StepForm(initial=initial, takes=takes))
    form = StepForm(request.POST, takes=takes)
    if form.is_valid() and fresh:
        form.check_code(request.user)
    if not form.is_valid():
        return ask(request, step, report, chapter, form, status=422)
    try:
        step.act(report, request.user, form.cleaned_data, chapter)
    except publication.Refused as refused:
        return ask(request, step, report, chapter, form, reasons=refused.reasons, status=409)
    messages.success(request, step.done)
    return HttpResponseRedirect(reverse("admin:bilan_report_change", args=[report.pk]))


def _chapter(step, request) -> str | None:
    """The chapter that the step is for, or None for the whole report."""
    asked = request.POST if request.method == "POST" else request.GET
    slug = asked.get("chapter") or None
    if slug is None or not step.by_chapter:
        return None
    try:
        return chapter_named(slug).slug
    except KeyError:
        raise Http404 from None


def ask(request, step, report, chapter, form, *, reasons=(), status=200):
    """The page of a step: its question, its form, and why it was refused."""
    what = f"{report} · {chapter_named(chapter).title}" if chapter else str(report)
    context = {
        **site.each_context(request),
        "title": step.label,
        "question": step.question % {"what": what},
        "step": step,
        "report": report,
        "chapter": chapter,
        "form": form,
        "reasons": reasons,
        "only_warnings": bool(reasons) and all(reason.code == "warning" for reason in reasons),
    }
    return TemplateResponse(request, "admin/bilan/report/step.html", context, status=status)
