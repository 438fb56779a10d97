"""Two people at the same moment: one comes first, nothing is lost, the other is told.

A normal run makes one round of each pair; `LONG_TESTS=1` makes fifty.
"""

import os
import threading
from itertools import combinations_with_replacement

import pytest
from django.db import connections

from bilan import publication
from bilan.canonical import disagreements
from bilan.history import broken_links
from bilan.importing.process import import_file
from bilan.models import Edit, Release, Report, ReportClosed, editing
from bilan.publication import Refused
from indicators.models import Figure, ReleasedFigure
from tests import factories as make
from units.models import UnitEvent

LONG = bool(os.environ.get("LONG_TESTS"))
ROUNDS = 50 if LONG else 1
HEADER = "report,indicator,year,command,value,source\n"


def value_of(act, place) -> int:
    """The value that an act writes, another for each place in the pair."""
    return {edit: 1000, import_one: 2000}[act] + place


def edit(year, tmp_path, place):
    """A figure's value, by a form."""
    with editing(make.make_person("clerk")):
        figure = Figure.objects.get(report__year=year)
        figure.value = value_of(edit, place)
        figure.save()


def import_one(year, tmp_path, place):
    """The same figure's value, by a file."""
    file = tmp_path / f"{year}-{place}.csv"
    file.write_text(f"{HEADER}{year},cases_total,{year},,{value_of(import_one, place)},dgsn-2024-ar\n")
    outcome = import_file("figures", file, write=True, by=make.make_person("clerk"))
    if outcome.errors:
        raise Refused(*[publication.Reason(one.code, one.message) for one in outcome.problems])


def approve(year, tmp_path, place):
    """Everything in review."""
    publication.approve(Report.objects.get(year=year), by=make.make_person("reviewer"), note="read")


def publish(year, tmp_path, place):
    """Now."""
    report = Report.objects.get(year=year)
    publication.publish(report, by=make.make_person("publisher"), notes=make.NOTES)


def correct(year, tmp_path, place):
    """Opens a correction."""
    publication.correct(Report.objects.get(year=year), by=make.make_person("clerk"))


# Where a report stands before each act, the furthest of the two counting.
WRITERS = (edit, import_one)
STAGES = {edit: 0, import_one: 0, approve: 1, publish: 2, correct: 3}


def bring_to(report, stage):
    """Takes a draft to the stage at which an act can happen."""
    if stage >= 1:
        publication.submit(report, by=make.make_person("clerk"))
    if stage >= 2:
        publication.approve(report, by=make.make_person("reviewer"), note="read")
    if stage >= 3:
        publication.publish(report, by=make.make_person("publisher"))


def at_once(acts, year, tmp_path) -> list:
    """Runs the acts from threads that start together; by act: None, or how it was told."""
    start, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            act(year, tmp_path, place)
        except (Refused, ReportClosed) as refusal:
            told[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    return told


PAIRS = list(combinations_with_replacement(STAGES, 2))
# Emptying the tables after a test costs more than the rounds: they share one test unless there are many.
RUNS = [[pair] for pair in PAIRS] if LONG else [PAIRS]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pairs", RUNS)
def test_two_at_once_leave_what_one_after_the_other_would(pairs, tmp_path):
    for person in ("clerk", "reviewer", "publisher"):
        make.make_person(person)
    for number, pair in enumerate(pairs * ROUNDS):
        one_round(pair, 1960 + number, tmp_path)
    assert disagreements() == []
    assert list(broken_links()) == []


def one_round(pair, year, tmp_path):
    """Brings a new report to where both acts can happen, lets them, and looks at what is left."""
    report = make.make_report(year)
    with editing(make.make_person("clerk")):
        make.make_figure(report, value=5)
    bring_to(report, max(STAGES[act] for act in pair))
    releases, edits = Release.objects.count(), Edit.objects.count()
    told = at_once(pair, year, tmp_path)

    done = [act for act, refusal in zip(pair, told, strict=True) if refusal is None]
    assert done, [str(refusal) for refusal in told]
    assert all(str(refusal) for refusal in told if refusal)
    if pair[0] is pair[1] and pair[0] in (approve, publish, correct):
        assert len(done) == 1
    # Every act that was not refused has happened, once; of every other nothing is left.
    assert Release.objects.count() - releases == done.count(publish)
    assert Edit.objects.count() - edits == done.count(edit) + done.count(import_one)
    written = [
        value_of(act, place) for place, act in enumerate(pair) if told[place] is None and act in WRITERS
    ]
    assert Figure.objects.get(report=report).value in (written or [5])
    report.refresh_from_db()
    if publish in done:
        # What was approved was released: an edit that came first would have voided the approval.
        assert ReleasedFigure.objects.get(release__year=year).value == 5
        assert not written
        assert report.state == "draft" if correct in done else report.state == "released"


def edit_a_unit(year, tmp_path, place):
    """An entry of another chapter, by a form."""
    with editing(make.make_person("clerk")):
        event = UnitEvent.objects.get(report__year=year)
        event.note = f"round {year}"
        event.save()


@pytest.mark.django_db(transaction=True)
def test_an_import_and_a_form_of_another_chapter_both_come_through(tmp_path):
    """Both hold a lock that the other wants; taken in one order they queue, and neither is lost."""
    make.make_person("clerk")
    for year in range(1960, 1960 + 2 * ROUNDS):
        report = make.make_report(year)
        make.make_figure(report, value=5)
        make.make_unit_event(report, unit=f"k9-{year}")
        assert at_once((import_one, edit_a_unit), year, tmp_path) == [None, None]
        assert Figure.objects.get(report=report).value == value_of(import_one, 0)
        assert UnitEvent.objects.get(report=report).note == f"round {year}"
    assert list(broken_links()) == []
