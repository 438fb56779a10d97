"""Time of a release: the database's clock decides, local times are read without guessing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections, router
from django.utils import timezone
from django.utils.translation import gettext as _

from bilan.models import Release

from .refusals import Reason, Refused

# What may come along when a time is copied out of an Arabic sentence: spaces, and marks of direction.
SURROUNDING = " \t\r\n\u00a0\u200e\u200f\u2066\u2067\u2068\u2069"
TOLERATED_SKEW = timedelta(seconds=2)
_NOW = {
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}


def database_now() -> datetime:
    """The time by the clock of the database that holds the releases, in UTC."""
    connection = connections[router.db_for_write(Release)]
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)


def agreed_now() -> datetime:
    """The database's time to the second; Refused when this machine's clock is more than two seconds off."""
    here, there = timezone.now(), database_now()
    if abs(here - there) > TOLERATED_SKEW:
        words = _("This machine's clock says %(here)s, the database's %(there)s: set them right first.")
        shown = {"here": f"{here:%Y-%m-%d %H:%M:%S} UTC", "there": f"{there:%Y-%m-%d %H:%M:%S} UTC"}
        raise Refused(Reason("clock", words % shown))
    return there.replace(microsecond=0)


def read_time(text: str) -> datetime:
    """An ISO time as UTC; one without an offset is local time in settings.TIME_ZONE.

    Refused when it cannot be read, and when the clock change makes it exist twice or not at all (Ramadan:
    the clock goes back an hour when it begins and forward when it ends); both readings are named.
    """
    try:
        stated = datetime.fromisoformat(text.strip(SURROUNDING))
    except ValueError:
        words = _("“%(text)s” is not a time such as 2025-12-20T10:00.") % {"text": text}
        raise Refused(Reason("bad_time", words)) from None
    return as_utc(stated)


def as_utc(stated: datetime) -> datetime:
    """A time with an offset, or a local one that exists once, as UTC; see read_time."""
    if stated.tzinfo is not None and stated.utcoffset() is not None:
        return stated.astimezone(UTC)
    zone = ZoneInfo(settings.TIME_ZONE)
    local = stated.replace(tzinfo=zone, fold=0)
    other = stated.replace(tzinfo=zone, fold=1)
    if local.utcoffset() == other.utcoffset():
        return local.astimezone(UTC)
    readings = sorted((local.astimezone(UTC), other.astimezone(UTC)))
    exists = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == stated.replace(fold=0)
    code = "time_twice" if exists else "time_missing"
    words = (
        _("%(time)s comes twice that day; write %(first)s or %(second)s.")
        if exists
        else _("%(time)s does not exist that day, the clock skips it; write %(first)s or %(second)s.")
    )
    first, second = (reading.astimezone(zone).isoformat(timespec="minutes") for reading in readings)
    shown = {"time": stated.isoformat(" ", "minutes"), "first": first, "second": second}
    raise Refused(Reason(code, words % shown))
