"""What this site counts, in the text form that Prometheus reads; plain Python, over threads and processes.

Each process adds up in memory and writes its sums to a file of its own, at most once a second, so that any
process can answer for all of them. The sums of a process that ended stay: counters never go back.
"""

import json
import os
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

HELP = {
    "bilan_requests_total": "Answers by side, method and status.",
    "bilan_request_seconds": "Seconds until an answer begins, by side.",
    "bilan_ready_pages_total": "Public answers by what the layer of ready pages did.",
    "bilan_import_seconds": "Seconds of the stages of an import.",
}
BUCKETS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
WRITTEN_AFTER = 1.0
_lock = threading.Lock()
_sums: dict[str, float] = defaultdict(float)
_folder: Path | None = None
_timer: threading.Timer | None = None


def keep_in(folder: Path | None) -> None:
    """Where the processes' files are; None keeps the sums in this process only."""
    global _folder
    _folder = folder


def labelled(name: str, **labels) -> str:
    """`name{label="value"}`; values are words of ours, never a reader's."""
    inner = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{inner}}}" if inner else name


def add(series: str, amount: float = 1) -> None:
    """Adds to a counter."""
    with _lock:
        _sums[series] += amount
    _write_soon()


def observe(name: str, seconds: float, **labels) -> None:
    """Adds a duration to a histogram."""
    buckets, count, total = _histogram(name, tuple(labels.items()))
    with _lock:
        for series in buckets[bisect_left(BUCKETS, seconds) :]:
            _sums[series] += 1
        _sums[count] += 1
        _sums[total] += seconds
    _write_soon()


@lru_cache(maxsize=256)
def _histogram(name: str, labels: tuple) -> tuple[tuple[str, ...], str, str]:
    """The series of a histogram, written out once: its buckets, its count, its sum."""
    given = dict(labels)
    buckets = tuple(labelled(f"{name}_bucket", **given, le=bound) for bound in (*BUCKETS, "+Inf"))
    return buckets, labelled(f"{name}_count", **given), labelled(f"{name}_sum", **given)


@contextmanager
def timed(name: str, **labels):
    """Adds the duration of a block to a histogram, whether it succeeds or not."""
    started = time.perf_counter()
    try:
        yield
    finally:
        observe(name, time.perf_counter() - started, **labels)


def _write_soon() -> None:
    global _timer
    if _folder is None or _timer is not None:
        return
    with _lock:
        if _timer is None:
            _timer = threading.Timer(WRITTEN_AFTER, write)
            _timer.daemon = True
            _timer.start()


def write() -> None:
    """Writes this process's sums to its file."""
    global _timer
    with _lock:
        _timer = None
        sums = dict(_sums)
    if _folder is None:
        return
    _folder.mkdir(parents=True, exist_ok=True)
    target = _folder / f"{os.getpid()}.json"
    unfinished = target.with_suffix(f".{threading.get_ident()}")
    unfinished.write_text(json.dumps(sums))
    unfinished.replace(target)


def totals() -> dict[str, float]:
    """The sums of all processes, those that ended gathered into one file."""
    with _lock:
        total = defaultdict(float, _sums)
    if _folder is None or not _folder.is_dir():
        return total
    gone = []
    for path in _folder.glob("*.json"):
        if path.stem == str(os.getpid()):
            continue
        for series, value in _read(path).items():
            total[series] += value
        if path.stem != "ended" and not Path(f"/proc/{path.stem}").exists() and Path("/proc/self").exists():
            gone.append(path)
    if gone:
        _gather(gone)
    return total


def _gather(paths: list[Path]) -> None:
    """Adds the files of processes that ended to one; a process that takes a file first has it."""
    ended = defaultdict(float, _read(_folder / "ended.json"))
    for path in paths:
        taken = path.with_suffix(f".{os.getpid()}.taken")
        try:
            path.rename(taken)
        except FileNotFoundError:
            continue
        for series, value in _read(taken).items():
            ended[series] += value
        taken.unlink()
    unfinished = _folder / f"ended.{os.getpid()}"
    unfinished.write_text(json.dumps(ended))
    unfinished.replace(_folder / "ended.json")


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def exposition(gauges: dict[str, tuple[str, float]]) -> str:
    """The page that Prometheus reads; `gauges`: series → (help, value) of this moment."""
    lines, seen = [], set()
    for series, value in sorted(totals().items()):
        name = series.partition("{")[0]
        family = name
        for ending in ("_bucket", "_count", "_sum"):
            if name.removesuffix(ending) in HELP:
                family = name.removesuffix(ending)
        if family not in seen:
            seen.add(family)
            kind = "counter" if family.endswith("_total") else "histogram"
            lines += [f"# HELP {family} {HELP.get(family, '')}", f"# TYPE {family} {kind}"]
        lines.append(f"{series} {value:g}" if value < 1e6 else f"{series} {value!r}")
    for series, (words, value) in gauges.items():
        name = series.partition("{")[0]
        lines += [f"# HELP {name} {words}", f"# TYPE {name} gauge", f"{series} {value:g}"]
    return "\n".join(lines) + "\n"
