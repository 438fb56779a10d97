"""Where a report stands: locked for a step, its chapters' states, who had a hand in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bilan.chapter import Chapter, chapter_named, chapters_of
from bilan.models import Change, ChapterReview, Release, Report, WorkflowEvent
from bilan.models.recorded import KEY_SEPARATOR

from .notices import tell
from .refusals import Reason, Refused

STRENGTH = {state: place for place, state in enumerate(ChapterReview.State.values)}


@contextmanager
def locked(report: Report, version: int | None = None) -> Iterator[Report]:
    """The report read anew and locked until the end of the step; one transaction.

    With `version`, refused when the report changed since the person saw that version.
    """
    with transaction.atomic():
        fresh = Report._base_manager.select_for_update().get(pk=report.pk)
        if version is not None and fresh.version != version:
            raise Refused(Reason("changed", _("The report has changed since you opened it: look again.")))
        yield fresh
        fresh.refresh_from_db()
        report.state, report.version = fresh.state, fresh.version


def move_to(report: Report, state: str) -> None:
    """Writes the report's state and makes its version grow."""
    Report._base_manager.filter(pk=report.pk).update(state=state, version=F("version") + 1)


def log(report: Report, verb: str, by, *, chapter: str = "", reason: str = "") -> WorkflowEvent:
    """Adds a step to the append-only log; once it is written, tells those who are waited for."""
    event = WorkflowEvent.objects.create(
        report=report, chapter=chapter, verb=verb, by=by, at=timezone.now(), reason=reason
    )
    transaction.on_commit(lambda: tell(event), robust=True)
    return event


def reviews_of(report: Report) -> dict[str, ChapterReview]:
    """The reviews of the chapters that need one: with entries, or once edited. One by slug, page order."""
    kept = {review.chapter: review for review in report.chapter_reviews.all()}
    reviews = {}
    for chapter in chapters_of(report):
        if chapter.slug in kept:
            reviews[chapter.slug] = kept[chapter.slug]
        elif chapter.has_entries(report):
            reviews[chapter.slug] = ChapterReview(report=report, chapter=chapter.slug)
    return reviews


def needs_review(report: Report) -> bool:
    """Whether there is anything to take through review."""
    return bool(reviews_of(report))


def weakest_state(report: Report) -> str:
    """The state of the chapter that is furthest from release; draft when there is nothing."""
    states = [review.state for review in reviews_of(report).values()]
    return min(states, key=STRENGTH.__getitem__, default=Report.State.DRAFT)


def chosen(report: Report, chapter: str | None) -> list[str]:
    """Slugs that a step is for: the one named, or all that need a review. Refused when there is none."""
    if chapter is None:
        slugs = list(reviews_of(report))
        if not slugs:
            raise Refused(Reason("nothing", _("The report has no entries yet.")))
        return slugs
    try:
        chapter_named(chapter)
    except KeyError:
        known = ", ".join(one.slug for one in chapters_of(report))
        words = _("There is no chapter “%(chapter)s”; there are %(known)s.")
        raise Refused(Reason("chapter", words % {"chapter": chapter, "known": known})) from None
    if chapter not in reviews_of(report):
        words = _("The chapter “%(chapter)s” has no entries: nothing to review.")
        raise Refused(Reason("nothing", words % {"chapter": chapter}))
    return [chapter]


def standing_releases(report: Report):
    """Releases that were not called off, newest first."""
    return Release.objects.filter(report=report, call_off__isnull=True).order_by("-number")


def editors_of(report: Report, chapter: Chapter) -> set[int]:
    """Keys of all who changed an entry of the chapter, or a name it mentions, since the last release."""
    last = standing_releases(report).first()
    tables = [table.entries.table_name() for table in chapter.tables]
    since = {"edit__at__gt": last.released_at} if last else {}
    changes = Change.objects.filter(edit__by__isnull=False, **since)
    editors = set(
        changes.filter(year=report.year, table__in=tables).values_list("edit__by", flat=True).distinct()
    )
    mentioned = chapter.labels(report)
    named = changes.filter(year__isnull=True, table__in=mentioned)
    if last is None:
        named = named.filter(edit__at__gte=report.opened_at)
    editors |= set(
        changes.filter(table=report.table_name(), key=report.key_text()).values_list("edit__by", flat=True)
    )
    for table, key, editor in named.values_list("table", "key", "edit__by").distinct().iterator():
        if key.partition(KEY_SEPARATOR)[0] in mentioned[table]:
            editors.add(editor)
    review = report.chapter_reviews.filter(chapter=chapter.slug).first()
    if review and review.edited_by_id:
        editors.add(review.edited_by_id)
    return editors


def last_step(report: Report) -> str:
    """The last step in words, for the person who came second: who did what and when."""
    event = report.events.select_related("by").order_by("-pk").first()
    if event is None:
        return ""
    moment = timezone.localtime(event.at)
    return _("%(step)s by %(person)s on %(day)s at %(time)s") % {
        "step": event.get_verb_display(),
        "person": event.by,
        "day": f"{moment:%Y-%m-%d}",
        "time": f"{moment:%H:%M}",
    }


def wrong_state(report: Report) -> Reason:
    """The report is not in a state that this step starts from."""
    words = _("The report is in the state “%(state)s” (%(last)s).")
    return Reason("state", words % {"state": report.get_state_display(), "last": last_step(report) or "—"})
