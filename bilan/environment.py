"""Reads settings from the environment; a wrong value stops the start with the cure in words.

Plain Python: no Django import here, since settings import this module.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class SettingError(SystemExit):
    """A setting is missing or wrong; the message names it and says what to write."""


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding space."""
    return os.environ.get(name, default).strip()


def words(name: str) -> list[str]:
    """A comma-separated list, empty items dropped."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def flag(name: str, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off; anything else stops the start."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise SettingError(f"{name}={value!r}: write {name}=1 or {name}=0.")


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words."""
    value = text(name, default) or default
    if value not in allowed:
        raise SettingError(f"{name}={value!r}: write one of {', '.join(allowed)}.")
    return value


def database(name: str, default_file: Path) -> dict | None:
    """Django's settings for the database that a URL names.

    `postgres://user:password@host:port/name?sslmode=verify-full` or `sqlite:///path`; without a value,
    SQLite at `default_file`.
    """
    url = text(name)
    if not url:
        return _sqlite(default_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/")) if parts.path.startswith("//") else unquote(parts.path)
        if not path.strip("/"):
            raise SettingError(f"{name}: write the file's path, as in sqlite:////srv/bilan/bilan.sqlite3.")
        return _sqlite(Path(path))
    if parts.scheme in ("postgres", "postgresql"):
        if not parts.path.strip("/"):
            raise SettingError(f"{name}: write the database's name, as in postgres://user@host/bilan.")
        return _postgresql(parts)
    raise SettingError(f"{name}: write a URL that starts with postgres:// or sqlite://.")


def caches(name: str) -> dict:
    """Django's caches: in this process, or for ready pages shared by `redis://` or `memcached://host:port`."""
    url = text(name)
    local = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if not url:
        return local
    parts = urlsplit(url)
    if parts.scheme in ("redis", "rediss", "unix"):
        # A shared cache that does not answer costs a render, not the reader's patience.
        patience = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        backend = "django.core.cache.backends.redis.RedisCache"
        return local | {"pages": {"BACKEND": backend, "LOCATION": url, "OPTIONS": patience}}
    if parts.scheme == "memcached" and parts.netloc:
        backend = "django.core.cache.backends.memcached.PyMemcacheCache"
        options = {"timeout": 0.2, "connect_timeout": 0.2}
        return local | {"pages": {"BACKEND": backend, "LOCATION": parts.netloc, "OPTIONS": options}}
    raise SettingError(f"{name}: write redis://host:6379/0 or memcached://host:11211, or nothing.")


def mail(name: str) -> tuple | None:
    """The server that mail goes through: (host, port, user, password, TLS from the start, STARTTLS); or None.

    `smtps://user:password@host:465` speaks TLS at once, `smtp://host:587?tls=1` after STARTTLS.
    """
    url = text(name)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingError(f"{name}: write a URL such as smtps://user:password@mail.example.ma:465.")
    at_once = parts.scheme == "smtps"
    port = parts.port or (465 if at_once else 25)
    upgraded = not at_once and dict(parse_qsl(parts.query)).get("tls") == "1"
    return (
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        at_once,
        upgraded,
    )


def _sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # To open the file anew costs each page a tenth of its time.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=20000;"
            ),
        },
    }


def _postgresql(parts) -> dict:
    options = dict(parse_qsl(parts.query))
    options.setdefault(
        "options", "-c lock_timeout=20000 -c idle_in_transaction_session_timeout=600000 -c timezone=UTC"
    )
    # A machine that is switched off says nothing at all: do not wait for it as long as the system would.
    options.setdefault("connect_timeout", "3")
    # A socket's folder comes as ?host=/run/postgresql, as libpq itself allows.
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def local_secret(folder: Path) -> str:
    """The secret key of local mode: made once, kept readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def secret_key(local: bool, folder: Path) -> str:
    """`SECRET_KEY`, or local mode's own; outside local mode a weak or missing key stops the start."""
    key = text("SECRET_KEY")
    return local_secret(folder) if local and not key else _strong("SECRET_KEY", key)


def keys(name: str) -> list[str]:
    """Keys separated by commas, the newest first; a weak one stops the start."""
    return [_strong(name, key) for key in words(name)]


def _strong(name: str, key: str) -> str:
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        raise SettingError(
            f"{name}: write at least 50 random characters, for example the output of "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'."
        )
    return key
