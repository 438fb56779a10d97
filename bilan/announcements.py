"""Releases whose time was announced: the only thing that the public may know of a release before its time.

To announce is a decision of its own; a scheduled release that was not announced, or was called off, is not
among them and leaves no trace here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models.functions import Now

from .freshness import public_alias, sees_only_what_is_visible
from .models import Release


@dataclass(frozen=True)
class Announcement:
    """A release to come: of which year, of which kind (`Release.Kind`), and from when."""

    year: int
    kind: str
    visible_from: datetime


def announcements() -> list[Announcement]:
    """What is announced and still to come, the nearest first."""
    if sees_only_what_is_visible():
        with connections[public_alias()].cursor() as cursor:
            cursor.execute("SELECT year, kind, visible_from FROM bilan_announced() ORDER BY visible_from, id")
            return [Announcement(*row) for row in cursor.fetchall()]
    waiting = Release.objects.using(public_alias()).filter(
        announced=True, visible_from__gt=Now(), call_off__isnull=True
    )
    rows = waiting.order_by("visible_from", "pk").values_list("year", "kind", "visible_from")
    return [Announcement(*row) for row in rows]
