"""History on the staff side: on each record and as a list for auditors, read by all and changed by nobody."""

import pytest
from django.urls import reverse

from bilan.history import broken_links, changes_of
from bilan.models import Change, Edit, WorkflowEvent
from indicators.models import Figure
from tests.factories import make_command, make_figure, make_source, make_unit_event
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    """A figure that a clerk corrected in its form."""
    figure = make_figure(value=755541)
    client = client_of("clerk")
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    sent = fields_of(client.get(address), "figure_form")
    client.post(address, sent | {"value": "755542", "wording": "stable", "edit_reason": "typing error"})
    figure.clerk = client.user
    return figure


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_tells_who_changed_what_from_which_value_to_which(figure, language):
    client = client_of("clerk", language=language)
    page = client.get(reverse("admin:indicators_figure_history", args=[figure.pk]))
    newest, first = page.context["told"]
    assert newest.change.edit.by == figure.clerk
    assert newest.change.edit.reason == "typing error"
    grouped = ("755,541", "755,542") if language == "en" else ("755.541", "755.542")
    value = next(one for one in newest.differences if grouped[0] in one.before)
    assert grouped[1] in value.after
    assert len(newest.differences) == 2
    assert first.change.action == "+"
    assert "typing error" in page.content.decode()


def test_an_entry_whose_key_was_corrected_keeps_its_earlier_history(figure):
    address = reverse("admin:indicators_figure_history", args=[figure.pk])
    make_figure(figure.report, year=2022)
    for column, value in (("year", 2023), ("source", make_source("press-1")), ("command", make_command())):
        figure.refresh_from_db()
        setattr(figure, column, value)
        figure.save()
    make_figure(figure.report, year=2024, value=1)
    told = client_of("auditor").get(address).context["told"]
    assert [one.change.action for one in told] == ["~", "~", "~", "~", "+"]
    assert told[-1].change.key != told[0].change.key
    assert not list(broken_links())


def test_an_entry_keeps_its_history_when_its_indicator_is_renamed(figure):
    indicator = figure.indicator
    for code in ("crimes", "cases"):
        indicator.code = code
        indicator.save()
    make_figure(figure.report, indicator="cases_total", value=1)
    record = Figure.objects.get(pk=figure.pk)
    record.year = 2023
    record.save()
    assert [change.action for change in changes_of(record)] == ["~", "~", "+"]
    assert [change.key for change in changes_of(indicator)] == ["cases", "crimes", "cases_total"]


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        (("clerk-units",), 403),
        (("administrator",), 403),
        (("auditor",), 200),
        (("reviewer-indicators",), 200),
    ],
)
def test_the_history_of_an_entry_is_for_those_who_see_the_entry(figure, groups, status):
    page = client_of(*groups).get(reverse("admin:indicators_figure_history", args=[figure.pk]))
    assert page.status_code == status


def test_a_reference_table_has_history_too():
    source = make_source()
    page = client_of("clerk-units").get(reverse("admin:bilan_source_history", args=[source.pk]))
    assert [one.change.action for one in page.context["told"]] == ["+"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_auditor_reads_every_edit_with_its_changes(figure, language):
    client = client_of("auditor", language=language)
    listed = client.get(reverse("admin:bilan_edit_changelist"))
    edit = Edit.objects.latest("pk")
    assert edit in listed.context["cl"].result_list
    page = client.get(reverse("admin:bilan_edit_change", args=[edit.pk]))
    assert [one.change.table for one in page.context["told"]] == ["figures"]
    assert edit.digest in page.content.decode()


def test_an_auditor_finds_the_changes_of_a_table_or_a_report(figure):
    make_unit_event()
    client = client_of("auditor")
    address = reverse("admin:bilan_change_changelist")
    tables = {change.table for change in client.get(address, {"table": "figures"}).context["cl"].result_list}
    assert tables == {"figures"}
    found = client.get(address, {"q": "2024|cases_total"}).context["cl"].result_list
    assert {change.table for change in found} == {"figures"}
    assert client.get(reverse("admin:bilan_change_change", args=[found[0].pk])).status_code == 200


@pytest.mark.parametrize("group", ["clerk", "reviewer", "publisher", "administrator"])
def test_the_list_of_edits_is_for_auditors(figure, group):
    client = client_of(group)
    assert client.get(reverse("admin:bilan_edit_changelist")).status_code == 403
    assert client.get(reverse("admin:bilan_edit_change", args=[1])).status_code == 403
    assert client.get(reverse("admin:bilan_change_change", args=[1])).status_code == 403


def test_nobody_changes_history(figure):
    before = list(Change.objects.values()), list(Edit.objects.values())
    edit, change = Edit.objects.latest("pk"), Change.objects.latest("pk")
    for client in (client_of("auditor"), client_of("clerk", "publisher", "administrator")):
        for name, record in (("edit", edit), ("change", change)):
            for verb in ("change", "delete"):
                address = reverse(f"admin:bilan_{name}_{verb}", args=[record.pk])
                assert client.post(address, {"post": "yes", "reason": "mine"}).status_code == 403
            assert client.post(reverse(f"admin:bilan_{name}_add"), {}).status_code == 403
    assert (list(Change.objects.values()), list(Edit.objects.values())) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_of_a_report_tells_its_steps_and_previews(figure, language):
    client = client_of("publisher", language=language)
    report = figure.report
    for verb, chapter in (("previewed", ""), ("submitted", "indicators"), ("submitted", "units")):
        WorkflowEvent.objects.create(report=report, verb=verb, chapter=chapter, by=client.user)
    address = reverse("admin:log", args=[report.pk])
    assert len(client.get(address).context["page"]) == 3
    assert [event.verb for event in client.get(address, {"previews": "1"}).context["page"]] == ["previewed"]
    seen = client_of("clerk-units").get(address).context["page"]
    assert {event.chapter for event in seen} == {"", "units"}
    assert client_of("administrator").get(address).status_code == 403
