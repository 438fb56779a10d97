"""Random people take random steps: no path leads from somebody's own edit to a release by himself alone.

A normal run takes some hundred steps; `LONG_TESTS=1` takes ten thousand.
"""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bilan import publication
from bilan.canonical import disagreements
from bilan.models import ChapterReview, Release, Report, ReportClosed, WorkflowEvent, editing
from bilan.publication import Refused
from bilan.publication.clock import database_now
from indicators.models import Figure, ReleasedFigure
from tests import factories as make
from units.models import ReleasedUnitEvent, UnitEvent

LONG = bool(os.environ.get("LONG_TESTS"))
EXAMPLES, STEPS = (200, 50) if LONG else (8, 30)
CHAPTERS = ("indicators", "units")
# Some hold one right, some all: nothing but the verbs keeps these from publishing alone.
PEOPLE = (
    ("clerk",),
    ("reviewer",),
    ("publisher",),
    ("clerk", "reviewer", "publisher"),
    ("clerk", "reviewer", "publisher"),
    ("clerk-units", "reviewer-indicators", "publisher"),
    (),
)
people = st.integers(0, len(PEOPLE) - 1)
# Everybody tries in some order, until one may: so that walks get as far as a release.
everybody = st.permutations(range(len(PEOPLE)))
chapters = st.sampled_from((None, None, *CHAPTERS))
reached: Counter = Counter()


class Paths(RuleBasedStateMachine):
    """One report and seven persons; the model keeps who edited what since the last release."""

    @initialize()
    def open(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.people = [make.make_user(*groups, is_superuser=not groups) for groups in PEOPLE]
        self.report = make.make_report()
        self.figure = make.make_figure(self.report)
        self.event = make.make_unit_event(self.report)
        self.hands = {chapter: set() for chapter in CHAPTERS}
        self.released = {}
        self.values = 0

    def teardown(self):
        if hasattr(self, "transaction"):
            assert disagreements() == []
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def attempt(self, verb, person, **options):
        """Takes a step; a refusal is an answer."""
        self.report.refresh_from_db()
        try:
            return getattr(publication, verb)(self.report, by=self.people[person], **options)
        except Refused as refused:
            assert refused.reasons
            return None

    @rule(person=people, kind=st.sampled_from(("figure", "another", "unit", "name")))
    def edit(self, person, kind):
        self.values += 1
        change = getattr(self, f"change_{kind}")
        try:
            with transaction.atomic(), editing(self.people[person]):
                change()
        except ReportClosed:
            assert Report.objects.get().state in ("released", "discarded")
            return
        self.hands["units" if kind == "unit" else "indicators"].add(person)

    def change_figure(self):
        """A value."""
        figure = Figure.objects.get(pk=self.figure.pk)
        figure.value = self.values
        figure.save()

    def change_another(self):
        """A figure that comes and goes: nothing is left of it but the hand that wrote it."""
        make.make_figure(self.report, indicator="violent_cases", change=-10).delete()

    def change_unit(self):
        """A note."""
        event = UnitEvent.objects.get(pk=self.event.pk)
        event.note = str(self.values)
        event.save()

    def change_name(self):
        """The name of an indicator, frozen with its figures."""
        indicator = Figure.objects.get(pk=self.figure.pk).indicator
        indicator.name_en = f"Cases {self.values}"
        indicator.save()

    @rule(order=everybody, chapter=chapters)
    def submit(self, order, chapter):
        for person in order:
            self.attempt("submit", person, chapter=chapter)

    @rule(order=everybody, chapter=chapters)
    def approve(self, order, chapter):
        for person in order:
            self.attempt("approve", person, chapter=chapter, note="read")

    @rule(
        person=people,
        chapter=chapters,
        step=st.sampled_from(
            ("correct", "correct", "correct", "call_off", "withdraw", "send_back", "discard")
        ),
    )
    def something_else(self, person, chapter, step):
        """The steps that undo are one rule, so that they do not outweigh those that lead on."""
        if step == "send_back":
            self.attempt(step, person, chapter=chapter, reason="why")
        elif step == "withdraw":
            self.withdraw(person)
        elif self.attempt(step, person, reason="why") and step == "call_off":
            self.hands = {chapter: self.hands[chapter] | self.pending[chapter] for chapter in CHAPTERS}
        self.carry_on(step)

    def carry_on(self, step):
        """A walk does not end where a report is closed: the clerk takes it up again."""
        if step == "discard" and Report.objects.get().state == Report.State.DISCARDED:
            publication.open_report(self.report.year, by=self.people[0])
        elif step == "correct":
            self.attempt("correct", 0, reason="why")

    def withdraw(self, person):
        """A release without rows."""
        release = self.attempt("withdraw", person, notes=make.NOTES)
        if release is not None:
            assert rows_of(release) == ([], [])
            self.released[release.number] = rows_of(release)
            self.hands = {chapter: set() for chapter in CHAPTERS}

    @rule(order=everybody, later=st.booleans())
    def publish(self, order, later):
        for person in order:
            self.publish_by(person, database_now() + timedelta(hours=1) if later else None)

    @rule(order=everybody)
    def lead_on(self, order):
        """Every step at once, each by whoever comes first of those who may."""
        self.submit(order, None)
        self.approve(order, None)
        self.publish(order, later=False)

    def publish_by(self, person, at):
        """Takes the step and holds every hand that the model knows against it."""
        before = {chapter: set(hands) for chapter, hands in self.hands.items()}
        release = self.attempt("publish", person, at=at, notes=make.NOTES)
        if release is None:
            return
        reached[len(self.released) + 1] += 1
        assert not any(person in hands for hands in before.values()), "released by one who edited"
        for review in ChapterReview.objects.filter(chapter__in=CHAPTERS):
            approver = [user.pk for user in self.people].index(review.approved_by_id)
            assert approver not in before[review.chapter], "approved by one who edited"
            assert approver != person, "released by one who approved"
            assert review.submitted_by_id not in (review.approved_by_id, self.people[person].pk)
        assert (
            ReleasedFigure.objects.get(release=release).value == Figure.objects.get(pk=self.figure.pk).value
        )
        self.released[release.number] = rows_of(release)
        # Called off, the release never was: those who edited before it have edited what comes next.
        self.pending, self.hands = before, {chapter: set() for chapter in CHAPTERS}

    @invariant()
    def no_released_row_changes(self):
        if hasattr(self, "released"):
            now = {release.number: rows_of(release) for release in Release.objects.all()}
            assert now == self.released

    @invariant()
    def the_log_tells_every_release(self):
        if hasattr(self, "released"):
            told = WorkflowEvent.objects.filter(verb__in=("released", "withdrawn")).count()
            assert told == len(self.released)


def rows_of(release) -> tuple:
    """What a release states."""
    figures = (
        ReleasedFigure.objects.filter(release=release)
        .order_by("pk")
        .values_list("indicator", "value", "change")
    )
    events = ReleasedUnitEvent.objects.filter(release=release).order_by("pk").values_list("unit", "note")
    return list(figures), list(events)


@pytest.mark.django_db
def test_no_path_leads_from_an_own_edit_to_a_release_by_one_person():
    run_state_machine_as_test(
        Paths,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert reached[1] > 3, "few walks got as far as a release: the test shows little"
    assert reached[2], "no walk got as far as a correction"
