"""The manifest of releases: a line a release, outside the database, and what it says of an older one."""

import stat

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction

from bilan import manifest
from bilan.canonical import manifest_line
from bilan.models import Release
from tests import factories as make


@pytest.fixture
def file(settings, tmp_path):
    """The manifest of this test."""
    settings.RELEASES_MANIFEST = tmp_path / "kept" / "releases.manifest"
    return settings.RELEASES_MANIFEST


def warnings() -> list[str]:
    found = run_checks(databases=["default"])
    return [one.msg for one in found if one.id == "bilan.W003"]


@pytest.mark.django_db
def test_each_release_adds_its_line_once_it_stands(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = make.make_release()
        assert not file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        second = make.make_correction(first.report, value=755542)
    assert file.read_text().splitlines() == [manifest_line(first), manifest_line(second)]
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
    file.write_text(f"{'0' * 64}  {year}/1\n")
    assert f"{year}/1" in warnings()[0]
    with pytest.raises(CommandError, match=f"{year}/1"):
        call_command("verify_releases")


@pytest.mark.django_db
def test_no_manifest_says_nothing(settings):
    make.make_release()
    assert settings.RELEASES_MANIFEST is None
    assert manifest.kept() == ""
    assert warnings() == []
