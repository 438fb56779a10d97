"""Imports beside their peers: `make bench-import` (ROWS=1000000 for the long form).

The peers are measured in the same run. Ratios are those of computing time (ours and that of the server's
process), which other work on the machine changes little; seconds by the clock stand beside it.
django-import-export is measured on a few rows and counted up: its time grows at least as the rows do.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).parent.parent.parent
FEW = 1000


def write_file(path: Path, rows: int, *, changed: bool = False) -> Path:
    """A CSV file of figures; with `changed` every tenth has another value."""
    random.seed(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("report,indicator,year,command,value,change,source,note\n")
        for number in range(rows):
            indicator, rest = number % 200, number // 200
            command, year = rest % 201, 2024 - rest // 201
            value, change = random.randint(0, 999_999), random.randint(-9000, 9000) / 100
            if changed and number % 10 == 0:
                value += 1
            place = f"command-{command}" if command < 200 else ""
            file.write(f"2024,indicator-{indicator},{year},{place},{value},{change},paper,note {number}\n")
    return path


class Bench:
    """Runs measures in processes of their own against one database, and prints them with their ratios."""

    def __init__(self, name: str, folder: Path, url: str, rows: int):
        self.name, self.folder, self.rows = name, folder, rows
        environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder)}
        self.environment = environment | ({"DATABASE_URL": url} if url else {})
        self.full = write_file(folder / "full.csv", rows)
        self.tenth = write_file(folder / "tenth.csv", rows, changed=True)
        self.few = write_file(folder / "few.csv", min(FEW, rows))
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *words) -> str:
        """A process to its end."""
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{words}: {done.stderr[-2000:]}")
        return done.stdout

    def measure(self, action: str, path="-", *, label: str, rows: int | None = None) -> float:
        """Seconds that an action computes, counted up to all rows; printed with its memory."""
        found = json.loads(self.run("-m", "tests.benchmarks.import_worker", action, path))
        times = self.rows / rows if rows else 1
        seconds, clock = found["computed"] * times, found["seconds"] * times
        note = f" (counted up from {rows:,} rows)" if rows else ""
        self.say(f"  {label:<46} {seconds:9.2f} s ({clock:9.2f} by the clock) {found['peak']:5.0f} MB{note}")
        return seconds

    def say(self, line: str) -> None:
        """One line, at once."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def ratio(self, words: str, value: float, wanted: str) -> None:
        """One ratio with what is to be reached."""
        self.say(f"  → {words}: {value:.2f} (wanted {wanted})")

    def all(self) -> None:
        """Every measure."""
        self.say(f"{self.name}, {self.rows:,} rows")
        self.run("-m", "tests.benchmarks.import_worker", "ground", "-")
        few = min(FEW, self.rows)
        default = self.measure("stock_default", self.few, label="django-import-export, default", rows=few)
        tuned = self.measure("stock_tuned", self.few, label="django-import-export, tuned bulk", rows=few)
        limit = self.measure("limit", self.full, label="physical limit (COPY, executemany)")
        if self.name == "postgresql":
            upsert = self.measure("copy_and_upsert", self.full, label="COPY + upsert, nothing else")
        first = self.measure("ours", self.full, label="ours, first import")
        again = self.measure("ours", self.full, label="ours, the same file again")
        self.measure("ours", self.tenth, label="ours, a tenth changed")
        if self.name == "postgresql":
            self.ratio("first import / (COPY + upsert)", first / upsert, "≤ 1.5 at 1,000,000")
        else:
            self.ratio("first import / executemany", first / limit, "≤ 15 at 1,000,000")
        self.ratio("default django-import-export / ours", default / first, "≥ 100 at 100,000")
        self.ratio("tuned django-import-export / ours", tuned / first, "≥ 10 at 100,000")
        self.ratio("the same again / first", again / first, "≤ 0.3")


def main() -> None:
    """Both databases, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bilan-bench-") as folder:
        if options.database != "postgresql":
            (Path(folder) / "sqlite").mkdir()
            Bench("sqlite", Path(folder) / "sqlite", "", options.rows).all()
        if options.database != "sqlite":
            binaries = postgres.find_binaries()
            if not binaries:
                raise SystemExit(f"PostgreSQL was not found: {postgres.HOW_TO_INSTALL}")
            url = postgres.start_cluster(binaries)
            import psycopg

            with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE bilan")
            (Path(folder) / "postgresql").mkdir()
            Bench("postgresql", Path(folder) / "postgresql", url, options.rows).all()


if __name__ == "__main__":
    main()
