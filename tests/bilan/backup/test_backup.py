"""A backup holds everything, exactly; a restore is verified before it stands, on both databases."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from bilan import frozen
from bilan.backup import CannotRestore, last_backup, restore, rows, write_backup
from bilan.backup.rows import kept_models, lines_of
from bilan.canonical import disagreements, manifest_line
from bilan.history import broken_links
from bilan.models import Release, Report, editing
from indicators.models import Figure
from tests import factories as make
from tests.thaw import thaw

pytestmark = pytest.mark.django_db(transaction=True)


def content() -> dict[str, list[bytes]]:
    """Every line of every table."""
    return {rows.table_of(model): list(lines_of(model, "default")) for model in kept_models()}


def emptied() -> None:
    """As a database is after its first migration."""
    with thaw(), connection.cursor() as cursor, connection.constraint_checks_disabled():
        if connection.vendor == "sqlite":
            for model in kept_models():
                cursor.execute(f'DELETE FROM "{rows.table_of(model)}"')
        else:
            names = ", ".join(f'"{rows.table_of(model)}"' for model in kept_models())
            cursor.execute(f"TRUNCATE {names}")


@pytest.fixture
def site(settings, tmp_path):
    """A site with awkward values, a correction, an uploaded file and a called-off release."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path
    (tmp_path / "media" / "imports").mkdir(parents=True)
    (tmp_path / "media" / "imports" / "a file.csv").write_bytes(b"\x00\xff,1\r\n")
    report = make.make_report()
    with editing(make.make_person("clerk"), reason='why "so" \\ ×'):
        make.make_indicator("cocaine", kind="quantity", decimals=3)
        make.make_figure(report, indicator="cocaine", value=Decimal("999999999999.999"), quote='"\n\t\\N')
        make.make_figure(report, indicator="violent_cases", change=Decimal("-10.25"), wording="fall")
        make.make_agreement(report, signed_on="2024-05-16")
    release = make.make_release(report)
    make.make_correction(report, note="as corrected")
    return release


def test_what_was_backed_up_is_restored_to_the_last_byte(site, tmp_path):
    before, file = content(), tmp_path / "site.zip"
    call_command("backup", str(file), verbosity=0)
    (tmp_path / "media" / "imports" / "a file.csv").unlink()
    emptied()
    call_command("restore", str(file), verbosity=0)
    assert content() == before
    assert Figure.objects.get(indicator__code="cocaine").value == Decimal("999999999999.999")
    assert (tmp_path / "media" / "imports" / "a file.csv").read_bytes() == b"\x00\xff,1\r\n"
    assert disagreements() == []
    assert list(broken_links()) == []
    assert frozen.missing() == []


def test_a_restored_site_goes_on(site, tmp_path):
    write_backup(tmp_path / "site.zip")
    emptied()
    restore(tmp_path / "site.zip")
    report = Report.objects.get()
    assert make.make_correction(report, note="once more").number == 3
    make.make_release(make.make_figure(make.make_report(2023)).report)
    assert list(broken_links()) == []


def test_it_says_what_it_holds_and_belongs_to_its_owner(site, tmp_path):
    file = tmp_path / "site.zip"
    write_backup(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["releases"] == [manifest_line(release) for release in Release.objects.order_by("number")]
    assert manifest["tables"]["indicators_figure"]["rows"] == 2
    assert "django_session" not in manifest["tables"]
    assert last_backup()["file"] == str(file)
    assert sorted(tmp_path.glob(".*")) == []


def test_a_database_with_reports_is_not_written_over_unless_told(site, tmp_path):
    write_backup(tmp_path / "site.zip")
    before = content()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(tmp_path / "site.zip"))
    assert content() == before


def test_told_to_replace_it_warns_of_each_release_that_is_lost(site, tmp_path):
    write_backup(tmp_path / "site.zip")
    before = content()
    make.make_correction(Report.objects.get(), note="after the backup")
    warnings = restore(tmp_path / "site.zip", replace=True)
    connections.close_all()
    assert content() == before
    assert frozen.missing() == []
    assert len(warnings) == 1
    assert "2024/3" in warnings[0]


def test_a_manifest_kept_outside_names_what_the_backup_lacks(site, tmp_path, capsys):
    write_backup(tmp_path / "site.zip")
    later = make.make_correction(Report.objects.get(), note="after the backup")
    (tmp_path / "manifest").write_text(manifest_line(later) + "\n")
    emptied()
    call_command("restore", str(tmp_path / "site.zip"), "--manifest", str(tmp_path / "manifest"))
    assert "WARNING: The backup is older than the release 2024/3" in capsys.readouterr().err


def changed(source, target, name: str, change) -> None:
    """A copy of an archive with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tables/indicators_releasedfigure.jsonl", lambda data: data.replace(b"999999999999.999", b"1")),
        ("tables/indicators_figure.jsonl", lambda data: data.split(b"\n", 1)[1]),
        ("tables/bilan_change.jsonl", lambda data: data.replace(b"cocaine", b"codeine")),
        ("manifest.json", lambda data: data.replace(b'"history": "', b'"history": "0')),
        ("manifest.json", lambda data: data.replace(b'"bilan.0001_initial"', b'"bilan.0001_other"')),
        ("manifest.json", lambda data: data.replace(b'"format": 1', b'"format": 9')),
        ("manifest.json", lambda data: data.replace(b"imports/a file.csv", b"../a file.csv")),
    ],
    ids=["a figure", "a row less", "a change", "the history", "a migration", "the format", "a way out"],
)
def test_a_backup_that_was_tampered_with_changes_nothing(site, tmp_path, name, change):
    write_backup(tmp_path / "site.zip")
    changed(tmp_path / "site.zip", tmp_path / "bad.zip", name, change)
    emptied()
    with pytest.raises(CannotRestore):
        restore(tmp_path / "bad.zip")
    assert not Report.objects.exists()
    assert not Release.objects.exists()


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path / "text.zip"))
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with pytest.raises(CommandError, match="no manifest"):
        call_command("restore", str(tmp_path / "empty.zip"))


def test_a_backup_is_of_one_moment_while_others_write(site, tmp_path, monkeypatch):
    """A figure written by somebody else while the tables are read is in none of them."""
    wrote = []

    def write():
        with editing(None):
            make.make_figure(Report.objects.create(year=2019, title_ar="ت", title_fr="t", title_en="t"))
        connections.close_all()
        wrote.append(True)

    def lines_and_a_write(model, using):
        if not wrote:
            other = threading.Thread(target=write)
            other.start()
            other.join(timeout=60)
        return lines_of(model, using)

    before = content()
    monkeypatch.setattr("bilan.backup.writing.lines_of", lines_and_a_write)
    write_backup(tmp_path / "site.zip")
    assert wrote
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        for table, lines in before.items():
            assert archive.read(f"tables/{table}.jsonl") == b"".join(lines), table


def test_each_database_restores_what_the_other_gave(site, tmp_path):
    """Here from this database to a new SQLite file, in a process of its own; SQLite's lines are the same."""
    write_backup(tmp_path / "site.zip")
    clean = {name: value for name, value in os.environ.items() if name != "BILAN_TESTS_ON"}
    there = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/there.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "there"),
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "bilan.settings",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for command in (["restore", str(tmp_path / "site.zip")], ["backup", str(tmp_path / "there.zip")]):
        subprocess.run([*manage, *command], env=clean | there, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "site.zip") as one, zipfile.ZipFile(tmp_path / "there.zip") as other:
        for name in one.namelist():
            if name != "manifest.json":
                assert one.read(name) == other.read(name), name
    found = sqlite3.connect(tmp_path / "there.sqlite3")
    assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full on this machine")
def test_a_backup_that_the_disk_has_no_room_for_says_so_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("zipfile.ZipFile.writestr", lambda *given: Path("/dev/full").write_text("all"))
    with pytest.raises(CommandError, match=os.strerror(errno.ENOSPC)):
        call_command("backup", tmp_path / "all.zip")
    assert list(tmp_path.iterdir()) == []
