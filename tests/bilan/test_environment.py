"""Settings are read from the environment; a wrong one stops the start and says what to write instead."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import CacheHandler

from bilan import environment
from bilan.environment import SettingError

GOOD_KEY = "k3y-" + "abcdefghij" * 5
DEPLOYED = {"ALLOWED_HOSTS": "bilan.example", "SECRET_KEY": GOOD_KEY}


@pytest.mark.parametrize(
    "value, expected",
    [("1", True), ("yes", True), ("TRUE", True), (" on ", True), ("0", False), ("no", False), ("", None)],
)
def test_a_flag_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("HTTPS", value)
    assert environment.flag("HTTPS", default=None) is expected


@pytest.mark.parametrize("value", ["maybe", "2", "oui"])
def test_a_flag_that_is_neither_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)
    with pytest.raises(SettingError, match="HTTPS=1 or HTTPS=0"):
        environment.flag("HTTPS", default=False)


def test_a_list_loses_its_blanks(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " bilan.example ,, 127.0.0.1")
    assert environment.words("ALLOWED_HOSTS") == ["bilan.example", "127.0.0.1"]


@pytest.mark.parametrize(
    "url, expected",
    [
        ("sqlite:////srv/bilan/b.sqlite3", {"NAME": Path("/srv/bilan/b.sqlite3")}),
        ("", {"NAME": Path("default.sqlite3")}),
        (
            "postgresql://bilan:p%40ss@db.example:5433/results",
            {"USER": "bilan", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "NAME": "results"},
        ),
        ("postgres:///bilan?host=/run/postgresql", {"HOST": "/run/postgresql", "NAME": "bilan", "USER": ""}),
    ],
)
def test_a_database_is_read_from_its_address(monkeypatch, url, expected):
    monkeypatch.setenv("DATABASE_URL", url)
    database = environment.database("DATABASE_URL", Path("default.sqlite3"))
    assert {name: database[name] for name in expected} == expected


def test_what_the_address_says_of_encryption_is_kept(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://bilan@db.example/bilan?sslmode=verify-full")
    assert environment.database("DATABASE_URL", Path("x"))["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "url", ["mysql://bilan@db/bilan", "postgres://bilan@db", "sqlite://", "bilan.sqlite3"]
)
def test_a_database_that_cannot_be_stops_the_start(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SettingError, match="DATABASE_URL: write"):
        environment.database("DATABASE_URL", Path("x"))


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "memcached://127.0.0.1:11211"])
def test_ready_pages_are_shared_through_a_cache_whose_client_is_installed(monkeypatch, url):
    monkeypatch.setenv("CACHE_URL", url)
    cache = CacheHandler(environment.caches("CACHE_URL"))["pages"]
    # Django imports the client when the cache is first used.
    assert cache._class if "redis" in url else cache._cache


def test_a_cache_that_cannot_be_stops_the_start(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "disk://here")
    with pytest.raises(SettingError, match="CACHE_URL: write"):
        environment.caches("CACHE_URL")


def test_the_secret_key_of_local_mode_is_made_once_and_is_its_owners(tmp_path):
    first = environment.local_secret(tmp_path / "var")
    assert environment.local_secret(tmp_path / "var") == first
    assert len(first) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def start(tmp_path, **variables):
    """Start a process of the site with these settings and nothing else; returns (exit code, what it said)."""
    program = (
        "from django.conf import settings as s;"
        "engine = s.DATABASES['default']['ENGINE'].rpartition('.')[2];"
        "print(s.LOCAL_MODE, s.HTTPS, s.DEBUG, engine, s.TIME_ZONE)"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "bilan.settings", "VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(
    "variables, expected",
    [
        ({}, "True False False sqlite3 Africa/Casablanca"),
        ({"DEBUG": "1"}, "True False True sqlite3 Africa/Casablanca"),
        ({"ALLOWED_HOSTS": "localhost,127.0.0.1"}, "True False False sqlite3 Africa/Casablanca"),
        ({"DATABASE_URL": "postgres:///bilan", "TIME_ZONE": "UTC"}, "True False False postgresql UTC"),
        (DEPLOYED, "False True False sqlite3 Africa/Casablanca"),
        ({**DEPLOYED, "HTTPS": "0"}, "False False False sqlite3 Africa/Casablanca"),
    ],
)
def test_the_site_starts_in_local_mode_until_it_has_a_name(tmp_path, variables, expected):
    assert start(tmp_path, **variables) == (0, expected)


@pytest.mark.parametrize(
    "variables, cure",
    [
        ({"ALLOWED_HOSTS": "bilan.example"}, "SECRET_KEY: write at least 50"),
        ({**DEPLOYED, "SECRET_KEY": "short"}, "SECRET_KEY: write at least 50"),
        ({**DEPLOYED, "SECRET_KEY": "a" * 60}, "SECRET_KEY: write at least 50"),
        ({**DEPLOYED, "SECRET_KEY": "django-insecure-" + GOOD_KEY}, "SECRET_KEY: write at least 50"),
        ({**DEPLOYED, "DEBUG": "1"}, "take DEBUG away"),
        ({**DEPLOYED, "ALLOWED_HOSTS": "*"}, "write the host names"),
        ({"RELEASES_MANIFEST": "releases.manifest"}, "RELEASES_MANIFEST_KEY: write a key"),
        ({"RELEASES_MANIFEST_KEY": f"{GOOD_KEY},short"}, "RELEASES_MANIFEST_KEY: write at least 50"),
        ({"SIDE": "both sides"}, "SIDE="),
        ({"DATABASE_URL": "mysql://db/bilan"}, "DATABASE_URL: write"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_cure(tmp_path, variables, cure):
    code, said = start(tmp_path, **variables)
    assert code != 0
    assert cure in said
    assert "Traceback" not in said
