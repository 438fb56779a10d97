"""Reads a table in a process of its own, so that a hostile file costs one parse and not the worker."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from bilan.tables import Limits, Problem, Row

from .problems import number_of

# Seconds by the clock; the process has fewer of its own to compute with.
PATIENCE = 60
PARSER = "bilan.importing.parser"


class GuardedTable:
    """A table as `bilan.tables` gives it, read by another process.

    When that process dies or is stopped for taking too much, this is one more problem of the file.
    """

    def __init__(self, process, report):
        self._process, self._report = process, report
        self.encoding = self.separator = ""
        self.header: tuple[str, ...] = ()
        self.count = 0
        self._ended = False
        for kind, content in self._messages():
            if kind == "header":
                self.encoding, self.separator, header = content
                self.header = tuple(header)
                break

    def _messages(self) -> Iterator:
        """Messages other than problems; problems are reported as they come."""
        for line in self._process.stdout:
            kind, content = json.loads(line, object_hook=number_of)
            if kind == "problem":
                row, column, value, code, params = content
                self._report(Problem(row, column, value, code, params))
            else:
                yield kind, content
        if not self._ended:
            self._ended = True
            self._report(Problem(None, None, "", "too_large", {"reason": "resources"}))

    def __iter__(self) -> Iterator[Row]:
        for kind, content in self._messages():
            if kind == "end":
                self.count, self._ended = content, True
                return
            for number, cells, bad in content:
                self.count = max(self.count + 1, 0)
                yield Row(number, cells, frozenset(bad))


@contextmanager
def read_guarded(source, filename: str, columns, *, limits: Limits | None = None, report):
    """As `bilan.tables.read_table`; `source` is a stored file of Django's."""
    wanted = {
        "path": source.name,
        "name": Path(filename).name,
        "limits": asdict(limits or Limits()),
        "columns": [[one.name, one.kind, one.required, one.aliases] for one in columns],
    }
    process = subprocess.Popen(
        [sys.executable, "-m", PARSER],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    alarm = threading.Timer(PATIENCE, process.kill)
    alarm.start()
    try:
        process.stdin.write(json.dumps(wanted) + "\n")
        process.stdin.close()
        yield GuardedTable(process, report)
    finally:
        alarm.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
