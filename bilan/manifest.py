"""The manifest of releases: a signed file outside the database that each release adds its line to.

A restored backup or an exchanged database cannot go back behind it unseen: `verify_releases`, `restore` and
the system check bilan.W003 hold the database against it. `RELEASES_MANIFEST` names the file; a folder that
another machine mounts or copies is the place for it.

    2c26b46b…  2024/1  fcde2b2e…

digest of the release, year and number, signature: HMAC-SHA256 of the signature in the line before and of this
line, so that one that was changed, moved or taken out from among the others shows; one taken from the end
shows by its release, which then has none. The first key of `RELEASES_MANIFEST_KEY` signs, all of them verify.
"""

import fcntl
import hashlib
import hmac
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from .canonical import manifest_line
from .models import Release

SEPARATOR = "  "
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Manifest:
    """Its lines without their signatures, and what is wrong with those, in words for the log."""

    lines: list[str]
    faults: list[str]

    @property
    def text(self) -> str:
        """The lines as they stand in a manifest without signatures."""
        return "\n".join(self.lines)


def read(text: str) -> Manifest:
    """A manifest, its signatures verified where this site has a key."""
    manifest, before = Manifest([], []), ""
    for number, written in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        digest, name, given = (written.split(SEPARATOR) + ["", ""])[:3]
        line = f"{digest}{SEPARATOR}{name}"
        if fault := _fault(before, line, given):
            manifest.faults.append(f"line {number} ({name}): {fault}")
        manifest.lines.append(line)
        before = given
    return manifest


def _fault(before: str, line: str, given: str) -> str:
    """What is wrong with the signature of a line; empty when nothing is."""
    keys = settings.RELEASES_MANIFEST_KEYS
    if not keys:
        return "signed, and there is no RELEASES_MANIFEST_KEY to verify it" if given else ""
    if not given:
        return "not signed"
    if any(hmac.compare_digest(signature(key, before, line), given) for key in keys):
        return ""
    return (
        "the signature is wrong. The line was changed, or the one before it was changed or taken out, "
        "or another key signed it"
    )


def signature(key: str, before: str, line: str) -> str:
    """The signature (hex) of a line that follows the one whose signature is `before`."""
    return hmac.new(key.encode(), f"{before}\n{line}".encode(), hashlib.sha256).hexdigest()


def signed(lines: Iterable[str], before: str = "") -> Iterable[str]:
    """The lines with their signatures, each on the one before; as they are where this site has no key."""
    for line in lines:
        if settings.RELEASES_MANIFEST_KEYS:
            before = signature(settings.RELEASES_MANIFEST_KEYS[0], before, line)
            line = f"{line}{SEPARATOR}{before}"
        yield line


def kept() -> Manifest:
    """The manifest of this site; an empty one when there is none."""
    try:
        return read(settings.RELEASES_MANIFEST.read_text() if settings.RELEASES_MANIFEST else "")
    except FileNotFoundError:
        return Manifest([], [])


def keep(release: Release) -> None:
    """Adds the release's line, on the disk when this returns; a file that cannot be written stops nothing.

    A release to come stands in it before its time: the file is the staff's, readable by its owner only.
    """
    if not settings.RELEASES_MANIFEST:
        return
    try:
        _append(settings.RELEASES_MANIFEST, manifest_line(release))
    except OSError as error:
        logger.error("the manifest of releases cannot be written: %s", error)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+") as file:
        # Two releases at once follow one another.
        fcntl.flock(file, fcntl.LOCK_EX)
        last = file.read().rstrip().rpartition("\n")[2]
        [written] = signed([line], before=(last.split(SEPARATOR) + ["", "", ""])[2])
        file.write(f"{written}\n")
        file.flush()
        os.fsync(file.fileno())


def sign_anew() -> list[str]:
    """Signs the lines of this site's manifest as they stand, and adds the releases that have none.

    Returns the lines that were added. For whoever has looked at the file: after a line was taken out, with
    another key, or when the file is new or could not be written at a release.
    """
    path = settings.RELEASES_MANIFEST
    lines = kept().lines
    added = [line for line in _held() if line not in lines]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600), "w") as file:
        file.writelines(f"{line}\n" for line in signed([*lines, *added]))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return added


def _held() -> list[str]:
    """The lines of the releases that the database holds, in the order they were written."""
    return [manifest_line(one) for one in Release.objects.only("digest", "year", "number").order_by("pk")]


def missing() -> list[str]:
    """What of this site's manifest and the database does not belong together, in words for the log."""
    if not settings.RELEASES_MANIFEST:
        return []
    manifest, held = kept(), _held()
    lost = [f"{line}: the database lacks it" for line in manifest.lines if line not in held]
    return [*manifest.faults, *lost, *without_a_line(manifest)]


def without_a_line(manifest: Manifest) -> list[str]:
    """The releases that a manifest does not name, in words for the log."""
    return [f"{line}: no line in the manifest" for line in _held() if line not in manifest.lines]


@checks.register(checks.Tags.database)
def releases_are_all_here(databases=None, **kwargs):
    """System check bilan.W003: database and manifest name the same releases, and each line is signed."""
    if "default" not in (databases or []):
        return []
    try:
        found = missing()
    except DatabaseError:
        return []
    hint = (
        "Where the database lacks a line, an older backup was restored, or the database is another one: see "
        "docs/operations.md, backup and restore. Once the lines are as they must be: manage.py sign_manifest."
    )
    words = f"The manifest of releases and the database disagree: {'; '.join(found[:3])}"
    return [checks.Warning(words, hint=hint, id="bilan.W003")] if found else []
