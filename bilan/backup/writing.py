"""Writes a backup from one snapshot of the database."""

import hashlib
import json
import os
import zipfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from bilan.canonical import manifest_line
from bilan.history import last_link
from bilan.models import Release

from .rows import columns_of, kept_models, lines_of, migrations_of, table_of

FORMAT = 1
PIECE = 1024 * 1024
MANIFEST = "manifest.json"


def write_backup(target: Path, using: str = "default") -> dict:
    """Writes the backup to a file, whole or not at all, readable by its owner only; returns its manifest."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=0o600)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            with snapshot(using):
                manifest = _head(using) | {"tables": _write_tables(archive, using)}
            manifest["media"] = _write_media(archive, Path(settings.MEDIA_ROOT))
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    _remember(target, manifest)
    return manifest


@contextmanager
def snapshot(using: str):
    """One unchanging view of the database inside, while others write."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django's own transactions on SQLite take the lock of writers at once; a reader needs none.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _head(using: str) -> dict:
    releases = Release.objects.using(using).order_by("year", "number").defer("labels")
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "migrations": migrations_of(using),
        "releases": [manifest_line(release) for release in releases],
        "history": last_link(using),
    }


def _write_tables(archive: zipfile.ZipFile, using: str) -> dict:
    tables = {}
    for model in kept_models():
        total, count = hashlib.sha256(), 0
        with archive.open(f"tables/{table_of(model)}.jsonl", "w", force_zip64=True) as member:
            for line in lines_of(model, using):
                member.write(line)
                total.update(line)
                count += 1
        names = [column.column for column in columns_of(model)]
        tables[table_of(model)] = {"columns": names, "rows": count, "sha256": total.hexdigest()}
    return tables


def _write_media(archive: zipfile.ZipFile, folder: Path) -> dict:
    """The uploaded files: each was there before the row that names it, so none of the snapshot is missing."""
    media = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file():
            continue
        name, total = path.relative_to(folder).as_posix(), hashlib.sha256()
        try:
            source = path.open("rb")
        except FileNotFoundError:  # an upload that expired meanwhile
            continue
        with source, archive.open(f"media/{name}", "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                member.write(piece)
                total.update(piece)
        media[name] = {"sha256": total.hexdigest()}
    return media


def _record() -> Path:
    return Path(settings.VAR_DIR) / "last-backup.json"


def _remember(target: Path, manifest: dict) -> None:
    rows = sum(table["rows"] for table in manifest["tables"].values())
    record = {"file": str(target), "made_at": manifest["made_at"], "rows": rows}
    _record().parent.mkdir(parents=True, exist_ok=True)
    _record().write_text(json.dumps(record))


def last_backup() -> dict | None:
    """`{"file": …, "made_at": ISO time, "rows": …}` of the last backup made on this machine, or None."""
    try:
        return json.loads(_record().read_text())
    except (OSError, ValueError):
        return None
