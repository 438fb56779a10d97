"""The manifest of releases: a signed line a release, outside the database; what it says of an older one."""

import stat

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction

from bilan import manifest
from bilan.canonical import manifest_line
from bilan.models import Release
from tests import factories as make

KEY, NEWER = "k3y-" + "abcdefghij" * 5, "newer-" + "abcdefghij" * 5


@pytest.fixture
def file(settings, tmp_path):
    """The manifest of this test."""
    settings.RELEASES_MANIFEST = tmp_path / "kept" / "releases.manifest"
    settings.RELEASES_MANIFEST_KEYS = [KEY]
    return settings.RELEASES_MANIFEST


@pytest.fixture
def three(file, django_capture_on_commit_callbacks):
    """The manifest of a release and two corrections."""
    with django_capture_on_commit_callbacks(execute=True):
        first = make.make_release()
        for value in (755_542, 755_543):
            make.make_correction(first.report, value=value)
    return file


def warnings() -> list[str]:
    found = run_checks(databases=["default"])
    return [one.msg for one in found if one.id == "bilan.W003"]


def refusal() -> str:
    """What verify_releases says when it is not content."""
    with pytest.raises(CommandError) as error:
        call_command("verify_releases")
    return str(error.value)


@pytest.mark.django_db
def test_each_release_adds_its_line_once_it_stands(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = make.make_release()
        assert not file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        second = make.make_correction(first.report, value=755542)
    lines = [manifest_line(first), manifest_line(second)]
    one = manifest.signature(KEY, "", lines[0])
    two = manifest.signature(KEY, one, lines[1])
    assert file.read_text() == f"{lines[0]}  {one}\n{lines[1]}  {two}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert manifest.missing() == []
    assert warnings() == []


@pytest.mark.django_db
def test_a_release_that_is_undone_leaves_no_line(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(KeyError), transaction.atomic():
        make.make_release()
        raise KeyError
    assert not Release.objects.exists()
    assert not file.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_stops_no_release(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "taken").write_text("")
    settings.RELEASES_MANIFEST = tmp_path / "taken" / "releases.manifest"
    with django_capture_on_commit_callbacks(execute=True):
        make.make_release()
    assert Release.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2023, 2024])
def test_a_database_that_went_back_behind_the_manifest_is_told(file, year, capsys):
    """A release that is not there, and one of the same number with other content."""
    make.make_release()
    file.parent.mkdir()
    [line] = manifest.signed([f"{'0' * 64}  {year}/1"])
    file.write_text(line)
    assert f"{'0' * 64}  {year}/1: the database lacks it" in warnings()[0]
    assert f"{year}/1: the manifest says 0" in refusal()


@pytest.mark.django_db
def test_no_manifest_says_nothing(settings):
    make.make_release()
    assert settings.RELEASES_MANIFEST is None
    assert manifest.kept() == manifest.Manifest([], [])
    assert warnings() == []
    with pytest.raises(CommandError, match="names no file"):
        call_command("sign_manifest")


TAMPERED = {
    "a digest": (
        lambda lines: [lines[0], f"{int(lines[1][0], 16) ^ 1:x}{lines[1][1:]}", lines[2]],
        "line 2 (2024/2): the signature is wrong",
    ),
    "taken out": (lambda lines: [lines[0], lines[2]], "line 2 (2024/3): the signature is wrong"),
    "the first": (lambda lines: lines[1:], "line 1 (2024/2): the signature is wrong"),
    "the last": (lambda lines: lines[:2], "2024/3: no line in the manifest"),
    "moved": (lambda lines: [lines[1], lines[0], lines[2]], "line 1 (2024/2): the signature is wrong"),
    "not signed": (lambda lines: [*lines[:2], lines[2].rpartition("  ")[0]], "line 3 (2024/3): not signed"),
    "emptied": (lambda lines: [], "2024/1: no line in the manifest"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "words"), TAMPERED.values(), ids=TAMPERED)
def test_a_line_that_was_changed_moved_or_taken_out_shows(three, change, words):
    three.write_text("".join(f"{line}\n" for line in change(three.read_text().splitlines())))
    assert words in warnings()[0]
    assert words in refusal()


@pytest.mark.django_db
def test_a_new_key_signs_and_the_old_one_verifies_until_the_manifest_is_signed_anew(
    three, settings, django_capture_on_commit_callbacks
):
    settings.RELEASES_MANIFEST_KEYS = [NEWER, KEY]
    with django_capture_on_commit_callbacks(execute=True):
        make.make_correction(Release.objects.first().report, value=755_544)
    assert warnings() == []
    settings.RELEASES_MANIFEST_KEYS = [NEWER]
    assert "line 1 (2024/1): the signature is wrong" in warnings()[0]
    call_command("sign_manifest")
    assert warnings() == []


@pytest.mark.django_db
def test_signing_anew_keeps_the_lines_and_adds_the_releases_that_have_none(three, capsys):
    before = three.read_text().splitlines()
    given_up = f"{'0' * 64}  2023/1"
    three.write_text(f"{given_up}\n{before[1]}\n")
    call_command("sign_manifest")
    added = capsys.readouterr().out.splitlines()
    lines = [line.rpartition("  ")[0] for line in before]
    assert added == [lines[0], lines[2]]
    assert manifest.kept() == manifest.Manifest([given_up, lines[1], *added], [])
    assert stat.S_IMODE(three.stat().st_mode) == 0o600
    # What the database lacks is still told: nothing is signed away.
    assert "2023/1: the database lacks it" in warnings()[0]


@pytest.mark.django_db
def test_a_printed_manifest_is_signed_and_verified_like_the_file(three, tmp_path, capsys, settings):
    call_command("verify_releases")
    printed = tmp_path / "printed"
    printed.write_text(capsys.readouterr().out)
    assert printed.read_text() == three.read_text()
    call_command("verify_releases", manifest=str(printed))
    printed.write_text(printed.read_text().replace("2024/2", "2024/9"))
    with pytest.raises(CommandError, match=r"line 2 \(2024/9\): the signature is wrong"):
        call_command("verify_releases", manifest=str(printed))
    settings.RELEASES_MANIFEST_KEYS = []
    with pytest.raises(CommandError, match="no RELEASES_MANIFEST_KEY to verify it"):
        call_command("verify_releases", manifest=str(printed))
