"""What a correction changed, old → new."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bilan import publication
from bilan.differences import differences, draft_differences, previous
from bilan.models import Release
from indicators.models import Figure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """A release of two figures and an agreement."""
    report = make.make_report()
    make.make_figure(report, note="as published")
    make.make_figure(report, indicator="violent_cases", change=-10)
    make.make_agreement(report, reference="a-1")
    return make.make_release(report)


@pytest.fixture
def draft(first):
    """A correction: a value changed, a row removed, one added, a name changed."""
    report = first.report
    publication.correct(report, by=make.make_person("clerk"))
    figure = Figure.objects.get(indicator__code="cases_total")
    figure.value = 755_542
    figure.save()
    Figure.objects.get(indicator__code="violent_cases").delete()
    make.make_agreement(report, reference="a-2")
    figure.indicator.name_fr = "Affaires pénales"
    figure.indicator.save()
    return report


def test_a_first_release_differs_from_nothing(first):
    assert previous(first) is None
    assert differences(first) == []


def test_rows_added_changed_and_removed_are_told_with_old_and_new(first, draft):
    second = make.make_release(draft)
    assert previous(second) == first
    added, changed, removed, label = sorted(differences(second), key=lambda one: (one.is_label, one.kind))
    assert (added.table, added.key, added.before) == ("agreements", {"reference": "a-2"}, None)
    assert (changed.table, changed.kind, changed.columns) == ("figures", "changed", ("value",))
    assert changed.key == {
        "indicator": "cases_total",
        "year": 2024,
        "command": "",
        "source": "dgsn-2024-ar",
    }
    assert (changed.before["value"], changed.after["value"]) == (Decimal(755_541), Decimal(755_542))
    assert (removed.kind, removed.after, removed.before["change"]) == ("removed", None, Decimal(-10))
    assert (label.table, label.key, label.columns) == ("indicators", {"code": "cases_total"}, ("name_fr",))
    assert (label.before["name_fr"], label.after["name_fr"]) == ("Affaires", "Affaires pénales")


def test_a_reviewer_sees_the_same_before_the_release(first, draft):
    told = draft_differences(draft, first)
    second = make.make_release(draft)
    assert told == [one for one in differences(second) if not one.is_label]


def test_a_release_that_was_called_off_is_passed_over(first, draft):
    publisher = make.make_person("publisher")
    make.make_approved(draft)
    soon = timezone.now() + timedelta(hours=1)
    publication.publish(draft, by=publisher, at=soon, notes=make.NOTES)
    publication.call_off(draft, by=publisher, reason="why")
    third = publication.publish(draft, by=publisher, notes=make.NOTES)
    assert third.number == 3
    assert previous(third) == first


def test_a_withdrawal_removes_every_row(first):
    withdrawal = publication.withdraw(first.report, by=make.make_person("publisher"), notes=make.NOTES)
    assert {one.kind for one in differences(withdrawal)} == {"removed"}
    assert len(differences(withdrawal)) == 3


def test_comparing_reads_only_what_differs(first, draft, django_assert_num_queries):
    make.make_release(draft)
    second = Release.objects.get(number=2)
    before = previous(second)
    with django_assert_num_queries(8):
        assert len(differences(second, before)) == 4
