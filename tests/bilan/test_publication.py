"""The steps of a report, who may take them, and what they leave."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from bilan import publication
from bilan.canonical import canonical_file, release_digest
from bilan.models import (
    ChapterReview,
    Release,
    ReleasedText,
    Report,
    ReportClosed,
    WorkflowEvent,
    editing,
)
from bilan.publication import Refused
from indicators.models import Figure, ReleasedFigure
from tests import factories as make

pytestmark = pytest.mark.django_db

State = Report.State


@pytest.fixture
def people():
    """One person a role."""
    return {
        role: make.make_person(role)
        for role in ("clerk", "reviewer", "publisher", "auditor", "administrator")
    }


@pytest.fixture
def report(people):
    """A draft with a figure and an agreement written by the clerk."""
    report = make.make_report()
    with editing(people["clerk"]):
        make.make_figure(report)
        make.make_agreement(report, reference="a-1")
    return report


def refusal(verb, report, **options) -> list[str]:
    """The codes with which a step is refused."""
    with pytest.raises(Refused) as caught:
        verb(report, **options)
    return caught.value.codes


def events(report) -> list[tuple]:
    """The log: (verb, chapter, person)."""
    return list(report.events.order_by("pk").values_list("verb", "chapter", "by__username"))


def test_a_report_goes_from_draft_to_release_by_three_persons(report, people):
    publication.submit(report, by=people["clerk"])
    assert report.state == State.IN_REVIEW
    publication.approve(report, by=people["reviewer"], chapter="indicators")
    assert report.state == State.IN_REVIEW
    publication.approve(report, by=people["reviewer"])
    assert report.state == State.APPROVED
    release = publication.publish(report, by=people["publisher"])
    assert report.state == State.RELEASED
    assert list(Release.objects.current()) == [release]
    assert (release.year, release.number, release.kind) == (2024, 1, "first")
    assert release.digest == release_digest(Release.objects.get())
    assert set(release.labels) >= {"indicators", "partners", "sectors", "sources", "reports", "releases"}
    assert release.labels["reports"]["2024"]["title_fr"] == "Bilan 2024"
    assert ReleasedFigure.objects.filter(release=release).count() == 1
    assert events(report) == [
        ("submitted", "indicators", "clerk"),
        ("submitted", "partnerships", "clerk"),
        ("approved", "indicators", "reviewer"),
        ("approved", "partnerships", "reviewer"),
        ("released", "", "publisher"),
    ]


@pytest.mark.parametrize(
    ("verb", "roles", "options"),
    [
        ("submit", {"clerk"}, {}),
        ("approve", {"reviewer"}, {}),
        ("send_back", {"reviewer", "publisher"}, {"reason": "why"}),
        ("publish", {"publisher"}, {}),
        ("call_off", {"publisher"}, {"reason": "why"}),
        ("correct", {"clerk", "publisher"}, {"reason": "why"}),
        ("withdraw", {"publisher"}, {"notes": make.NOTES}),
        ("discard", {"publisher"}, {"reason": "why"}),
    ],
)
def test_a_step_is_refused_to_every_other_role_and_to_superusers(report, people, verb, roles, options):
    people["superuser"] = make.make_user(is_superuser=True)
    for role, person in people.items():
        if role not in roles:
            assert refusal(getattr(publication, verb), report, by=person, **options) == ["no_right"]
    assert events(report) == []


def test_a_reviewer_of_another_chapter_cannot_approve(report, people):
    publication.submit(report, by=people["clerk"])
    units = make.make_user("reviewer-units")
    assert refusal(publication.approve, report, by=units, chapter="indicators") == ["no_right"]
    own = make.make_user("reviewer-indicators")
    publication.approve(report, by=own, chapter="indicators")
    assert ChapterReview.objects.get(chapter="indicators").approved_by == own


def test_nobody_approves_what_he_edited_even_when_somebody_else_edited_last(report, people):
    both = make.make_user("clerk", "reviewer")
    figure = Figure.objects.get()
    for editor, value in ((both, 1), (people["clerk"], 2)):
        with editing(editor):
            figure.value = value
            figure.save()
    publication.submit(report, by=people["clerk"])
    assert refusal(publication.approve, report, by=both, chapter="indicators") == ["own_work"]
    publication.approve(report, by=both, chapter="partnerships")


def test_nobody_approves_what_he_submitted_or_named(report, people):
    both = make.make_user("clerk", "reviewer")
    publication.submit(report, by=both)
    assert "own_work" in refusal(publication.approve, report, by=both)
    publication.send_back(report, by=people["reviewer"], reason="again")
    with editing(both):
        indicator = Figure.objects.get().indicator
        indicator.name_en = "Cases known to the police"
        indicator.save()
    publication.submit(report, by=people["clerk"])
    assert refusal(publication.approve, report, by=both, chapter="indicators") == ["own_work"]


@pytest.mark.parametrize("had", ["clerk", "reviewer"])
def test_publishing_needs_a_third_person(report, people, had):
    make.make_approved(report)
    person = people[had]
    person.groups.add(*people["publisher"].groups.all())
    person = get_user_model().objects.get(pk=person.pk)
    assert refusal(publication.publish, report, by=person) == ["own_work"]


def test_an_edit_voids_the_approval_of_its_chapter_only(report, people):
    make.make_approved(report)
    with editing(people["clerk"]):
        figure = Figure.objects.get()
        figure.value = 1
        figure.save()
    report.refresh_from_db()
    assert report.state == State.DRAFT
    states = dict(ChapterReview.objects.values_list("chapter", "state"))
    assert states == {"indicators": "draft", "partnerships": "approved"}
    assert events(report)[-1] == ("voided", "indicators", "clerk")
    assert refusal(publication.publish, report, by=people["publisher"]) == ["state"]
    publication.submit(report, by=people["clerk"])
    publication.approve(report, by=people["reviewer"])
    assert report.state == State.APPROVED


def test_a_name_changed_after_approval_needs_another_review(report, people):
    make.make_approved(report)
    theme = Figure.objects.get().indicator.theme
    theme.name_fr = "Délinquance"
    theme.save()
    assert refusal(publication.publish, report, by=people["publisher"]) == ["stale"]
    assert not Release.objects.exists()
    assert not ReleasedFigure.objects.exists()
    publication.submit(report, by=people["clerk"], chapter="indicators")
    publication.approve(report, by=people["reviewer"])
    publication.publish(report, by=people["publisher"])
    assert Release.objects.get().labels["themes"]["crime"]["name_fr"] == "Délinquance"


def test_a_title_changed_after_approval_needs_another_review_by_somebody_else(report, people):
    make.make_approved(report)
    both = make.make_user("clerk", "reviewer")
    with editing(both):
        report.title_fr = "Bilan annuel 2024"
        report.save()
    assert refusal(publication.publish, report, by=people["publisher"]) == ["stale"]
    publication.submit(report, by=people["clerk"])
    assert set(refusal(publication.approve, report, by=both)) == {"own_work"}
    publication.approve(report, by=people["reviewer"])
    release = publication.publish(report, by=people["publisher"])
    assert release.labels["reports"]["2024"]["title_fr"] == "Bilan annuel 2024"


def test_a_released_report_takes_no_edit_until_a_correction_is_opened(report, people):
    make.make_release(report)
    figure = Figure.objects.get()
    figure.value = 1
    with pytest.raises(ReportClosed):
        figure.save()
    with pytest.raises(ReportClosed):
        Figure.objects.get().delete()
    assert Figure.objects.get().value == 755_541
    publication.correct(report, by=people["clerk"], reason="a wrong total")
    figure.save()
    assert Figure.objects.get().value == 1


def test_an_entry_does_not_slip_out_of_a_released_report_into_another(report, people):
    make.make_release(report)
    figure = Figure.objects.get()
    figure.report = make.make_report(2025)
    with pytest.raises(ReportClosed):
        figure.save()
    assert Figure.objects.get().report == report
    assert not ChapterReview.objects.filter(report__year=2025).exists()


def test_a_correction_is_a_further_release_with_a_note_in_three_languages(report, people):
    first = make.make_release(report)
    publication.correct(report, by=people["clerk"], reason="a wrong total")
    figure = Figure.objects.get()
    figure.value = 755_542
    figure.save()
    make.make_approved(report)
    for notes in (None, {"ar": "تصحيح", "fr": "Rectification", "en": " "}):
        assert refusal(publication.publish, report, by=people["publisher"], notes=notes) == ["no_note"]
    second = publication.publish(report, by=people["publisher"], notes=make.NOTES)
    assert (second.number, second.kind, second.note_fr) == (2, "correction", "Rectification")
    values = ReleasedFigure.objects.order_by("release").values_list("release", "value")
    assert list(values) == [(first.pk, 755_541), (second.pk, 755_542)]
    assert list(Release.objects.current()) == [second]
    assert list(Release.objects.visible().order_by("number")) == [first, second]


def test_a_correction_that_corrects_nothing_is_refused(report, people):
    make.make_release(report)
    publication.correct(report, by=people["clerk"], reason="to see")
    assert refusal(publication.submit, report, by=people["clerk"]) == ["state"]
    figure = Figure.objects.get()
    for value in (1, 755_541):
        figure.value = value
        figure.save()
    make.make_approved(report)
    assert refusal(publication.publish, report, by=people["publisher"], notes=make.NOTES) == ["unchanged"]
    assert Release.objects.count() == 1


def test_a_withdrawal_is_a_release_without_rows_and_can_be_followed(report, people):
    make.make_release(report)
    assert refusal(publication.withdraw, report, by=people["publisher"], notes={}) == ["no_note"]
    withdrawal = publication.withdraw(report, by=people["publisher"], notes=make.NOTES)
    assert (withdrawal.kind, withdrawal.number) == ("withdrawal", 2)
    assert not ReleasedFigure.objects.filter(release=withdrawal).exists()
    assert list(Release.objects.current()) == [withdrawal]
    assert refusal(publication.withdraw, report, by=people["publisher"], notes=make.NOTES) == ["withdrawn"]
    again = make.make_correction(report)
    assert (again.kind, again.number) == ("correction", 3)


def test_a_scheduled_release_is_not_visible_and_can_be_called_off(report, people):
    make.make_approved(report)
    soon = timezone.now() + timedelta(hours=1)
    release = publication.publish(report, by=people["publisher"], at=soon)
    assert not Release.objects.visible().exists()
    assert refusal(publication.correct, report, by=people["clerk"], reason="why") == ["scheduled"]
    assert refusal(publication.call_off, report, by=people["publisher"], reason=" ") == ["no_reason"]
    publication.call_off(report, by=people["publisher"], reason="a figure is in doubt")
    assert report.state == State.APPROVED
    later = publication.publish(report, by=people["publisher"])
    assert (later.number, later.kind) == (2, "first")
    assert list(Release.objects.current()) == [later]
    release.refresh_from_db()
    assert release.visible_from == soon
    assert refusal(publication.call_off, report, by=people["publisher"], reason="late") == ["visible"]


def test_a_time_that_is_past_is_refused(report, people):
    make.make_approved(report)
    past = timezone.now() - timedelta(minutes=1)
    assert refusal(publication.publish, report, by=people["publisher"], at=past) == ["past"]


def test_who_comes_second_is_told_who_was_first(report, people):
    make.make_release(report)
    other = make.make_user("publisher")
    with pytest.raises(Refused, match="publisher") as caught:
        publication.publish(report, by=other)
    assert caught.value.codes == ["state"]


def test_a_step_on_an_outdated_view_is_refused(report, people):
    publication.submit(report, by=people["clerk"])
    seen = report.version
    with editing(people["clerk"]):
        make.make_statement(report)
    assert refusal(publication.approve, report, by=people["reviewer"], version=seen) == ["changed"]


def test_sending_back_says_why_and_gives_the_chapter_back(report, people):
    publication.submit(report, by=people["clerk"])
    assert refusal(publication.send_back, report, by=people["reviewer"], reason="") == ["no_reason"]
    publication.send_back(report, by=people["reviewer"], reason="see the text", chapter="indicators")
    assert report.state == State.DRAFT
    event = WorkflowEvent.objects.order_by("-pk").first()
    assert (event.verb, event.chapter, event.reason) == ("sent_back", "indicators", "see the text")


def test_a_draft_can_be_discarded_and_taken_up_again_but_nothing_published_vanishes(report, people):
    publication.discard(report, by=people["publisher"], reason="opened by mistake")
    assert report.state == State.DISCARDED
    figure = Figure.objects.get()
    with pytest.raises(ReportClosed):
        figure.delete()
    again, opened = publication.open_report(report.year, by=people["clerk"])
    assert (again.pk, again.state, opened) == (report.pk, State.DRAFT, True)
    make.make_release(again)
    publication.correct(again, by=people["clerk"], reason="why")
    assert refusal(publication.discard, again, by=people["publisher"], reason="why") == ["released"]


def test_opening_a_report_twice_says_so(people):
    report, opened = publication.open_report(2025, by=people["clerk"])
    assert (report.state, opened) == (State.DRAFT, True)
    assert publication.open_report(2025)[1] is False
    with pytest.raises(Refused):
        publication.open_report(2026, by=people["auditor"])


def test_a_report_without_entries_has_nothing_to_submit(people):
    report = make.make_report(2025)
    assert refusal(publication.submit, report, by=people["clerk"]) == ["nothing"]
    assert refusal(publication.submit, report, by=people["clerk"], chapter="traffic") == ["chapter"]


def test_a_chapter_emptied_since_the_release_is_reviewed_too(report, people):
    make.make_release(report)
    publication.correct(report, by=people["clerk"], reason="no such agreement")
    make.Agreement.objects.get().delete()
    publication.submit(report, by=people["clerk"])
    assert refusal(publication.publish, report, by=people["publisher"], notes=make.NOTES) == ["state"]
    publication.approve(report, by=people["reviewer"], chapter="partnerships")
    release = publication.publish(report, by=people["publisher"], notes=make.NOTES)
    assert canonical_file(release, "agreements.csv").count(b"\r\n") == 1


def test_the_text_of_a_source_is_frozen_with_the_release(report, people):
    source = make.make_source()
    source.text = "بلغ العدد 755 ألف و541"
    source.save()
    release = make.make_release(report)
    source.text = "نص آخر"
    source.save()
    assert ReleasedText.objects.get(release=release).text == "بلغ العدد 755 ألف و541"
