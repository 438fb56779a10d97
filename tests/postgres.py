"""A throw-away PostgreSQL cluster for one run of the tests, made from the installed server binaries.

It lives in a temporary folder, listens on a free port of the loopback address, asks for a password made for
the run, and is stopped and removed when the run ends. Nothing of an installed server is touched.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

HOW_TO_INSTALL = (
    "apt-get install postgresql (or any server from version 14 on, its initdb on PATH or in PG_BIN), "
    "or set TEST_DATABASE_URL to a server on which the role may create databases"
)
SECONDS_TO_START = 60
# Speed for data that nobody keeps. What durability needs is tested by reading the site's own settings.
CONFIGURATION = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "autovacuum": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class ClusterError(RuntimeError):
    """The cluster could not be made or started; the message ends with what the server wrote."""


def find_binaries() -> Path | None:
    """The folder of an installed PostgreSQL server, or None: PG_BIN, PATH, then Debian's newest."""
    candidates = [Path(folder) for folder in [os.environ.get("PG_BIN")] if folder]
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(
        installed, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True
    )
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def start_cluster(binaries: Path) -> str:
    """Start a cluster, arrange for its end, and return the address of its (not yet made) database `bilan`."""
    cluster = Cluster(binaries)
    atexit.register(cluster.stop)
    try:
        return cluster.start()
    except BaseException:
        cluster.stop()
        raise


class Cluster:
    """One cluster in one temporary folder; `start` once, `stop` any number of times."""

    def __init__(self, binaries: Path):
        self.binaries = binaries
        self.owner = _somebody_who_is_not_root()
        self.folder = Path(tempfile.mkdtemp(prefix="bilan-pg-", dir=_short_folder()))
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.password = secrets.token_urlsafe(24)
        self.server: subprocess.Popen | None = None

    def start(self) -> str:
        """Make the cluster and start it, on another port if the one chosen was taken meanwhile."""
        self._initialise()
        for _ in range(3):
            port = _free_port()
            url = f"postgresql://postgres:{self.password}@127.0.0.1:{port}/bilan"
            self._serve(port)
            if self._answers(url):
                return url
            self._end_server()
        raise ClusterError(f"PostgreSQL did not start:\n{self._log()}")

    def stop(self) -> None:
        """Stop the server and remove the folder."""
        self._end_server()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self) -> None:
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if self.owner:
            os.chown(password_file, self.owner.pw_uid, self.owner.pw_gid)
        made = subprocess.run(
            [
                *[self.binaries / "initdb", "--pgdata", self.folder / "data", "--username=postgres"],
                *["--auth=scram-sha-256", "--pwfile", password_file],
                # The C locale exists everywhere and sorts as SQLite does.
                *["--encoding=UTF8", "--locale=C", "--no-sync"],
            ],
            **self._as_owner(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise ClusterError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _serve(self, port: int) -> None:
        settings = CONFIGURATION | {
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", *options],
                **self._as_owner(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A terminal's Ctrl-C is for pytest, which then stops us in order.
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def _answers(self, url: str) -> bool:
        """Wait until the server lets the role in; False when it ended instead."""
        deadline = time.monotonic() + SECONDS_TO_START
        administration = url.rpartition("/")[0] + "/postgres"
        while self.server.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(administration, connect_timeout=5).close()
                # Somebody else's server on the port would have refused our password.
                return self.server.poll() is None
            time.sleep(0.1)
        return False

    def _end_server(self) -> None:
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(
            signal.SIGINT
        )  # PostgreSQL's "fast" shutdown: it ends its sessions, then itself
        try:
            self.server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(timeout=20)

    def _as_owner(self) -> dict:
        """How subprocess drops root, which PostgreSQL refuses to run as."""
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.folder)}
        if not self.owner:
            return {"env": environment, "cwd": self.folder}
        return {
            "env": environment,
            "cwd": self.folder,
            "user": self.owner.pw_uid,
            "group": self.owner.pw_gid,
            "extra_groups": [],
        }

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-4000:] if log.exists() else "(no log)"


def _somebody_who_is_not_root() -> pwd.struct_passwd | None:
    """The account to run the server as when we are root, otherwise None (we run it ourselves)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ClusterError(
        "PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody' to run it as"
    )


def _short_folder() -> str | None:
    """Where the folder goes: the usual place, unless a socket's path (107 bytes) would not fit there."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > 60 and os.access("/tmp", os.W_OK) else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_with_parent() -> None:
    """In the child, before the server starts: ask Linux to shut it down if pytest is killed outright."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
