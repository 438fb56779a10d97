"""The manifest of releases: a file outside the database that each release adds its line to.

A restored backup or an exchanged database cannot go back behind it unseen: `verify_releases`, `restore` and
the system check bilan.W003 hold the database against it. `RELEASES_MANIFEST` names the file; a folder that
another machine mounts or copies is the place for it.
"""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from .canonical import manifest_line
from .models import Release

logger = logging.getLogger(__name__)


def kept() -> str:
    """The lines of the manifest; empty when there is none."""
    try:
        return settings.RELEASES_MANIFEST.read_text() if settings.RELEASES_MANIFEST else ""
    except FileNotFoundError:
        return ""


def keep(release: Release) -> None:
    """Adds the release's line, on the disk when this returns; a file that cannot be written stops nothing.

    A release to come stands in it before its time: the file is the staff's, readable by its owner only.
    """
    if not settings.RELEASES_MANIFEST:
        return
    try:
        _append(settings.RELEASES_MANIFEST, manifest_line(release) + "\n")
    except OSError as error:
        logger.error("the manifest of releases cannot be written: %s", error)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def missing() -> list[str]:
    """The lines of the manifest whose release the database does not hold with that digest."""
    held = {manifest_line(release) for release in Release.objects.only("digest", "year", "number")}
    return [line for line in kept().splitlines() if line.strip() and line.strip() not in held]


@checks.register(checks.Tags.database)
def releases_are_all_here(databases=None, **kwargs):
    """System check bilan.W003: the database holds every release that the manifest names."""
    if "default" not in (databases or []):
        return []
    try:
        lost = missing()
    except DatabaseError:
        return []
    hint = "An older backup was restored, or the database is another one: see docs/operations.md, restore."
    words = f"The database lacks releases that were published: {', '.join(lost[:3])}"
    return [checks.Warning(words, hint=hint, id="bilan.W003")] if lost else []
