"""Steps before a release: open, submit, acknowledge, approve, send back, discard."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from bilan import people
from bilan.chapter import Problem, chapter_named, chapters_of
from bilan.freezing import content_digest
from bilan.models import Acknowledgement, ChapterReview, Report, WorkflowEvent, editing

from .refusals import Reason, Refused, no_right, refuse_if
from .standing import (
    chosen,
    editors_of,
    locked,
    log,
    move_to,
    reviews_of,
    standing_releases,
    weakest_state,
    wrong_state,
)

State = ChapterReview.State
Verb = WorkflowEvent.Verb


def open_report(year: int, *, by=None) -> tuple[Report, bool]:
    """The year's report in draft and whether it was opened now; a discarded one is taken up again."""
    if by is not None and not (people.is_clerk(by) or people.is_publisher(by)):
        raise Refused(no_right(by))
    report = Report.objects.filter(year=year).first()
    if report and report.state != Report.State.DISCARDED:
        return report, False
    with editing(by, kind="code"):
        if report is None:
            report = Report(year=year)
            report.full_clean()
            report.save()
        else:
            move_to(report, weakest_state(report))
            report.refresh_from_db()
        if by is not None:
            log(report, Verb.OPENED, by)
    return report, True


def problems_of(report: Report, chapter: str) -> list[Problem]:
    """The chapter's blockers, then its warnings, in the order of the chapter."""
    return sorted(chapter_named(chapter).problems(report), key=lambda problem: not problem.blocks)


def open_warnings(report: Report, problems: list[Problem]) -> list[Problem]:
    """The warnings that nobody has acknowledged yet."""
    known = set(Acknowledgement.objects.filter(report=report).values_list("problem", flat=True))
    return [problem for problem in problems if not problem.blocks and problem.key not in known]


def blockers(problems: Iterable[Problem]) -> list[Reason]:
    """What blocks, as reasons."""
    return [Reason("blocked", problem.message, problem.address) for problem in problems if problem.blocks]


def submit(report: Report, *, by, chapter: str | None = None, version: int | None = None) -> None:
    """Hands chapters over for review: the one named, or every one that waits for it."""
    with locked(report, version) as fresh:
        _refuse_closed(fresh)
        reviews = reviews_of(fresh)
        slugs = [slug for slug in chosen(fresh, chapter) if _waits_for_submission(fresh, reviews[slug])]
        refuse_if(_no_right_in(by, slugs, people.is_clerk))
        if not slugs:
            raise Refused(wrong_state(fresh))
        refuse_if([reason for slug in slugs for reason in blockers(chapter_named(slug).blockers(fresh))])
        for slug in slugs:
            review = reviews[slug]
            review.state = State.IN_REVIEW
            review.submitted_by, review.submitted_at = by, timezone.now()
            review.approved_by = review.approved_at = None
            review.content = ""
            review.save()
            log(fresh, Verb.SUBMITTED, by, chapter=slug)
        move_to(fresh, weakest_state(fresh))


def acknowledge(report: Report, problem: str, *, by, chapter: str, reason: str = "") -> None:
    """Lets a warning stand, by name; refused when there is no such warning (its values have changed)."""
    with locked(report) as fresh:
        _refuse_closed(fresh)
        refuse_if(_no_right_in(by, [chapter], people.is_reviewer))
        refuse_if(_own_work(fresh, by, [chapter]))
        standing = open_warnings(fresh, problems_of(fresh, chapter))
        if problem not in {warning.key for warning in standing}:
            raise Refused(Reason("no_warning", _("This warning does not stand any more: look again.")))
        _keep(fresh, chapter, [problem], by, reason)


def approve(
    report: Report, *, by, chapter: str | None = None, note: str = "", version: int | None = None
) -> None:
    """Approves chapters in review: the one named, or every one in review.

    With a `note`, the warnings that nobody acknowledged yet are acknowledged by this person with it.
    Refused to everybody who edited the chapter since the last release, or submitted it.
    """
    with locked(report, version) as fresh:
        _refuse_closed(fresh)
        reviews = reviews_of(fresh)
        slugs = [slug for slug in chosen(fresh, chapter) if reviews[slug].state == State.IN_REVIEW]
        refuse_if(_no_right_in(by, slugs, people.is_reviewer))
        if not slugs:
            raise Refused(wrong_state(fresh))
        refuse_if(_own_work(fresh, by, slugs))
        found = {slug: problems_of(fresh, slug) for slug in slugs}
        refuse_if([reason for slug in slugs for reason in blockers(found[slug])])
        for slug in slugs:
            _answer_warnings(fresh, slug, found[slug], by, note)
            review = reviews[slug]
            review.state = State.APPROVED
            review.approved_by, review.approved_at = by, timezone.now()
            review.content = content_digest(chapter_named(slug), fresh)
            review.save()
            log(fresh, Verb.APPROVED, by, chapter=slug, reason=note)
        move_to(fresh, weakest_state(fresh))


def send_back(
    report: Report, *, by, reason: str, chapter: str | None = None, version: int | None = None
) -> None:
    """Gives chapters that were submitted or approved back to their clerks, with a comment."""
    with locked(report, version) as fresh:
        _refuse_closed(fresh)
        reviews = reviews_of(fresh)
        slugs = [slug for slug in chosen(fresh, chapter) if reviews[slug].state != State.DRAFT]
        if not people.is_publisher(by):
            refuse_if(_no_right_in(by, slugs, people.is_reviewer))
        if not slugs:
            raise Refused(wrong_state(fresh))
        _refuse_without_reason(reason)
        for slug in slugs:
            review = reviews[slug]
            review.state, review.content = State.DRAFT, ""
            review.approved_by = review.approved_at = None
            review.save()
            log(fresh, Verb.SENT_BACK, by, chapter=slug, reason=reason)
        move_to(fresh, weakest_state(fresh))


def discard(report: Report, *, by, reason: str, version: int | None = None) -> None:
    """Gives up a draft that was never released; its entries stay with their history."""
    with locked(report, version) as fresh:
        if not people.is_publisher(by):
            raise Refused(no_right(by))
        _refuse_closed(fresh)
        if standing_releases(fresh).exists():
            words = _("The report has been released: nothing published vanishes. Withdraw it instead.")
            raise Refused(Reason("released", words))
        _refuse_without_reason(reason)
        log(fresh, Verb.DISCARDED, by, reason=reason)
        move_to(fresh, Report.State.DISCARDED)


def stale_chapters(report: Report) -> list[str]:
    """Approved chapters whose rows, names or definitions are no longer what was approved."""
    return [
        slug
        for slug, review in reviews_of(report).items()
        if review.state == State.APPROVED and review.content != content_digest(chapter_named(slug), report)
    ]


def _waits_for_submission(report: Report, review: ChapterReview) -> bool:
    if review.state == State.APPROVED:
        return review.content != content_digest(chapter_named(review.chapter), report)
    return review.state == State.DRAFT


def _answer_warnings(report: Report, slug: str, problems: list[Problem], by, note: str) -> None:
    standing = open_warnings(report, problems)
    if standing and not note:
        reasons = [Reason("warning", problem.message, problem.address) for problem in standing]
        raise Refused(*reasons)
    _keep(report, slug, [problem.key for problem in standing], by, note)


def _keep(report: Report, slug: str, keys: list[str], by, reason: str) -> None:
    Acknowledgement.objects.bulk_create(
        Acknowledgement(report=report, chapter=slug, problem=key, by=by, at=timezone.now(), reason=reason)
        for key in dict.fromkeys(keys)
    )


def _refuse_closed(report: Report) -> None:
    if not report.is_open:
        raise Refused(wrong_state(report))


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(Reason("no_reason", _("Say why: the reason is kept with the step.")))


def _no_right_in(by, slugs: list[str], question) -> list[Reason]:
    if not slugs:
        return [] if question(by) else [no_right(by)]
    return [] if all(question(by, slug) for slug in slugs) else [no_right(by)]


def _own_work(report: Report, by, slugs: list[str]) -> list[Reason]:
    """Four eyes: nobody reviews a chapter that he edited or submitted since the last release."""
    reviews = reviews_of(report)
    own = [
        slug
        for slug in slugs
        if by.pk in editors_of(report, chapter_named(slug)) | {reviews[slug].submitted_by_id}
    ]
    titles = {chapter.slug: chapter.title for chapter in chapters_of(report)}
    words = _("%(person)s worked on “%(chapter)s”: somebody else must review it.")
    return [Reason("own_work", words % {"person": by, "chapter": titles[slug]}) for slug in own]
