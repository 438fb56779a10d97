"""Preview: a draft on the public pages, for those who may, marked, private, and written down."""

import pytest
from django.urls import get_resolver, reverse

from bilan.models import Release, Report, WorkflowEvent
from bilan.preview import DraftEdition
from bilan.urls import EveryAddress
from indicators.models import Figure
from tests.factories import (
    make_agreement,
    make_figure,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
    make_user,
)
from tests.staff import LANGUAGES, client_of

pytestmark = pytest.mark.django_db
TEXT = "حصيلة 2024\nسجلت 755 ألف و541 قضية.\n"


@pytest.fixture
def draft():
    """A draft with an entry of every kind, and the text that states its figure."""
    source = make_source(text=TEXT)
    report = make_report(2024)
    make_figure(report, value=755541, source=source, quote="755 ألف و541 قضية")
    for make in (make_unit_event, make_agreement, make_statement):
        make(report)
    return report


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_seen_as_readers_will_see_it(draft, language):
    answer = client_of("publisher").get(reverse("preview", args=[language, 2024]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text
    assert ("755,541" if language == "en" else "755.541") in text
    assert reverse("admin:bilan_report_change", args=[draft.pk]) in text, "marked, with the way back"
    assert "/data/" not in text, "a draft has no files"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_preview_shows_every_chapter_of_the_draft(draft):
    answer = client_of("publisher").get(reverse("preview", args=["en", 2024]))
    chapters = {chapter.slug for chapter, _content in answer.context["chapters"]}
    assert chapters == {"indicators", "units", "partnerships", "statements"}
    contents = {chapter.slug: content for chapter, content in answer.context["chapters"]}
    assert len(contents["partnerships"]["register"].entries) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_a_draft_is_seen_with_its_figures_marked(draft, language):
    answer = client_of("publisher").get(reverse("preview_text", args=[language, 2024]))
    assert answer.status_code == 200
    assert answer.context["count"] == 1


def test_every_look_is_written_down_with_its_person(draft):
    client = client_of("auditor")
    client.get(reverse("preview", args=["ar", 2024]))
    event = WorkflowEvent.objects.get()
    assert (event.verb, event.by, event.report) == ("previewed", client.user, draft)
    log = client.get(reverse("admin:log", args=[draft.pk]), {"previews": "1"})
    assert [one.by for one in log.context["page"]] == [client.user]


def test_a_preview_writes_nothing_else_and_publishes_nothing(draft, client):
    client_of("publisher").get(reverse("preview", args=["ar", 2024]))
    assert not Release.objects.exists()
    draft.refresh_from_db()
    assert (draft.state, draft.version) == (Report.State.DRAFT, draft.version)
    assert client.get("/ar/2024/").status_code == 404


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        (("clerk",), 200),
        (("reviewer",), 200),
        (("publisher",), 200),
        (("auditor",), 200),
        (("clerk-units",), 403),
        (("reviewer-indicators",), 403),
        (("administrator",), 403),
        ((), 403),
    ],
)
def test_who_has_one_chapter_sees_no_whole_report(draft, groups, status):
    assert client_of(*groups).get(reverse("preview", args=["ar", 2024])).status_code == status
    assert WorkflowEvent.objects.exists() == (status == 200)


def test_a_stranger_is_led_to_the_sign_in_whether_the_year_exists_or_not(draft, client):
    for year in (2024, 1999):
        answer = client.get(reverse("preview", args=["ar", year]))
        assert answer.url.startswith(reverse("admin:login"))


def test_a_superuser_without_a_group_previews_nothing(draft):
    client = client_of(user=make_user(is_superuser=True))
    assert client.get(reverse("preview", args=["ar", 2024])).status_code == 403


@pytest.mark.parametrize("address", ["/preview/ar/1999/", "/preview/de/2024/", "/preview/de/2024/text/"])
def test_what_does_not_exist_is_not_found(draft, address):
    assert client_of("publisher").get(address).status_code == 404


def test_a_discarded_draft_is_not_found(draft):
    Report._base_manager.update(state=Report.State.DISCARDED)
    assert client_of("publisher").get(reverse("preview", args=["ar", 2024])).status_code == 404


def test_a_draft_has_the_rows_and_names_that_its_release_would_have(draft):
    edition = DraftEdition(draft)
    (row,) = edition.rows(Figure._meta.apps.get_model("indicators", "ReleasedFigure"))
    assert (row.indicator, row.command, row.source, row.value) == ("cases_total", "", "dgsn-2024-ar", 755541)
    assert edition.label("indicators", "cases_total")["name_fr"] == "Affaires"
    assert edition.report["title_en"] == "Results 2024"


def test_links_to_public_pages_can_be_written_by_the_staff_side_alone():
    assert get_resolver(EveryAddress).reverse("home") is not None
