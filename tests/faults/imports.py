"""Kills, stops, fills and races imports, and counts what was left half done: `make faults`.

    python -m tests.faults.imports [--kills 20] [--stops 3] [--races 3] [--database sqlite|postgresql|both]

After each fault: the rows are those of one import and of no two; a batch is imported exactly if its history
and its rows are there; what was acknowledged is there; the chain of digests holds; the next import works.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).parent.parent.parent
# The server of these tests keeps what it acknowledges, as a deployed one does.
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class Fault(AssertionError):
    """A promise that a fault broke."""


class House:
    """One database, and the processes that work on it."""

    def __init__(self, folder: Path, url: str = ""):
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "PYTHONIOENCODING": "utf-8",
            **({"DATABASE_URL": url} if url else {}),
        }
        self.acknowledged: list[str] = []
        self.value = 0
        self.keeper: subprocess.Popen | None = None

    def run(self, *words: str) -> str:
        """Runs a process to its end; returns what it said."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Fault(f"{words}: {done.stderr[-2000:]}")
        return done.stdout

    def worker(self, *words: str) -> subprocess.Popen:
        """Starts a worker and waits until it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if process.stdout.readline().strip() != "ready":
            raise Fault(process.stderr.read()[-2000:])
        return process

    def prepare(self) -> None:
        """Tables, ground, and one import that took as long as imports take here."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("-m", "tests.faults.worker", "ground")
        self.keeper = self.worker("keep")
        started = time.monotonic()
        self.confirm_whole()
        self.duration = time.monotonic() - started

    def ask(self, *words: str) -> str:
        """Asks the process that stays; returns what it said."""
        self.keeper.stdin.write(" ".join(words) + "\n")
        self.keeper.stdin.flush()
        said = self.keeper.stdout.readline()
        if not said or said.startswith("fault"):
            raise Fault(f"{words[0]}: {said or self.keeper.stderr.read()[-2000:]}")
        return said

    def close(self) -> None:
        """Ends the process that stays."""
        if self.keeper:
            self.keeper.communicate()

    def checked(self) -> str:
        """A new batch with a value of its own; returns its id."""
        self.value += 1
        said = self.ask("check", str(self.value)).split()
        if said[2] != "checked":
            raise Fault(f"a sound file was not accepted: {said}")
        return said[1]

    def confirm_whole(self) -> float:
        """An import that nothing disturbs must work; returns the seconds that confirming took."""
        pk = self.checked()
        process = self.worker("confirm", pk)
        started = time.monotonic()
        said, errors = process.communicate("0\n", timeout=120)
        self.confirming = time.monotonic() - started
        if f"acknowledged {pk}" not in said:
            raise Fault(f"an undisturbed import failed: {said} {errors[-2000:]}")
        self.acknowledged.append(pk)
        return self.confirming

    def examine(self) -> dict:
        """Compares batches, history and rows; raises Fault on anything half done."""
        said = self.ask("examine", *self.acknowledged[-50:])
        return dict(pair.split("=") for pair in said.split())


def kill(house: House, count: int) -> int:
    """`kill -9` at random moments of a confirmation; returns how many hit it before its acknowledgement."""
    hits = 0
    for number in range(count):
        pk = house.checked()
        process = house.worker("confirm", pk)
        process.stdin.write("0\n")
        process.stdin.flush()
        time.sleep(random.uniform(0, house.confirming * 0.95))
        process.kill()
        said = process.communicate()[0]
        if f"acknowledged {pk}" in said:
            house.acknowledged.append(pk)
        else:
            hits += 1
        house.examine()
        tell(f"kill {number + 1}/{count}")
    house.confirm_whole()
    house.examine()
    return hits


def stop_server(house: House, cluster: postgres.Cluster, count: int) -> int:
    """An immediate stop of PostgreSQL at random moments of a confirmation; returns how many hit it."""
    hits = 0
    port = int(house.environment["DATABASE_URL"].rpartition(":")[2].partition("/")[0])
    for number in range(count):
        pk = house.checked()
        process = house.worker("confirm", pk)
        process.stdin.write("0\n")
        process.stdin.flush()
        time.sleep(random.uniform(0, house.confirming * 0.95))
        cluster.server.send_signal(subprocess.signal.SIGQUIT)
        cluster.server.wait()
        said = process.communicate()[0]
        if f"acknowledged {pk}" in said:
            house.acknowledged.append(pk)
        else:
            hits += 1
        cluster._serve(port)
        if not cluster._answers(house.environment["DATABASE_URL"]):
            raise Fault("PostgreSQL did not come back")
        house.examine()
        tell(f"stop {number + 1}/{count}")
    house.confirm_whole()
    house.examine()
    return hits


def fill_disk(house: House) -> None:
    """No file may grow: nothing is written, and the next import works."""
    pk = house.checked()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.worker", "confirm_on_a_full_disk", pk],
        cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "acknowledged" in done.stdout:
        raise Fault("an import was acknowledged although the disk was full")
    house.examine()
    house.confirm_whole()


def race(house: House, count: int) -> None:
    """Two confirmations of the same report at once, then a confirmation and a publication: one wins."""
    for number in range(count):
        pks = [house.checked(), house.checked()]
        winners = together([house.worker("confirm", pk) for pk in pks])
        if len(winners) != 1:
            raise Fault(f"{len(winners)} of two imports of one report at once were acknowledged")
        house.acknowledged.append(pks[winners[0]])
        house.examine()
        tell(f"race {number + 1}/{count}")
    pk = house.checked()
    house.run("-m", "tests.faults.worker", "approve")
    winners = together([house.worker("confirm", pk), house.worker("publish")])
    if len(winners) != 1:
        raise Fault(f"{len(winners)} of an import and a publication at once were acknowledged")
    if winners == [0]:
        house.acknowledged.append(pk)
    house.examine()


def together(processes: list) -> list[int]:
    """Lets them act at the same moment; returns the places of those that were acknowledged."""
    moment = f"{time.time() + 0.3}\n"
    for process in processes:
        process.stdin.write(moment)
        process.stdin.flush()
    said = [process.communicate(timeout=120) for process in processes]
    for out, errors in said:
        if "acknowledged" not in out and "refused" not in out:
            raise Fault(f"neither done nor refused: {out} {errors[-2000:]}")
    return [place for place, (out, _errors) in enumerate(said) if "acknowledged" in out]


def tell(words: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")


def on_sqlite(options) -> str:
    """All faults on SQLite; returns what is to be said."""
    with tempfile.TemporaryDirectory(prefix="bilan-faults-") as folder:
        house = House(Path(folder))
        with closing(house):
            house.prepare()
            hits = kill(house, options.kills)
            fill_disk(house)
            race(house, options.races)
        kills = f"{options.kills} kills ({hits} before the acknowledgement)"
        return f"sqlite: {kills}, disk full, {options.races} races"


def on_postgresql(options) -> str:
    """All faults on PostgreSQL; returns what is to be said."""
    binaries = postgres.find_binaries()
    if not binaries:
        raise Fault(f"PostgreSQL was not found: {postgres.HOW_TO_INSTALL}")
    postgres.CONFIGURATION.update(SAFE)
    cluster = postgres.Cluster(binaries)
    try:
        url = cluster.start()
        import psycopg

        with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bilan")
        with tempfile.TemporaryDirectory(prefix="bilan-faults-") as folder:
            house = House(Path(folder), url)
            with closing(house):
                house.prepare()
                hits = kill(house, options.kills)
                stopped = stop_server(house, cluster, options.stops)
                fill_disk(house)
                race(house, options.races)
        kills = f"{options.kills} kills ({hits} before the acknowledgement)"
        stops = f"{options.stops} immediate stops ({stopped} before it)"
        return f"postgresql: {kills}, {stops}, disk full, {options.races} races"
    finally:
        cluster.stop()


def main() -> int:
    """Runs the faults asked for; 0 when no promise broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=3)
    parser.add_argument("--races", type=int, default=3)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    runs = {"sqlite": on_sqlite, "postgresql": on_postgresql}
    for name, run in runs.items():
        if options.database in (name, "both"):
            sys.stdout.write(run(options) + ": nothing half done, nothing acknowledged lost\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
