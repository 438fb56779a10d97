"""The steps as commands: what they print, and exit code 2 with the reasons when refused."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bilan.models import Acknowledgement, Release, Report, WorkflowEvent
from tests import factories as make
from tests.thaw import thaw

pytestmark = pytest.mark.django_db

NOTES = ["--note-ar", "تصحيح", "--note-fr", "Rectification", "--note-en", "Correction"]


@pytest.fixture(autouse=True)
def report():
    """A draft with a figure, and the persons of the three rights."""
    for role in ("clerk", "reviewer", "publisher"):
        make.make_person(role)
    return make.make_figure(make.make_report()).report


def run(*words) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def refused(*words) -> str:
    """What a refused command says; its exit code is 2."""
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2
    return str(caught.value)


def test_a_report_is_released_corrected_and_withdrawn_by_commands():
    assert run("submit", "2024", "--by", "clerk") == "2024: in_review\n"
    assert run("approve", "2024", "--by", "reviewer", "--chapter", "indicators") == "2024: approved\n"
    lines = run("publish", "2024", "--by", "publisher").splitlines()
    assert lines[0].startswith("2024: released ")
    assert lines[1] == f"{Release.objects.get().digest}  2024/1"
    assert run("correct", "2024", "--by", "clerk", "--note-fr", "faux") == "2024: draft\n"
    make.make_agreement(make.make_report())
    run("submit", "2024", "--by", "clerk")
    run("approve", "2024", "--by", "reviewer")
    assert "no_note" in refused("publish", "2024", "--by", "publisher", "--note-fr", "seulement")
    run("publish", "2024", "--by", "publisher", *NOTES)
    run("withdraw", "2024", "--by", "publisher", *NOTES)
    assert list(Release.objects.order_by("number").values_list("kind", flat=True)) == [
        "first",
        "correction",
        "withdrawal",
    ]


def test_a_scheduled_release_is_called_off_by_command():
    make.make_approved()
    soon = (timezone.now() + timedelta(hours=2)).isoformat()
    run("publish", "2024", "--by", "publisher", "--at", soon)
    assert "no_reason" in refused("call_off", "2024", "--by", "publisher")
    assert run("call_off", "2024", "--by", "publisher", "--note-fr", "doute") == "2024: approved\n"


def test_sending_back_and_discarding_keep_their_reasons():
    run("submit", "2024", "--by", "clerk")
    run("send_back", "2024", "--by", "reviewer", "--note-ar", "راجع", "--note-fr", "revoir")
    run("discard", "2024", "--by", "publisher", "--note-en", "mistake")
    reasons = WorkflowEvent.objects.order_by("-pk").values_list("verb", "reason")
    assert list(reasons)[:2] == [("discarded", "mistake"), ("sent_back", "راجع / revoir")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("submit", "2024", "--by", "reviewer"), "no_right"),
        (("submit", "2024", "--by", "nobody"), "unknown_person"),
        (("submit", "1999", "--by", "clerk"), "unknown_report"),
        (("submit", "2024", "--by", "clerk", "--chapter", "traffic"), "chapter"),
        (("approve", "2024", "--by", "reviewer"), "state"),
        (("publish", "2024", "--by", "publisher"), "state"),
        (("publish", "2024", "--by", "publisher", "--at", "tomorrow"), "bad_time"),
        (("withdraw", "2024", "--by", "publisher", *NOTES), "state"),
    ],
)
def test_a_refusal_names_its_reason(words, code):
    assert refused(*words).startswith(f"{code}: ")
    assert not Release.objects.exists()


def test_verify_releases_prints_a_manifest_that_can_be_compared_later(tmp_path):
    make.make_release(Report.objects.get())
    manifest = tmp_path / "manifest"
    out = StringIO()
    call_command("verify_releases", stdout=out, stderr=StringIO())
    manifest.write_text(out.getvalue())
    assert manifest.read_text() == f"{Release.objects.get().digest}  2024/1\n"
    run("verify_releases", "--manifest", str(manifest))
    manifest.write_text(f"{'0' * 64}  2024/1\n{'1' * 64}  2023/1\n")
    with pytest.raises(CommandError, match="2023/1: the manifest says 1+, the database nothing"):
        run("verify_releases", "--manifest", str(manifest))


@pytest.mark.parametrize(
    "tampering",
    [
        lambda release: (
            make.Figure.objects.model._meta.apps.get_model("indicators.ReleasedFigure")
            .objects.filter(release=release)
            .update(value=1)
        ),
        lambda release: Release.objects.filter(pk=release.pk).update(labels={}),
        lambda release: Release.objects.filter(pk=release.pk).update(digest="0" * 64),
    ],
    ids=["a value", "the names", "the digest"],
)
def test_verify_releases_finds_what_was_altered(tampering):
    release = make.make_release(Report.objects.get())
    with thaw():
        tampering(release)
    with pytest.raises(CommandError, match="2024/1: written"):
        run("verify_releases")


def test_a_note_acknowledges_the_warnings_by_name(monkeypatch):
    from bilan.chapter import Problem, chapter_named

    warning = Problem(key="jump:cases_total:755541", message="A jump.", blocks=False)
    monkeypatch.setattr(chapter_named("indicators"), "problems", lambda report: [warning], raising=False)
    run("submit", "2024", "--by", "clerk")
    assert "warning: A jump." in refused("approve", "2024", "--by", "reviewer")
    run("approve", "2024", "--by", "reviewer", "--acknowledge", "checked with the source")
    kept = Acknowledgement.objects.get()
    assert (kept.problem, kept.by.username, kept.reason) == (
        warning.key,
        "reviewer",
        "checked with the source",
    )


def test_a_report_is_opened_once_by_somebody_who_may_and_taken_up_again_after_a_discard():
    assert "2025" in run("open_report", "2025", "--by", "clerk")
    assert run("open_report", "2025") == run("open_report", "2025", "--by", "clerk")
    assert "no_right" in refused("open_report", "2026", "--by", "reviewer")
    run("discard", "2025", "--by", "publisher", "--note-en", "mistake")
    run("open_report", "2025", "--by", "clerk")
    verbs = WorkflowEvent.objects.filter(report__year=2025).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["opened", "discarded", "opened"]
