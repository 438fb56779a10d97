"""Import batches: a file uploaded, checked, shown to its owner, and confirmed by its id alone."""

import hashlib
import tempfile
from collections import Counter
from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from bilan import people
from bilan.models import ImportBatch
from bilan.tables import ADMIN_LIMITS
from bilan.templatetags.bilan import moment

from .differences import differences_of, write_lines
from .guard import read_guarded
from .problems import from_json, to_json
from .process import import_file
from .sampling import Sampler
from .warnings import warnings_of

LIFETIME = timedelta(hours=24)
CHUNK = 1 << 20
# Rules by which the problems of a file are summed up, the most frequent ones.
RULES = 20


class NotImported(Exception):
    """A confirmation that is refused; its text says why, for the person who asked."""


def check(upload, *, table: str, owner, erase: bool = False) -> ImportBatch:
    """Keeps an uploaded file and checks it; nothing else is written.

    `upload` is Django's uploaded file. The person's right to the table is the caller's to check.
    """
    batch = ImportBatch(
        table=table,
        name=upload.name[-200:],
        owner=owner,
        erase=erase,
        size=upload.size,
        digest=_digest(upload),
        expires_at=timezone.now() + LIFETIME,
        state=ImportBatch.State.REFUSED,
    )
    # Not the person's name for it: that stays in a column, never in a path.
    suffix = ".xlsx" if upload.name.lower().endswith(".xlsx") else ".csv"
    batch.content.save(f"{batch.pk}{suffix}", upload, save=False)
    with tempfile.TemporaryFile() as differences, tempfile.TemporaryFile() as refusals:
        _find(batch, differences, refusals)
        batch.differences.save(f"{batch.pk}.differences", File(differences), save=False)
        batch.refusals.save(f"{batch.pk}.refusals", File(refusals), save=False)
    batch.save(force_insert=True)
    return batch


def _find(batch, differences, refusals):
    """Reads and compares the file; puts what was found into the batch and the two files."""
    sampler = Sampler(read_guarded)

    def inspect(comparison, outcome):
        lines = ([one.row, one.key, one.is_new, one.cells] for one in differences_of(comparison))
        offsets, count, digest = write_lines(lines, differences)
        batch.pages["differences"] = {"offsets": offsets, "count": count, "digest": digest}
        batch.warnings = warnings_of(comparison, outcome)

    outcome = _run(batch, write=False, inspect=inspect, read=sampler)
    rules = Counter()
    offsets, count, _hash = write_lines(_tallied(outcome.problems, rules), refusals, to_json)
    batch.pages["refusals"] = {
        "offsets": offsets,
        "count": count,
        "rules": [[*rule, times] for rule, times in rules.most_common(RULES)],
    }
    batch.encoding, batch.separator, batch.sample = outcome.encoding, outcome.separator, sampler.sample
    batch.counts, batch.versions = outcome.counts(), outcome.versions
    if not outcome.errors:
        batch.state = ImportBatch.State.CHECKED


def _tallied(problems, rules: Counter):
    """The problems, counted by rule and column as they pass."""
    for problem in problems:
        rules[problem.code, problem.column] += 1
        yield problem


def _run(batch, *, write, inspect, read=read_guarded, by=None):
    with default_storage.open(batch.content.name) as content:
        return import_file(
            batch.table,
            content,
            name=batch.content.name,
            write=write,
            by=by,
            batch=batch.pk,
            erase=batch.erase,
            limits=ADMIN_LIMITS,
            inspect=inspect,
            read=read,
        )


def _digest(file) -> str:
    total = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        total.update(chunk)
    file.seek(0)
    return total.hexdigest()


# --- confirming ----------------------------------------------------------------------------------------


def confirm(pk, by) -> ImportBatch:
    """Writes a checked batch: rows, history and the batch's state in one transaction.

    Everything is checked again under the batch's lock: owner, right, state, age, the file's bytes, and that
    what would be written is what was shown. Raises NotImported, with the reason, when it is not so.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=pk)
        _may_be_confirmed(batch, by)
        outcome = _run(batch, write=True, by=by, inspect=lambda *found: _as_shown(batch, *found))
        if not outcome.applied:
            raise NotImported(_("The file is refused now: check it again."))
        batch.state = ImportBatch.State.IMPORTED
        batch.imported_by = by
        batch.imported_at = outcome.edit.at if outcome.edit else timezone.now()
        batch.save()
    return batch


def _may_be_confirmed(batch, by):
    if batch.owner_id != by.pk:
        raise NotImported(_("This file was uploaded by somebody else: only they can import it."))
    if batch.state == ImportBatch.State.IMPORTED:
        raise NotImported(already(batch))
    if not people.may_import(by, batch.table):
        raise NotImported(_("You may no longer import this table."))
    if batch.state != ImportBatch.State.CHECKED:
        raise NotImported(
            _("This upload is %(state)s: it cannot be imported.") % {"state": batch.get_state_display()}
        )
    if batch.has_expired:
        raise NotImported(_("This upload has expired: upload the file again."))
    with default_storage.open(batch.content.name) as content:
        if _digest(content) != batch.digest:
            raise NotImported(_("The stored file is not the one that was checked: upload it again."))


def already(batch) -> str:
    """What a second confirmation is answered: when and by whom the batch was imported."""
    return _("Already imported at %(when)s by %(who)s.") % _by_whom(batch)


def imported(batch) -> str:
    """When and by whom a batch was imported, in words; empty when it was not."""
    return _("Imported at %(when)s by %(who)s.") % _by_whom(batch) if batch.imported_at else ""


def _by_whom(batch) -> dict:
    return {"when": strip_tags(moment(batch.imported_at)), "who": batch.imported_by}


def _as_shown(batch, comparison, outcome):
    """Stops when the records have moved since the file was checked."""
    shown = batch.pages["differences"]["digest"]
    lines = ([one.row, one.key, one.is_new, one.cells] for one in differences_of(comparison))
    with tempfile.TemporaryFile() as scratch:
        _offsets, _count, digest = write_lines(lines, scratch)
    if outcome.versions != batch.versions or outcome.counts() != batch.counts or digest != shown:
        raise NotImported(_("The records have changed since this file was checked: upload it again."))


def cancel(pk, by) -> ImportBatch:
    """Gives up a checked batch; the file is kept for the auditor. Raises NotImported."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=pk)
        if batch.owner_id != by.pk or batch.state != ImportBatch.State.CHECKED:
            raise NotImported(_("Only the owner of a checked upload can give it up."))
        batch.state = ImportBatch.State.CANCELLED
        batch.save(update_fields=["state"])
    return batch


def expire() -> int:
    """Marks batches that waited too long; returns how many."""
    return ImportBatch.objects.filter(state=ImportBatch.State.CHECKED, expires_at__lte=timezone.now()).update(
        state=ImportBatch.State.EXPIRED
    )


# --- reading back --------------------------------------------------------------------------------------


def may_see(batch, user) -> bool:
    """Its owner, and the auditor: an upload shows figures of a chapter before their time."""
    return batch.owner_id == user.pk or people.is_auditor(user)


def all_problems(batch):
    """Yields every Problem of a batch, in the order of the sheet."""
    with batch.refusals.open("rb") as file:
        yield from map(from_json, file)
