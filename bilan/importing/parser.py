"""The process that reads one uploaded file, under limits of its own: `python -m bilan.importing.parser`.

A hostile file costs this process and nothing else. It knows no database and no Django; it is told on standard
input what to read and says on standard output, in JSON lines, what it found.
"""

import json
import resource
import sys
from decimal import Decimal
from itertools import islice
from pathlib import Path

from bilan.tables import Column, Kind, Limits, read_table

MEMORY = 256 << 20
SECONDS = 10
BATCH = 500


def _plain(value):
    """A number typed as a number goes as `{"d": text}`, anything else that JSON has not as text."""
    return {"d": str(value)} if isinstance(value, Decimal) else str(value)


def say(kind: str, content) -> None:
    """One message: its kind and its content."""
    sys.stdout.write(json.dumps([kind, content], ensure_ascii=True, default=_plain))
    sys.stdout.write("\n")


def read(wanted: dict) -> None:
    """Reads the file and tells its header, rows, problems and end."""
    columns = [
        Column(name, Kind(kind), required, tuple(aliases))
        for name, kind, required, aliases in wanted["columns"]
    ]

    def report(one):
        say("problem", [one.row, one.column, one.value, one.code, dict(one.params)])

    limits = Limits(**wanted["limits"])
    with (
        Path(wanted["path"]).open("rb") as file,
        read_table(file, wanted["name"], columns, limits=limits, report=report) as table,
    ):
        say("header", [table.encoding, table.separator, table.header])
        rows = iter(table)
        while batch := list(islice(rows, BATCH)):
            say("rows", [[row.number, row.cells, sorted(row.bad)] for row in batch])
        say("end", table.count)


def main() -> None:
    """Takes the limits before anything of the file is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read(json.loads(sys.stdin.readline()))


if __name__ == "__main__":
    main()
