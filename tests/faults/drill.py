"""The long forms of the fault, race, cache, load and restore tests, one after the other: `make drill`.

python -m tests.faults.drill [--kills 200] [--stops 30] [--races 50] [--seconds 300]

Goes on after a failure; its last lines say what was shown and what was not, and the exit code agrees.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from .served import ROOT

# Races of every two steps, and the clock, paths and reach of a release, each in its long form.
LONG_TESTS = [
    "tests/bilan/test_publication_races.py",
    "tests/bilan/test_publication_kills.py",
    "tests/bilan/test_publication_clock.py",
    "tests/bilan/test_publication_paths.py",
    "tests/test_canaries.py",
]


def steps(options: argparse.Namespace) -> dict[str, list[str]]:
    """What each step shows, and its command's arguments for Python."""
    faults = ["--kills", str(options.kills), "--stops", str(options.stops), "--races", str(options.races)]
    load = ["-m", "tests.faults.embargo", "--seconds"]
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", "both"]
    return {
        "imports killed, stopped, raced, the disk full": ["-m", "tests.faults.imports", *faults],
        "the primary falls, the standby is promoted": ["-m", "tests.faults.standby"],
        "a release under load, SQLite": [*load, str(options.seconds), "--rate", "300"],
        "a release under load, PostgreSQL": [
            *load,
            *[str(min(options.seconds, 60)), "--rate", "150", "--database", "postgresql"],
        ],
        "backup and restore": [*tests, "tests/bilan/backup"],
        "upgrade from the first tables": [*tests[:-2], "tests/faults/test_upgrades.py"],
        "steps of a release: races, kills, clock, paths; nothing early": [*tests, *LONG_TESTS],
    }


def run(arguments: list[str]) -> tuple[bool, float]:
    """Whether the step held, and its seconds; what it says is shown as it says it."""
    started = time.monotonic()
    given = os.environ | ({"LONG_TESTS": "1"} if LONG_TESTS[0] in arguments else {})
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=given, check=False)
    return done.returncode == 0, time.monotonic() - started


def main() -> int:
    """0 when every step held."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="of imports, a database")
    parser.add_argument("--stops", type=int, default=30, help="of PostgreSQL")
    parser.add_argument("--races", type=int, default=50, help="of two imports, a database")
    parser.add_argument("--seconds", type=int, default=300, help="of load after the moment of the release")
    seen = {}
    for name, arguments in steps(parser.parse_args()).items():
        print(f"--- {name}", flush=True)
        seen[name] = run(arguments)
    print("--- summary")
    for name, (held, seconds) in seen.items():
        print(f"{'shown' if held else 'BROKEN':7}{seconds:6.0f} s  {name}")
    return 0 if all(held for held, _seconds in seen.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
