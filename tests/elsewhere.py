"""Other processes on the database of the tests: to be killed, or to be another half of the site."""

import os
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The address of the tests' database, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    host, port = here["HOST"], here["PORT"]
    return f"postgresql://{here['USER']}:{quote(here['PASSWORD'], safe='')}@{host}:{port}/{here['NAME']}"


def environment_of_another_process(**more: str) -> dict:
    """The environment in which the site itself, not its tests, works on the tests' database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bilan.settings",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "PYTHONPATH": str(settings.BASE_DIR),
        **more,
    }
