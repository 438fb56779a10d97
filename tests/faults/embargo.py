"""The minute of a release under load, behind nginx as we ship its configuration: never early, no error.

    python -m tests.faults.embargo [--seconds 20] [--rate 100] [--database sqlite|postgresql]

Readers at many addresses ask for the home page, the bilan and its files before and after the moment.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from tests import postgres

from .served import ask, environment, free_port, manage, nginx, script, site

# What only the new release says.
NEW = 987_654_321
SCHEDULE = """
from datetime import UTC, datetime, timedelta
from bilan import publication
from tests import factories as make
make.make_release(make.make_figure(make.make_report(2023)).report)
report = make.make_approved(make.make_figure(make.make_report(2024), value={value}).report)
at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds={wait})
publication.publish(report, by=make.make_person("publisher"), at=at)
print(at.timestamp())
"""
PAGES = ("/ar/", "/ar/2024/", "/fr/2024/", "/data/2024/figures.csv", "/ar/2023/", "/api/v1/figures")
WRITTEN = re.compile(rb"987.{0,8}654.{0,8}321", re.DOTALL)
KEPT = re.compile(r"max-age=(\d+), s-maxage=\d+, stale-while-revalidate=(\d+)")
LATE_AT_MOST = 60
# A copy's second at the proxy, and the time that the site took to write the page.
KEPT_PAST_AT_MOST = 5
# The site asks once a second what is scheduled, and the proxy keeps what it said for a second.
KNOWN_AFTER = 2.5


class Reader(threading.Thread):
    """Asks for pages in turn and notes when each showed the new figure, and every answer that is wrong."""

    def __init__(self, number: int, port: int, pause: float, until: float, moment: float):
        super().__init__(daemon=True)
        self.source, self.port, self.pause = f"127.0.{1 + number // 200}.{1 + number % 200}", port, pause
        self.until, self.moment, self.number = until, moment, number
        self.early, self.wrong, self.seconds = [], [], []
        self.shown: dict[str, float] = {}

    def run(self):
        """Until the end."""
        turn = self.number
        while time.time() < self.until:
            page = PAGES[turn % len(PAGES)]
            turn += 1
            started = time.time()
            status, headers, body = ask(self.port, page, self.source)
            ended = time.time()
            self.seconds.append(ended - started)
            self._judge(page, status, headers, body, started, ended)
            time.sleep(max(0.0, self.pause - (ended - started)))

    def _judge(self, page, status, headers, body, started, now):
        if status not in (200, 404):
            self.wrong.append((page, status, round(now - self.moment, 2)))
            return
        shows = status == 200 and bool(WRITTEN.search(body))
        if shows and now < self.moment:
            self.early.append((page, round(now - self.moment, 3)))
        if shows:
            self.shown.setdefault(page, now - self.moment)
        kept = KEPT.search(headers.get("cache-control", ""))
        # Counted from when the answer was asked for: a slow one is not a wrong one.
        left = self.moment - started
        if kept and not shows and left > 0 and sum(map(int, kept.groups())) > left + KEPT_PAST_AT_MOST:
            self.wrong.append((page, f"kept {kept[0]}", round(left, 2)))


def rehearse(seconds: float, rate: int, database: str = "sqlite") -> dict:
    """Runs it; returns counts, the moments of first sight by page, and the 95th percentile of seconds."""
    folder = Path(tempfile.mkdtemp(prefix="bilan-embargo-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        more = {}
        if database == "postgresql":
            cluster = postgres.Cluster(postgres.find_binaries())
            stack.callback(cluster.stop)
            more["DATABASE_URL"] = cluster.start()
            with psycopg.connect(
                more["DATABASE_URL"].rpartition("/")[0] + "/postgres", autocommit=True
            ) as one:
                one.execute("CREATE DATABASE bilan")
        given = environment(folder, **more)
        manage(given, "migrate", "--verbosity", "0")
        manage(given, "collectstatic", "--noinput", "--verbosity", "0")
        origin, port = free_port(), free_port()
        stack.enter_context(site(given, origin, workers=2))
        stack.enter_context(nginx(folder, port, origin))
        # Scheduled on a whole second, once the drafts are made, far enough for the release to be written.
        moment = float(script(given, SCHEDULE.format(value=NEW, wait=10 + round(seconds / 3))))
        time.sleep(KNOWN_AFTER)
        readers = max(6, rate // 5)
        until = moment + seconds
        crowd = [Reader(number, port, readers / rate, until, moment) for number in range(readers)]
        before = _asked(origin)
        begun = time.time()
        for reader in crowd:
            reader.start()
        for reader in crowd:
            reader.join()
        spent = time.time() - begun
        asked = _asked(origin) - before
    taken = sorted(one for reader in crowd for one in reader.seconds)
    shown = {page: [reader.shown[page] for reader in crowd if page in reader.shown] for page in PAGES}
    return {
        "answers": len(taken),
        "a second": round(len(taken) / spent, 1),
        "asked of the site a second": round(asked / spent, 1),
        "asked of the site a page and second": round(asked / spent / len(PAGES), 2),
        "95th percentile, ms": round(1000 * taken[int(len(taken) * 0.95)], 1),
        "early": [one for reader in crowd for one in reader.early],
        "wrong": [one for reader in crowd for one in reader.wrong],
        "first sight": {page: round(min(times), 2) for page, times in shown.items() if times},
    }


def _asked(port: int) -> float:
    """Requests that the site itself has answered so far."""
    time.sleep(1.5)
    text = ask(port, "/metrics")[2].decode()
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith("bilan_requests_total")
    )


def broken(seen: dict) -> list[str]:
    """The promises that were broken, in words."""
    found = [f"early: {seen['early'][:5]}"] if seen["early"] else []
    found += [f"wrong: {seen['wrong'][:5]}"] if seen["wrong"] else []
    missing = {"/ar/2024/", "/fr/2024/", "/data/2024/figures.csv"} - set(seen["first sight"])
    found += [f"never shown: {missing}"] if missing else []
    late = {page: after for page, after in seen["first sight"].items() if after > LATE_AT_MOST}
    return found + ([f"late: {late}"] if late else [])


def main() -> None:
    """Prints what was seen; exit code 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=20, help="after the moment, and a third of it before"
    )
    parser.add_argument("--rate", type=int, default=100, help="requests a second")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    seen = rehearse(options.seconds, options.rate, options.database)
    for name, value in seen.items():
        print(f"{name}: {len(value)} {value[:5]}" if isinstance(value, list) else f"{name}: {value}")
    found = broken(seen)
    raise SystemExit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
