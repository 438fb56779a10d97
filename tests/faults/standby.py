"""Two clusters with streaming replication: the primary stops, public pages go on; promoted, staff goes on.

python -m tests.faults.standby
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests import postgres

from .served import ask, environment, free_port, manage, script, site, wait_until

RELEASE = """
from tests import factories as make
make.make_release()
"""
# What staff does after the promotion: the next report, through every step.
CARRY_ON = """
from tests import factories as make
make.make_release(make.make_figure(make.make_report(2025)).report)
"""
PAGES = ("/ar/", "/fr/2024/", "/data/2024/figures.csv", "/en/indicators/cases_total/")


class Standby(postgres.Cluster):
    """A copy of a running cluster that follows it."""

    def follow(self, primary: str) -> str:
        """Copies the primary and starts; returns the address of the same database here."""
        copied = subprocess.run(
            [
                *[self.binaries / "pg_basebackup", "--pgdata", self.folder / "data", "--write-recovery-conf"],
                *["--wal-method=stream", "--checkpoint=fast"],
                *["--dbname", primary.rpartition("/")[0] + "/postgres"],
            ],
            **self._as_owner(),
            capture_output=True,
            text=True,
            check=False,
        )
        if copied.returncode:
            raise postgres.ClusterError(copied.stderr)
        port = free_port()
        self._serve(port)
        url = primary.rpartition(":")[0] + f":{port}/bilan"
        if not self._answers(url):
            raise postgres.ClusterError(self._log())
        return url

    def promote(self) -> None:
        """Makes it a primary."""
        command = [self.binaries / "pg_ctl", "promote", "-D", self.folder / "data", "-w"]
        subprocess.run(command, **self._as_owner(), check=True, capture_output=True)


def caught_up(primary: str, standby: str) -> bool:
    """Whether the standby has replayed all that the primary wrote."""
    with psycopg.connect(primary, autocommit=True) as one, psycopg.connect(standby, autocommit=True) as other:
        written = one.execute("SELECT pg_current_wal_lsn()").fetchone()[0]
        replayed = other.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
        return bool(replayed.fetchone()[0])


def rehearse() -> dict:
    """Runs it; returns what was seen: status by page and moment, and whether staff went on."""
    binaries = postgres.find_binaries()
    first, second = postgres.Cluster(binaries), Standby(binaries)
    folder = Path(tempfile.mkdtemp(prefix="bilan-standby-"))
    seen: dict = {}
    try:
        primary = first.start()
        with psycopg.connect(primary.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bilan")
        staff = environment(folder, DATABASE_URL=primary, SIDE="both")
        manage(staff, "migrate", "--verbosity", "0")
        script(staff, RELEASE)
        standby = second.follow(primary)
        wait_until(lambda: caught_up(primary, standby))
        public = environment(folder, PUBLIC_DATABASE_URL=standby, SIDE="public")
        manage(public, "collectstatic", "--noinput", "--verbosity", "0")
        port = free_port()
        with site(public, port):
            # Only one page is read before the fault: the others must come from the standby itself.
            seen["before"] = {PAGES[0]: ask(port, PAGES[0])[0]}
            first.stop()
            seen["primary stopped"] = {page: ask(port, page)[0] for page in PAGES}
            seen["stale"] = any("warning" in ask(port, page)[1] for page in PAGES)
            second.promote()
            promoted = environment(folder, DATABASE_URL=standby, SIDE="both")
            script(promoted, CARRY_ON)
            seen["seconds to the new release"] = wait_until(lambda: ask(port, "/ar/2025/")[0] == 200, 60)
            seen["promoted"] = {page: ask(port, page)[0] for page in PAGES}
            manage(promoted, "verify_releases")
            second.stop()
            seen["both stopped"] = {page: ask(port, page)[0] for page in PAGES}
            # Freshness is asked for once a second: the first answers may not know yet.
            wait_until(lambda: "warning" in ask(port, PAGES[0])[1], 20)
            seen["marked stale"] = all("warning" in ask(port, page)[1] for page in PAGES)
            status, headers, body = ask(port, "/fr/units/")
            languages = re.findall(rb'<section lang="(\w+)"', body)
            seen["never read"] = (status, headers.get("retry-after"), b" ".join(languages).decode())
    finally:
        first.stop()
        second.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return seen


def main() -> None:
    """Prints what was seen; exit code 1 when a promise was broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
    seen = rehearse()
    for name, value in seen.items():
        print(f"{name}: {value}")
    broken = [
        moment
        for moment in ("before", "primary stopped", "promoted", "both stopped")
        if set(seen[moment].values()) != {200}
    ]
    raise SystemExit(f"broken: {', '.join(broken)}" if broken else 0)


if __name__ == "__main__":
    main()
