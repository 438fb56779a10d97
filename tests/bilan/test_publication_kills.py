"""A publishing process killed at any moment leaves all old or all new, and loses nothing it has told.

A normal run kills three times; `LONG_TESTS=1` twenty.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from bilan.canonical import disagreements
from bilan.models import Release, Report, WorkflowEvent
from indicators.models import Figure, ReleasedFigure
from tests import factories as make
from tests.elsewhere import environment_of_another_process

KILLS = 20 if os.environ.get("LONG_TESTS") else 3
FIGURES = 30
# Publishes year after year and says each one after it is written; the tests' settings are not the site's.
PROGRAM = """
import sys
import django
django.setup()
from django.contrib.auth import get_user_model
from bilan import publication
from bilan.models import Report
publisher = get_user_model().objects.get(username="publisher")
print("ready", flush=True)
for year in map(int, sys.argv[1:]):
    publication.publish(Report.objects.get(year=year), by=publisher)
    print(year, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_publication_leaves_all_or_nothing():
    chance = random.Random(3)
    make.make_person("publisher")
    years = list(range(1960, 1960 + KILLS * 3))
    for year in years:
        report = make.make_report(year)
        for place in range(FIGURES):
            make.make_figure(report, indicator=f"indicator_{place}")
        make.make_approved(report)
    environment = environment_of_another_process()
    killed = 0
    for kill in range(KILLS):
        wanted = [str(year) for year in years[3 * kill : 3 * kill + 3]]
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *wanted], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        told = [int(line) for line in process.stdout.read().split()]
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
        for year in told:
            assert Release.objects.filter(year=year).exists(), "told and lost"
    assert killed, "every process had ended before it was killed"
    for report in Report.objects.order_by("year"):
        released = Release.objects.filter(report=report).count()
        assert released == (report.state == Report.State.RELEASED)
        assert released == WorkflowEvent.objects.filter(report=report, verb="released").count()
        assert ReleasedFigure.objects.filter(release__report=report).count() == FIGURES * released
    orphans = ReleasedFigure.objects.exclude(release__in=Release.objects.values("pk"))
    assert not orphans.exists()
    assert disagreements() == []
    assert Figure.objects.count() == FIGURES * len(years)
