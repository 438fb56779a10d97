"""What is killed: a process that imports. `python -m tests.faults.worker ACTION [ARGUMENT]`.

It says on standard output what it is about to do and what was acknowledged, one line each.
"""

import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, connections  # noqa: E402

from bilan import publication  # noqa: E402
from bilan.importing import batches  # noqa: E402
from bilan.models import ImportBatch, Report  # noqa: E402
from tests import factories as make  # noqa: E402

ROWS = 3000
YEAR = 2024
FULL = 128 << 10


def say(*words) -> None:
    """One line, at once."""
    print(*words, flush=True)  # noqa: T201


def ground(_argument) -> None:
    """A draft report, its indicators, and who works on them."""
    make.make_report(YEAR)
    make.make_country()
    make.make_source("paper")
    for number in range(ROWS // 60):
        make.make_indicator(f"indicator-{number}")
    for role in ("clerk", "reviewer", "publisher"):
        make.make_person(role)


def file_of(value: int) -> SimpleUploadedFile:
    """The same rows each time, all of one value: a mixture of values would be half an import."""
    lines = [
        f"{YEAR},indicator-{number},{year},{value},paper"
        for number in range(ROWS // 60)
        for year in range(1960, 2020)
    ]
    content = "\n".join(["report,indicator,year,value,source", *lines]) + "\n"
    return SimpleUploadedFile("rows.csv", content.encode())


def check(value) -> None:
    """A checked batch; its id is said."""
    batch = batches.check(file_of(int(value)), table="figures", owner=make.make_person("clerk"))
    say("checked", batch.pk, batch.state)


def confirm(pk) -> None:
    """Confirms a batch when the time that standard input gives has come."""
    clerk = make.make_person("clerk")
    ImportBatch.objects.get(pk=pk)
    say("ready")
    time.sleep(max(0.0, float(sys.stdin.readline()) - time.time()))
    say("confirming", pk)
    try:
        batches.confirm(pk, clerk)
    except batches.NotImported as refused:
        say("refused", str(refused))
    else:
        say("acknowledged", pk)


def approve(_argument) -> None:
    """Takes the report to its approval."""
    make.make_approved(Report.objects.get(year=YEAR))


def publish(_argument) -> None:
    """Publishes the report when the time that standard input gives has come."""
    report, publisher = Report.objects.get(year=YEAR), make.make_person("publisher")
    say("ready")
    time.sleep(max(0.0, float(sys.stdin.readline()) - time.time()))
    try:
        publication.publish(report, by=publisher)
    except publication.Refused as refused:
        say("refused", str(refused))
    else:
        say("acknowledged", "release")


def confirm_on_a_full_disk(pk) -> None:
    """Confirms a batch where no file takes more than a few pages: what it writes needs many."""
    clerk = make.make_person("clerk")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))
    say("confirming", pk)
    batches.confirm(pk, clerk)
    say("acknowledged", pk)


def keep(_argument) -> None:
    """Checks and examines as standard input asks, a line each, so that no process has to start for it."""
    from .examine import main as examine

    asked = {"check": check, "examine": lambda pks: examine(pks.split())}
    say("ready")
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        connections.close_all()  # the server may have been stopped meanwhile
        try:
            asked[word](rest)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
            say("fault", type(error).__name__, str(error).replace("\n", " "))
    connections.close_all()


ACTIONS = {
    action.__name__: action
    for action in (ground, check, confirm, approve, publish, confirm_on_a_full_disk, keep)
}

if __name__ == "__main__":
    ACTIONS[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else None)
