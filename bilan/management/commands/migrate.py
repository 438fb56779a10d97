"""manage.py migrate: Django's own, one at a time: a second one waits, then finds nothing left to do."""

import fcntl
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

# Any number that no other program of the same database takes.
LOCK = 8_324_516_107
SECONDS_BETWEEN = 0.5


class Command(Migrate):
    def handle(self, *args, **options):
        with alone(connections[options["database"]]):
            super().handle(*args, **options)


@contextmanager
def alone(connection):
    """Waits until no other process migrates the same database. What fails gives way when its process ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Asked again and again: a wait within the server would end with lock_timeout.
            while not _taken(cursor):
                time.sleep(SECONDS_BETWEEN)
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _taken(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return cursor.fetchone()[0]
