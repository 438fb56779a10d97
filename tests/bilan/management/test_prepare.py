"""`make run` prepares a site from nothing, and leaves what was entered alone."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from bilan import people, publication
from bilan.canonical import disagreements
from bilan.history import broken_links
from bilan.models import Acknowledgement, Edit, Release, Report, WorkflowEvent
from indicators.models import Figure
from tests import factories as make

# As the command runs: with transactions of its own, not within one of the test.
pytestmark = pytest.mark.django_db(transaction=True)


def prepare() -> str:
    """What the command prints."""
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_prepare_releases_every_bilan_through_the_steps_and_a_second_run_changes_nothing(monkeypatch):
    monkeypatch.setattr(settings, "LOCAL_MODE", True)
    printed = prepare()
    years = list(Release.objects.order_by("pk").values_list("year", flat=True))
    assert years == sorted(years)
    assert years[-1] == 2024
    assert set(Report.objects.values_list("state", flat=True)) == {"released"}
    assert set(WorkflowEvent.objects.filter(verb="released").values_list("by__username", flat=True)) == {
        "publisher"
    }
    assert not Acknowledgement.objects.exclude(by__username="reviewer").exists()
    assert not Edit.objects.exclude(by__username="clerk").exists()
    assert disagreements() == []
    assert list(broken_links()) == []
    passwords = dict(re.findall(r"sign-in: (\w+)  password: (\S+)", printed))
    assert set(passwords) == set(people.ROLES)
    for role, password in passwords.items():
        assert get_user_model().objects.get(username=role).check_password(password)
        assert password not in str(get_user_model().objects.filter(username=role).values())

    # A correction that somebody has begun, and next year's draft, stay as they are.
    report = Report.objects.get(year=2024)
    publication.correct(report, by=make.make_person("clerk"))
    figure = Figure.objects.filter(report=report, indicator__code="cases_total", year=2024).first()
    figure.value = 755_540
    figure.save()
    draft = make.make_figure(make.make_report(2025)).report
    again = prepare()
    assert "password" not in again
    assert Figure.objects.get(pk=figure.pk).value == 755_540
    assert Release.objects.count() == len(years)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_outside_local_mode_nobody_gets_a_sign_in(monkeypatch):
    monkeypatch.setattr(settings, "LOCAL_MODE", False)
    assert prepare() == ""
    assert not get_user_model().objects.exists()
    assert not Report.objects.exists()
