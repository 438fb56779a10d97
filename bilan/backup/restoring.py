"""Restores a backup: checked before, written in one transaction, verified before it stands."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.utils.translation import gettext as _

from bilan.canonical import disagreements, manifest_line
from bilan.frozen import frozen_models, missing
from bilan.history import broken_links, last_link
from bilan.models import Release, Report

from .rows import columns_of, digest_of, kept_models, lines_of, migrations_of, table_of, write_rows
from .writing import FORMAT, MANIFEST, PIECE

USING = "default"


class CannotRestore(Exception):
    """The backup is not restored, and why. The database is as it was."""


def restore(source: Path, *, replace: bool = False, known: Sequence[str] = ()) -> list[str]:
    """Restores a backup into the site's database and media folder; returns warnings in words.

    `replace`: also over a database that has reports; what it holds is lost. `known`: the lines of a manifest
    kept outside, without signatures: releases that the backup lacks are warned of.
    """
    with zipfile.ZipFile(source) as archive:
        manifest = _read_manifest(archive)
        connection = connections[USING]
        is_new = Release._meta.db_table not in connection.introspection.table_names()
        standing = [] if is_new else _standing()
        if not is_new and _holds_work():
            if not replace:
                raise CannotRestore(_("The database has reports. To lose them, say --replace."))
            _start_anew(connection, source)
            if connection.vendor == "postgresql":
                _load_and_verify(archive, manifest, anew=True)
        else:
            call_command("migrate", verbosity=0)
            _load_and_verify(archive, manifest)
        _restore_media(archive, manifest, Path(settings.MEDIA_ROOT))
    return _lost(manifest, [*standing, *known])


def _read_manifest(archive: zipfile.ZipFile) -> dict:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise CannotRestore(_("This is no backup: it has no manifest.")) from None
    if manifest.get("format") != FORMAT:
        raise CannotRestore(_("The backup's format is another than this version's."))
    for name in manifest["media"]:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise CannotRestore(_("The backup names a file outside its folder: %(name)s") % {"name": name})
    return manifest


def _standing() -> list[str]:
    return [manifest_line(release) for release in Release.objects.defer("labels")]


def _holds_work() -> bool:
    """Whether a restore would lose anything that people made: reports, or rows that never change."""
    return Report._base_manager.exists() or any(model._base_manager.exists() for model in frozen_models())


def _start_anew(connection, source: Path) -> None:
    """SQLite: restores into a file beside and copies it over; PostgreSQL: nothing yet, see `_load…`."""
    if connection.vendor != "sqlite":
        return
    with tempfile.TemporaryDirectory(dir=Path(connection.settings_dict["NAME"]).parent) as folder:
        beside = Path(folder) / "restored.sqlite3"
        clean = {name: value for name, value in os.environ.items() if name != "PUBLIC_DATABASE_URL"}
        environment = clean | {"DATABASE_URL": f"sqlite:///{beside}", "MEDIA_ROOT": f"{folder}/media"}
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "restore", str(source.resolve())],
            env=environment | {"DJANGO_SETTINGS_MODULE": "bilan.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotRestore(done.stderr.strip())
        _copy_over(connection, beside)


def _copy_over(connection, beside: Path) -> None:
    """SQLite's own backup: in one transaction, whoever else has the file open sees it whole."""
    import sqlite3

    connection.ensure_connection()
    new = sqlite3.connect(beside)
    try:
        new.backup(connection.connection)
    finally:
        new.close()


def _load_and_verify(archive: zipfile.ZipFile, manifest: dict, *, anew: bool = False) -> None:
    with transaction.atomic(using=USING):
        if anew:
            _drop_everything()
            call_command("migrate", verbosity=0)
            _grant_again()
        _refuse_other_migrations(manifest)
        _empty()
        for model in kept_models():
            _load(archive, manifest, model)
        _reset_sequences()
        _verify(manifest)


def _drop_everything() -> None:
    """PostgreSQL drops and makes tables in a transaction: should anything fail, all is as it was."""
    connection = connections[USING]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def _grant_again() -> None:
    """Rights went with the tables: where the site has its roles, they get them back."""
    with connections[USING].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'bilan_public'")
        if cursor.fetchone():
            cursor.execute(Path(settings.BASE_DIR, "bilan", "sql", "rights.sql").read_text())


def _refuse_other_migrations(manifest: dict) -> None:
    here, there = set(migrations_of(USING)), set(manifest["migrations"])
    if here != there:
        words = _(
            "Another version made the backup (%(names)s …): restore it with that version, then migrate."
        )
        raise CannotRestore(words % {"names": ", ".join(sorted(here ^ there)[:3])})


def _empty() -> None:
    """Takes away what migrations made: groups, permissions, kinds of content."""
    with connections[USING].cursor() as cursor:
        for model in [*kept_models(), Session]:
            if model not in frozen_models():
                cursor.execute(f'DELETE FROM "{table_of(model)}"')


def _load(archive: zipfile.ZipFile, manifest: dict, model: type) -> None:
    table = table_of(model)
    stated = manifest["tables"].get(table)
    if stated is None or stated["columns"] != [column.column for column in columns_of(model)]:
        raise CannotRestore(_("The backup's table %(table)s has other columns.") % {"table": table})
    with archive.open(f"tables/{table}.jsonl") as lines:
        write_rows(model, lines, USING)


def _reset_sequences() -> None:
    connection = connections[USING]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(sql)


def _verify(manifest: dict) -> None:
    """What was written reads back to the same bytes; releases and history agree with their digests."""
    found = []
    for model in kept_models():
        stated = manifest["tables"][table_of(model)]
        if digest_of(lines_of(model, USING)) != (stated["rows"], stated["sha256"]):
            found.append(f"{table_of(model)}: not the rows of the backup")
    found += disagreements("\n".join(manifest["releases"]))
    found += broken_links()
    if last_link() != manifest["history"]:
        found.append("the history ends elsewhere")
    found += [f"trigger {name} is missing" for name in missing(USING)]
    if found:
        raise CannotRestore("\n".join(found))


def _restore_media(archive: zipfile.ZipFile, manifest: dict, folder: Path) -> None:
    """Writes each file beside its place first; one that differs from the manifest is not put there."""
    for name, stated in manifest["media"].items():
        target, total = folder / name, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.restoring")
        with archive.open(f"media/{name}") as member, unfinished.open("wb") as file:
            while piece := member.read(PIECE):
                total.update(piece)
                file.write(piece)
        if total.hexdigest() != stated["sha256"]:
            unfinished.unlink()
            raise CannotRestore(_("The backup's file %(name)s is damaged.") % {"name": name})
        unfinished.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o600)
        shutil.move(unfinished, target)


def _lost(manifest: dict, known: list[str]) -> list[str]:
    restored = set(manifest["releases"])
    names = sorted({line.partition("  ")[2] for line in known if line not in restored})
    words = _("The backup is older than the release %(name)s: what was published must be published again.")
    return [words % {"name": name} for name in names]
