"""Which releases are current: the one cheap question that public answers ask, at most once a second.

The answer is a number that grows with every release that becomes visible and every announcement, never with
a draft or a scheduled release that was not announced: what is derived from it (ETags) tells nothing early.
"""

import hashlib
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now

from .models import Release

KEPT_SECONDS = 1.0
_reading_from: ContextVar[str] = ContextVar("bilan_reading_from", default="")
# A question that has not been answered for so long: the database is away, whatever keeps it from saying so.
OVERDUE_SECONDS = 3.0
_lock = threading.Lock()
_kept: tuple[float, "Freshness"] | None = None
_sees_less: tuple[float, bool] | None = None


@dataclass(frozen=True)
class Freshness:
    """What is public now. `epoch` names it; `seconds_to_next` counts to the next scheduled release.

    `stale` says that the database did not answer and that this is what was known before.
    """

    epoch: str
    seconds_to_next: int | None
    stale: bool = False

    def etag(self, address: str, variant: str = "") -> str:
        """A strong ETag of an address as it is now: release, language (in the address) and code version."""
        name = "\n".join((self.epoch, code_version(), address, variant))
        return f'"{hashlib.sha256(name.encode()).hexdigest()[:32]}"'


class NeverAsked(DatabaseError):
    """The database does not answer, and has not since this process started."""


@cache
def code_version() -> str:
    """A digest of the code, templates, catalogues and static files that this process runs."""
    total = hashlib.sha256()
    for folder in ("bilan", "indicators", "units", "partnerships", "templates"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in (".py", ".html", ".mo", ".css", ".js", ".svg", ".txt", ".xml"):
                total.update(str(path.relative_to(settings.BASE_DIR)).encode())
                total.update(path.read_bytes())
    return total.hexdigest()[:16]


def public_alias() -> str:
    """The connection that public pages read: the replica or restricted role when there is one."""
    return _reading_from.get() or ("public" if "public" in settings.DATABASES else "default")


@contextmanager
def reading_from(alias: str):
    """Lets what is written for readers see one connection's open transaction: a release before it stands."""
    token = _reading_from.set(alias)
    try:
        yield
    finally:
        _reading_from.reset(token)


def ask() -> Freshness:
    """Asks the database, by its own clock; DatabaseError when it does not answer."""
    visible = Q(visible_from__lte=Now(), call_off__isnull=True)
    waiting = Q(visible_from__gt=Now(), call_off__isnull=True)
    row = Release.objects.using(public_alias()).aggregate(
        shown=Count("pk", filter=visible),
        to_come=Count("pk", filter=waiting & Q(announced=True)),
        newest_to_come=Max("pk", filter=waiting & Q(announced=True)),
        # A count alone would come back after a restore, with other releases behind it.
        last=Max("visible_from", filter=visible),
        next=Min("visible_from", filter=waiting),
        now=Min(Now()),
    )
    sees_less = sees_only_what_is_visible()
    if row["next"] is not None:
        seconds = (row["next"] - row["now"]) // timedelta(seconds=1)
    else:
        seconds = _seconds_to_next_unseen() if sees_less else None
    if seconds is not None:
        # The answer is used until it is KEPT_SECONDS old.
        seconds = max(0, int(seconds - KEPT_SECONDS))
    last = f"{row['last'].timestamp():.0f}" if row["last"] else ""
    # One announced and called off, another announced: as many as before, and not the same.
    announced = (_announced_unseen() if sees_less else None) or (row["to_come"], row["newest_to_come"])
    waiting = f"{announced[0]}-{announced[1]}" if announced[0] else "0"
    return Freshness(epoch=f"{row['shown']}.{waiting}.{last}", seconds_to_next=seconds)


def sees_only_what_is_visible() -> bool:
    """Whether readers' questions go to PostgreSQL under its role for the public (bilan/sql/rights.sql)."""
    global _sees_less
    connection = connections[public_alias()]
    if connection.vendor != "postgresql":
        return False
    known = _sees_less
    if known is None or time.monotonic() - known[0] >= KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('bilan_announced()') IS NOT NULL")
            _sees_less = known = (time.monotonic(), cursor.fetchone()[0])
    return known[1]


def _announced_unseen() -> tuple[int, int | None] | None:
    """How many releases are announced and the newest of them, where the public role must ask for it."""
    with connections[public_alias()].cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM bilan_announced()")
        return cursor.fetchone()


def _seconds_to_next_unseen() -> int | None:
    """Seconds to a release within the next minutes that the public role of PostgreSQL may not see itself."""
    with connections[public_alias()].cursor() as cursor:
        cursor.execute("SELECT bilan_seconds_to_next()")
        return cursor.fetchone()[0]


def freshness() -> Freshness:
    """What is public now, at most a second old.

    When the database is away, the last answer marked stale; NeverAsked when there is none.
    """
    global _kept
    kept = _kept
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    # One reader asks; the others take the last answer meanwhile, and wait only when there is none.
    if not _lock.acquire(blocking=kept is None):
        return replace(kept[1], stale=True) if time.monotonic() - kept[0] > OVERDUE_SECONDS else kept[1]
    try:
        if _kept and time.monotonic() - _kept[0] < KEPT_SECONDS:
            return _kept[1]
        try:
            answer = ask()
        except DatabaseError as error:
            if _kept is None:
                raise NeverAsked(str(error)) from error
            answer = replace(_kept[1], stale=True)
        _kept = (time.monotonic(), answer)
        return answer
    finally:
        _lock.release()


def forget() -> None:
    """Makes the next question go to the database (tests, and a publication in this process)."""
    global _kept, _sees_less
    _kept = _sees_less = None


def freshness_outside_a_request() -> Freshness:
    """`freshness()` for the layer in front of Django, which looks after the connection itself."""
    kept = _kept
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    if not any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
        close_old_connections()
    return freshness()
