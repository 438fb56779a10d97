"""The page of the machine: what it says (tests/access.py tells to whom)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bilan import publication
from bilan.backup import writing
from tests import factories as make
from tests.staff import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", ["administrator", "auditor"])
def test_it_tells_the_database_the_backup_and_the_next_release(group, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client = client_of(group, language="en")
    assert "System" in client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:system"))
    assert page.context["backup"] is None
    assert page.context["next_release"] is None
    report = make.make_approved(make.make_figure().report)
    later = timezone.now() + timedelta(hours=1)
    release = publication.publish(report, by=make.make_person("publisher"), at=later)
    manifest = {"made_at": timezone.now().isoformat(), "tables": {}}
    writing._remember(tmp_path / "site.zip", manifest)
    page = client.get(reverse("admin:system"))
    assert page.context["next_release"] == release
    assert page.context["missing"] == []
    text = page.content.decode()
    assert "site.zip" in text
    assert "Django 5" in text


def test_a_clerk_s_front_page_does_not_lead_there():
    assert reverse("admin:system") not in client_of("clerk").get(reverse("admin:index")).content.decode()
