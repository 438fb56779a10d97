"""Where a benchmark runs: databases of its own, what the machine is, how results are written."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from tests.postgres import Cluster, find_binaries

DATABASES = ("sqlite", "postgresql")
PACKAGES = ("Django", "granian", "gunicorn", "psycopg")


@contextlib.contextmanager
def place(database: str):
    """The environment of processes with a new, migrated database in a temporary folder, then removed."""
    folder = tempfile.mkdtemp(prefix="bilan-bench-")
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "VAR_DIR")}
    environment = {**clean, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "bilan.settings"}
    cluster = None
    try:
        if database == "postgresql":
            cluster = Cluster(find_binaries())
            environment["DATABASE_URL"] = cluster.start()
            create_database(environment["DATABASE_URL"])
        run(["manage.py", "migrate", "--verbosity", "0"], environment)
        run(["manage.py", "collectstatic", "--noinput", "--verbosity", "0"], environment)
        yield environment
    finally:
        if cluster:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def create_database(url: str) -> None:
    """Makes the database that a cluster's address names."""
    import psycopg

    server, _slash, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def run(arguments: list[str], environment: dict) -> None:
    """Runs this Python with arguments, its output shown; CalledProcessError when it fails."""
    subprocess.run([sys.executable, *arguments], env=environment, check=True)


def each_database(module: str, arguments: list[str]) -> None:
    """Runs a benchmark module as a process of its own on each database: peaks of memory are its own."""
    for database in DATABASES:
        if database == "postgresql" and not find_binaries():
            print("postgresql: not installed, left out", flush=True)
            continue
        with place(database) as environment:
            print(f"\n## {database}\n", flush=True)
            run(["-m", module, "--here", *arguments], environment)


def measure_at_scale(name: str, title: str, about: str, measure: Callable[[int], None]) -> None:
    """The command of a benchmark of so many figures: its module on each database, calling `measure` there."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--figures", type=int, default=1_000_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        measure(options.figures)
        return
    print(f"# {title.format(figures=options.figures)}\n\n{describe()}", flush=True)
    each_database(f"benchmarks.{name}", sys.argv[1:])


def set_up() -> None:
    """Makes Django ready in this process."""
    import django

    django.setup()


class Timed:
    """Seconds of a block, and the peak of memory of the process so far: `with Timed() as timed`."""

    seconds = 0.0

    def __enter__(self):
        self.begin()
        return self

    def begin(self) -> None:
        """From here on it is measured: again, when something had to be made ready first."""
        self._start = time.perf_counter()

    def __exit__(self, *error):
        self.seconds = time.perf_counter() - self._start

    @property
    def peak(self) -> int:
        """Megabytes."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Computed(Timed):
    """The same, and the seconds that were computed: by this process and PostgreSQL's that serves it."""

    computed = 0.0

    def __enter__(self):
        self._server = _server()
        return super().__enter__()

    def begin(self) -> None:
        self._before = self._so_far()
        super().begin()

    def __exit__(self, *error):
        super().__exit__(*error)
        self.computed = self._so_far() - self._before

    def _so_far(self) -> float:
        if not self._server:
            return time.process_time()
        fields = Path(f"/proc/{self._server}/stat").read_text().rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _server() -> int | None:
    """The process of PostgreSQL that serves this one, which from here on has no helpers; none on SQLite."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return None
        # What helpers of the server compute could not be counted.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def row(*cells) -> None:
    """Prints a row of a Markdown table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells) -> None:
    """Prints the head of a Markdown table."""
    row(*cells)
    row(*["---"] * len(cells))


def describe() -> str:
    """The machine and the versions, in a line."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0]
    busy = f"load {load:.1f} at the start"
    return f"{cores} cores of {_processor()}, Python {platform.python_version()}, {versions}; {busy}"


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
