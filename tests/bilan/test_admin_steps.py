"""The steps of a report on the staff side: asked before, refused in words, taken in one's own name."""

import re

import pytest
from django.urls import reverse

from bilan.models import Acknowledgement, ChapterReview, Release, Report, WorkflowEvent
from tests.factories import make_figure, make_indicator, make_report, make_user
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """2024's report with one figure, written by somebody else."""
    figure = make_figure(make_report(2024), changed_by=make_user("clerk"))
    return figure.report


def step(client, report, verb, chapter="", **told):
    """Opens a step's page and sends its form."""
    address = reverse("admin:step", args=[report.pk, verb])
    asked = client.get(address, {"chapter": chapter} if chapter else {})
    return client.post(address, fields_of(asked, "step-form") | told)


def take_through(report, *verbs):
    """Takes a report through steps, each by another person."""
    kinds = {"submit": "clerk", "approve": "reviewer"}
    for verb in verbs:
        answer = step(client_of(kinds.get(verb, "publisher")), report, verb)
        assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()


def test_a_report_goes_from_draft_to_release_by_buttons(report):
    take_through(report, "submit", "approve", "publish")
    assert report.state == Report.State.RELEASED
    assert Release.objects.get().visible_from is not None
    verbs = list(report.events.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submitted", "approved", "released"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "verb", ["submit", "approve", "send_back", "publish", "call_off", "correct", "withdraw", "discard"]
)
def test_every_step_asks_before_it_acts(report, verb, language):
    client = client_of("publisher", language=language)
    assert client.get(reverse("admin:step", args=[report.pk, verb])).status_code == 200
    report.refresh_from_db()
    assert (report.state, report.events.count()) == (Report.State.DRAFT, 0)


def test_a_step_that_may_not_be_taken_says_why_and_writes_nothing(report):
    answer = step(client_of("publisher", language="en"), report, "publish")
    assert answer.status_code == 409
    assert [reason.code for reason in answer.context["reasons"]] == ["state"]
    assert not Release.objects.exists()


@pytest.mark.parametrize("groups", [("auditor",), ("reviewer",), ("clerk-units",)])
def test_who_has_no_right_is_refused(report, groups):
    answer = step(client_of(*groups), report, "submit", "indicators")
    assert answer.status_code == 409
    assert "no_right" in [reason.code for reason in answer.context["reasons"]]
    assert not WorkflowEvent.objects.exists()


def test_an_administrator_and_a_superuser_see_no_step(report):
    for client in (client_of("administrator"), client_of(user=make_user(is_superuser=True))):
        assert client.get(reverse("admin:step", args=[report.pk, "submit"])).status_code == 403
        assert client.post(reverse("admin:step", args=[report.pk, "submit"])).status_code == 403


def test_an_unknown_step_or_chapter_is_not_found(report):
    client = client_of("clerk")
    assert client.get(reverse("admin:step", args=[report.pk, "erase"])).status_code == 404
    address = reverse("admin:step", args=[report.pk, "submit"])
    assert client.get(address, {"chapter": "nowhere"}).status_code == 404


def test_sent_back_work_shows_its_comment_to_the_clerk(report):
    take_through(report, "submit")
    answer = step(client_of("reviewer"), report, "send_back", "indicators", reason="المصدر ناقص")
    assert answer.status_code == 302
    page = client_of("clerk").get(reverse("admin:bilan_report_change", args=[report.pk]))
    assert "المصدر ناقص" in page.content.decode()


def test_a_step_asked_on_an_older_state_is_refused(report):
    client = client_of("clerk")
    address = reverse("admin:step", args=[report.pk, "submit"])
    opened = fields_of(client.get(address), "step-form")
    make_figure(report, indicator="theft")
    answer = client.post(address, opened)
    assert [reason.code for reason in answer.context["reasons"]] == ["changed"]


def test_a_release_may_be_timed_and_called_off_again(report):
    take_through(report, "submit", "approve")
    client = client_of("publisher")
    assert step(client, report, "publish", at="2099-01-01T10:00").status_code == 302
    assert not Release.objects.visible().exists()
    page = client.get(reverse("admin:bilan_report_change", args=[report.pk]))
    assert reverse("admin:step", args=[report.pk, "call_off"]) in page.content.decode()
    assert step(client, report, "call_off", reason="too early").status_code == 302
    report.refresh_from_db()
    assert report.state == Report.State.APPROVED


def test_a_time_that_cannot_be_read_is_refused_in_words(report):
    take_through(report, "submit", "approve")
    answer = step(client_of("publisher"), report, "publish", at="tomorrow")
    assert [reason.code for reason in answer.context["reasons"]] == ["bad_time"]


def test_a_correction_needs_a_public_note(report):
    take_through(report, "submit", "approve", "publish", "correct")
    figure = report.figure_set.get()
    figure.value, figure.changed_by = 755542, make_user("clerk")
    figure.save()
    take_through(report, "submit", "approve")
    client = client_of("publisher")
    answer = step(client, report, "publish")
    assert [reason.code for reason in answer.context["reasons"]] == ["no_note"]
    notes = {"note_ar": "تصحيح", "note_fr": "Rectification", "note_en": "Correction"}
    assert step(client, report, "publish", **notes).status_code == 302
    assert Release.objects.latest("pk").note_fr == "Rectification"


OFFERED = {
    "draft": {"clerk": {"submit"}, "reviewer": set(), "publisher": {"discard"}, "auditor": set()},
    "in_review": {
        "clerk": set(),
        "reviewer": {"approve", "send_back"},
        "publisher": {"send_back", "discard"},
        "auditor": set(),
    },
    "approved": {
        "clerk": set(),
        "reviewer": {"send_back"},
        "publisher": {"send_back", "publish", "discard"},
        "auditor": set(),
    },
    "released": {
        "clerk": {"correct"},
        "reviewer": set(),
        "publisher": {"correct", "withdraw"},
        "auditor": set(),
    },
}


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("draft", ()),
        ("in_review", ("submit",)),
        ("approved", ("submit", "approve")),
        ("released", ("submit", "approve", "publish")),
    ],
)
def test_everybody_is_offered_their_own_steps(report, state, verbs):
    take_through(report, *verbs)
    assert report.state == state
    for group, expected in OFFERED[state].items():
        page = client_of(group).get(reverse("admin:bilan_report_change", args=[report.pk]))
        offered = {button.verb for button in page.context["report_buttons"]}
        offered |= {button.verb for one in page.context["standings"] for button in one.buttons}
        assert offered == expected, group


def test_who_is_waited_for_sees_it_at_sign_in(report):
    def waiting(group):
        page = client_of(group).get(reverse("admin:index"))
        return [item.report for item in page.context["waiting"]]

    assert (waiting("clerk"), waiting("reviewer"), waiting("publisher")) == ([report], [], [])
    take_through(report, "submit")
    assert (waiting("clerk"), waiting("reviewer"), waiting("publisher")) == ([], [report], [])
    assert waiting("reviewer-units") == []
    take_through(report, "approve")
    assert (waiting("clerk"), waiting("reviewer"), waiting("publisher")) == ([], [], [report])


def test_ones_own_work_does_not_wait_for_oneself(report):
    both = make_user("clerk", "reviewer")
    step(client_of(user=both), report, "submit", "indicators")
    page = client_of(user=both).get(reverse("admin:index"))
    assert page.context["waiting"] == []
    assert ChapterReview.objects.get(chapter="indicators").state == "in_review"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_problems_of_a_report_are_a_page(report, language):
    page = client_of("reviewer", language=language).get(reverse("admin:problems", args=[report.pk]))
    assert page.status_code == 200
    slugs = {chapter["slug"] for chapter in page.context["chapters"]}
    assert slugs == {"statements", "indicators", "units", "partnerships"}
    page = client_of("clerk-units").get(reverse("admin:problems", args=[report.pk]))
    assert [chapter["slug"] for chapter in page.context["chapters"]] == ["units"]


def test_a_warning_that_does_not_stand_cannot_be_acknowledged(report):
    client = client_of("reviewer")
    address = reverse("admin:problems", args=[report.pk])
    client.post(address, {"chapter": "indicators", "problem": "invented"})
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_warnings_alone_say_that_a_reason_lets_them_stand(report, language):
    """A part above its whole: a warning with the indicator's name in the language of the screen."""
    part = make_indicator("part", parent=make_indicator(), name_ar="جزء", name_fr="Partie", name_en="Part")
    make_figure(report, indicator=part, value=10**9)
    take_through(report, "submit")
    client = client_of("reviewer", language=language)
    answer = step(client, report, "approve", "indicators")
    assert answer.status_code == 409
    assert answer.context["only_warnings"]
    assert {"ar": "جزء (part)", "fr": "Partie (part)", "en": "Part (part)"}[
        language
    ] in answer.content.decode()
    for reason in answer.context["reasons"]:
        assert client.get(reason.address.partition("#")[0]).status_code == 200
    assert step(client, report, "approve", "indicators", reason="as published").status_code == 302


def test_dates_in_an_arabic_sentence_read_from_the_left(report):
    page = client_of("publisher").get(reverse("admin:step", args=[report.pk, "publish"])).content.decode()
    assert "\u20662025-12-20T10:00\u2069" in page


def test_a_time_copied_out_of_an_arabic_refusal_is_read(report):
    take_through(report, "submit", "approve")
    client = client_of("publisher")
    refused = step(client, report, "publish", at="2027-02-07T02:30").content.decode()
    [first, _second] = re.findall(
        "\u2066[^\u2069]+\u2069", refused.partition("refused")[2].partition("</ul>")[0]
    )[1:]
    assert step(client, report, "publish", at=first).status_code == 302
    assert Release.objects.get().visible_from.isoformat() == "2027-02-07T01:30:00+00:00"
