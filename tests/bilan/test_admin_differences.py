"""What a correction changes, shown to its reviewer."""

import pytest
from django.urls import reverse

from bilan import publication
from tests.factories import make_figure, make_report, make_unit_event, make_user
from tests.staff import LANGUAGES, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected():
    """A released report, open for a correction, of which a value was changed and a unit added."""
    clerk, reviewer, publisher = (make_user(group) for group in ("clerk", "reviewer", "publisher"))
    figure = make_figure(make_report(2024), value=755541, changed_by=clerk)
    report = figure.report
    publication.submit(report, by=clerk)
    publication.approve(report, by=reviewer)
    publication.publish(report, by=publisher)
    publication.correct(report, by=clerk)
    figure.report.refresh_from_db()
    figure.value = 755542
    figure.save()
    make_unit_event(figure.report)
    return figure.report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reviewer_sees_what_changes_from_which_value_to_which(corrected, language):
    client = client_of("reviewer", language=language)
    page = client.get(reverse("admin:differences", args=[corrected.pk]))
    rows = [row for group in page.context["groups"] for row in group["rows"]]
    assert [row["key"] for row in rows] == ["cases_total · 2024 · dgsn-2024-ar", "k9-casablanca · created"]
    assert [(cell["before"], cell["after"]) for cell in rows[0]["cells"]] == [("755541", "755542")]
    assert all(cell["before"] == "" for cell in rows[1]["cells"])


def test_a_reviewer_of_one_chapter_sees_that_one(corrected):
    page = client_of("reviewer-units").get(reverse("admin:differences", args=[corrected.pk]))
    (group,) = page.context["groups"]
    assert [row["key"] for row in group["rows"]] == ["k9-casablanca · created"]
    assert (
        client_of("administrator").get(reverse("admin:differences", args=[corrected.pk])).status_code == 403
    )


def test_the_report_leads_there_only_while_it_is_corrected(corrected):
    address = reverse("admin:differences", args=[corrected.pk])
    page = client_of("reviewer").get(reverse("admin:bilan_report_change", args=[corrected.pk]))
    assert address in page.content.decode()
    first = make_report(2025)
    page = client_of("reviewer").get(reverse("admin:bilan_report_change", args=[first.pk]))
    assert reverse("admin:differences", args=[first.pk]) not in page.content.decode()
    assert client_of("reviewer").get(reverse("admin:differences", args=[first.pk])).status_code == 200
