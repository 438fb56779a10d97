"""Releases: publish, call off, correct, withdraw."""

from datetime import datetime

from django.conf import settings
from django.db import connections, router, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bilan import people
from bilan.canonical import LABELS, checksums, digest_of
from bilan.chapter import chapters_of
from bilan.document import freeze_documents
from bilan.freezing import freeze_texts, frozen_digest
from bilan.freshness import forget
from bilan.manifest import keep
from bilan.models import ChapterReview, Release, ReleaseCallOff, Report, WorkflowEvent
from bilan.models.named import LANGUAGES
from bilan.renamings import RENAMED, renamed_for
from bilan.search import index_release

from .clock import agreed_now, as_utc, database_now
from .refusals import Reason, Refused, no_right, refuse_if
from .review import blockers
from .standing import editors_of, locked, log, move_to, reviews_of, standing_releases, wrong_state

Verb = WorkflowEvent.Verb
Kind = Release.Kind


def publish(
    report: Report,
    *,
    by,
    at: datetime | None = None,
    notes: dict[str, str] | None = None,
    announced: bool = False,
    version: int | None = None,
    reason: str = "",
) -> Release:
    """Freezes an approved report into a release, visible now or from `at`; all or nothing.

    `notes` is `{"ar": …, "fr": …, "en": …}`: compulsory in the three languages for a correction. Refused to
    everybody who had a hand in the report since its last release: publishing is a third right.
    """
    with locked(report, version) as fresh:
        if not people.is_publisher(by):
            raise Refused(no_right(by))
        if fresh.state != Report.State.APPROVED:
            raise Refused(wrong_state(fresh))
        now = agreed_now()
        last = standing_releases(fresh).first()
        refuse_if(
            [
                *_own_hand(fresh, by),
                *_blocked(fresh),
                *_bad_time(at, now),
                *(_bad_notes(notes) if last else []),
            ]
        )
        release = _draw_up(fresh, by=by, notes=notes, visible_from=as_utc(at) if at else now)
        release.kind = Kind.CORRECTION if last else Kind.FIRST
        release.announced = announced
        sums = _write(release, fresh)
        if last and last.kind != Kind.WITHDRAWAL and _facts(release, sums) == _facts(last, checksums(last)):
            raise Refused(Reason("unchanged", _("Nothing differs from the last release.")))
        log(fresh, Verb.RELEASED, by, reason=reason)
        move_to(fresh, Report.State.RELEASED)
    return release


def call_off(report: Report, *, by, reason: str) -> ReleaseCallOff:
    """Calls off a release before its time: a row is added, none is changed; the report is approved again."""
    with locked(report) as fresh:
        if not people.is_publisher(by):
            raise Refused(no_right(by))
        release = standing_releases(fresh).first()
        if release is None or release.visible_from <= database_now():
            raise Refused(Reason("visible", _("There is no release that is still to come.")))
        if not reason.strip():
            raise Refused(Reason("no_reason", _("Say why: the reason is kept with the step.")))
        call_off = ReleaseCallOff.objects.create(
            release=release, called_off_by=by, called_off_at=timezone.now(), reason=reason
        )
        log(fresh, Verb.CALLED_OFF, by, reason=reason)
        move_to(fresh, Report.State.APPROVED)
    return call_off


def correct(report: Report, *, by, reason: str = "") -> None:
    """Opens a released report for a correction: edit, review, a further release with a public note.

    After a withdrawal every chapter is reviewed anew, edited or not, before the bilan comes back.
    """
    with locked(report) as fresh:
        if not (people.is_clerk(by) or people.is_publisher(by)):
            raise Refused(no_right(by))
        last = _refuse_unless_visible(fresh)
        if last.kind == Kind.WITHDRAWAL:
            fresh.chapter_reviews.update(
                state=ChapterReview.State.DRAFT, content="", approved_by=None, approved_at=None
            )
        log(fresh, Verb.CORRECTING, by, reason=reason)
        move_to(fresh, Report.State.DRAFT)


def withdraw(report: Report, *, by, notes: dict[str, str], reason: str = "") -> Release:
    """Takes a bilan back: a release without rows, with its reason for the public in three languages."""
    with locked(report) as fresh:
        if not people.is_publisher(by):
            raise Refused(no_right(by))
        last = _refuse_unless_visible(fresh)
        if last.kind == Kind.WITHDRAWAL:
            raise Refused(Reason("withdrawn", _("The report is withdrawn already.")))
        refuse_if(_bad_notes(notes))
        release = _draw_up(fresh, by=by, notes=notes, visible_from=agreed_now())
        release.kind = Kind.WITHDRAWAL
        _write(release, fresh)
        log(fresh, Verb.WITHDRAWN, by, reason=reason)
        move_to(fresh, Report.State.RELEASED)
    return release


def _draw_up(report: Report, *, by, notes, visible_from: datetime) -> Release:
    """A release with its key and number, not saved: its rows come first, then it closes them."""
    number = Release.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0
    texts = {f"note_{language}": (notes or {}).get(language, "").strip() for language in LANGUAGES}
    return Release(
        pk=_next_key(),
        report=report,
        year=report.year,
        number=number + 1,
        visible_from=visible_from,
        released_by=by,
        released_at=timezone.now(),
        **texts,
    )


def _next_key() -> int:
    """A key for the release, known before it is written."""
    connection = connections[router.db_for_write(Release)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Release._meta.db_table])
            return cursor.fetchone()[0]
    return (Release.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def _write(release: Release, report: Report) -> str:
    """Rows, labels, texts, digest, and last the release itself, which closes the tables for it.

    Returns the checksums of its canonical files.
    """
    labels: dict = {"reports": {str(report.year): _without_year(report.stated())}}
    labels["releases"] = {str(release.number): _own_label(release)}
    if release.kind != Kind.WITHDRAWAL:
        _freeze_chapters(release, report, labels)
    release.labels = labels
    if renamed := renamed_for(release):
        labels[RENAMED] = renamed
    if "sources" in labels:
        freeze_texts(release, labels["sources"])
    sums = checksums(release)
    release.digest = digest_of(sums)
    if settings.RELEASE_DOCUMENTS:
        freeze_documents(release)
    release.save(force_insert=True)
    # This process asks again at once; others within a second.
    transaction.on_commit(forget)
    transaction.on_commit(lambda: keep(release), robust=True)
    index_release(release)
    return sums


def _freeze_chapters(release: Release, report: Report, labels: dict) -> None:
    reviews = reviews_of(report)
    for chapter in chapters_of(report):
        names = chapter.labels(report)
        chapter.freeze(release)
        approved = reviews[chapter.slug].content if chapter.slug in reviews else ""
        if chapter.slug in reviews and frozen_digest(chapter, release, names) != approved:
            words = _("“%(chapter)s” is not what was approved: an entry, a name or a definition has changed.")
            raise Refused(Reason("stale", words % {"chapter": chapter.title}))
        for table, records in names.items():
            labels.setdefault(table, {}).update(records)


def _without_year(columns: dict) -> dict:
    return {name: value for name, value in columns.items() if name != "year"}


def _own_label(release: Release) -> dict:
    """What the release says of itself: part of what its digest covers."""
    notes = {f"note_{language}": getattr(release, f"note_{language}") for language in LANGUAGES}
    return {"kind": release.kind, "visible_from": release.visible_from.isoformat(), **notes}


def _facts(release: Release, sums: str) -> tuple:
    """What a release states, without what it says of itself: to see whether a correction corrects."""
    lines = [line for line in sums.splitlines() if not line.endswith(LABELS)]
    return lines, {table: rows for table, rows in release.labels.items() if table != "releases"}


def _own_hand(report: Report, by) -> list[Reason]:
    """Four eyes and a third right: whoever edited, submitted or approved any chapter does not release it."""
    reviews = reviews_of(report)
    for chapter in chapters_of(report):
        review = reviews.get(chapter.slug)
        hands = editors_of(report, chapter)
        if review:
            hands |= {review.submitted_by_id, review.approved_by_id}
        if by.pk in hands:
            words = _("%(person)s had a hand in “%(chapter)s”: somebody else must release the report.")
            return [Reason("own_work", words % {"person": by, "chapter": chapter.title})]
    return []


def _blocked(report: Report) -> list[Reason]:
    found = (problem for chapter in chapters_of(report) for problem in chapter.blockers(report))
    return blockers(found)


def _bad_time(at: datetime | None, now: datetime) -> list[Reason]:
    if at is not None and as_utc(at) <= now:
        words = _("The time of release is past: leave it out to release now.")
        return [Reason("past", words)]
    return []


def _bad_notes(notes: dict[str, str] | None) -> list[Reason]:
    """A public note says what, why and since when, in every language."""
    missing = [language for language in LANGUAGES if not (notes or {}).get(language, "").strip()]
    if not missing:
        return []
    words = _("A public note is needed in Arabic, French and English; missing: %(languages)s.")
    named = {"ar": _("Arabic"), "fr": _("French"), "en": _("English")}
    return [Reason("no_note", words % {"languages": ", ".join(named[language] for language in missing)})]


def _refuse_unless_visible(report: Report) -> Release:
    """The standing release of a released report; refused while it is still to come."""
    if report.state != Report.State.RELEASED:
        raise Refused(wrong_state(report))
    last = standing_releases(report).first()
    if last.visible_from > database_now():
        raise Refused(Reason("scheduled", _("The release is still to come: call it off first.")))
    return last
