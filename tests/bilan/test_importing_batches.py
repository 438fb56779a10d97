"""Uploads: checked, shown, confirmed by their owner once; what moved in between stops them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bilan.importing import batches
from bilan.importing.batches import NotImported
from bilan.models import Edit, ImportBatch, Report
from indicators.models import Figure
from tests.factories import make_country, make_figure, make_indicator, make_report, make_source, make_user

pytestmark = pytest.mark.django_db

HEADER = "report,indicator,year,value,source,note\n"


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    """A draft, an indicator and a source; uploads go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    make_report(2024)
    make_country()
    make_indicator("cases_total")
    make_source("paper")


@pytest.fixture
def clerk():
    return make_user("clerk")


def file(lines: str, name="chiffres.csv"):
    """An uploaded file of figures."""
    return SimpleUploadedFile(name, (HEADER + lines).encode())


def checked(clerk, lines="2024,cases_total,2024,12,paper,قضايا\n", **options):
    """A checked batch of figures."""
    return batches.check(file(lines), table="figures", owner=clerk, **options)


def test_a_checked_file_writes_nothing_and_says_what_it_would_do(clerk):
    make_figure(Report.objects.get(year=2024), source="paper", value=1, note="n")
    batch = checked(clerk, "2024,cases_total,2024,12,paper,\n2024,cases_total,2023,5,paper,قضايا\n")
    assert batch.state == ImportBatch.State.CHECKED
    assert batch.counts["new"] == 1
    assert batch.counts["changed"] == 1
    assert (batch.encoding, batch.separator, batch.sample) == ("UTF-8", ",", "قضايا")
    assert [warning["code"] for warning in batch.warnings] == ["kept", "jump"]
    assert Figure.objects.get().value == 1


def test_a_new_value_ten_times_that_of_the_year_before_is_a_warning(clerk):
    batches.confirm(checked(clerk, "2024,cases_total,2022,755,paper,\n").pk, clerk)
    lines = [
        "2024,cases_total,2023,755541,paper,",
        "2024,cases_total,2024,75,paper,",
        "2024,cases_total,2021,7,paper,",
    ]
    batch = checked(clerk, "\n".join(lines) + "\n")
    assert batch.state == ImportBatch.State.CHECKED
    assert [(one["code"], one["rows"]) for one in batch.warnings] == [("leap", [2])]


def test_a_new_value_like_that_of_the_year_before_is_none(clerk):
    batches.confirm(checked(clerk, "2024,cases_total,2022,755,paper,\n").pk, clerk)
    assert checked(clerk, "2024,cases_total,2023,7549,paper,\n").warnings == []


def test_a_file_with_a_problem_is_refused_and_kept(clerk):
    batch = checked(clerk, "2024,cases_total,2024,x,paper,\n2019,cases_total,2019,1,paper,\n")
    assert batch.state == ImportBatch.State.REFUSED
    assert [(one.row, one.code) for one in batches.all_problems(batch)] == [
        (2, "bad_number"),
        (3, "unknown_report"),
    ]
    with batch.content.open() as kept:
        assert kept.read().endswith(b"1,paper,\n")


def test_confirming_writes_rows_history_and_state_together(clerk):
    batch = batches.confirm(checked(clerk).pk, clerk)
    edit = Edit.objects.get(batch=batch.pk)
    assert Figure.objects.get().value == 12
    assert (edit.by, edit.kind) == (clerk, "import")
    assert (batch.state, batch.imported_by, batch.imported_at) == ("imported", clerk, edit.at)


def test_a_second_confirmation_says_when_and_by_whom(clerk):
    batch = checked(clerk)
    batches.confirm(batch.pk, clerk)
    edits = Edit.objects.count()
    with pytest.raises(NotImported, match=clerk.username):
        batches.confirm(batch.pk, clerk)
    assert Edit.objects.count() == edits


def test_nobody_confirms_the_upload_of_another(clerk):
    with pytest.raises(NotImported):
        batches.confirm(checked(clerk).pk, make_user("clerk"))
    assert not Figure.objects.exists()


def test_a_right_lost_in_between_counts(clerk):
    batch = checked(clerk)
    clerk.groups.clear()
    with pytest.raises(NotImported):
        batches.confirm(batch.pk, type(clerk).objects.get(pk=clerk.pk))


def test_records_that_moved_in_between_stop_it(clerk):
    batch = checked(clerk)
    make_figure(Report.objects.get(year=2024), source="paper", year=2020, value=1)
    with pytest.raises(NotImported):
        batches.confirm(batch.pk, clerk)
    assert Figure.objects.count() == 1


def test_a_report_closed_in_between_stops_it(clerk):
    batch = checked(clerk)
    Report._base_manager.update(state=Report.State.RELEASED)
    with pytest.raises(NotImported):
        batches.confirm(batch.pk, clerk)
    assert not Figure.objects.exists()


def test_an_upload_expires(clerk):
    batch = checked(clerk)
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotImported):
        batches.confirm(batch.pk, clerk)
    assert batches.expire() == 1
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.EXPIRED


def test_a_stored_file_that_was_altered_is_not_imported(clerk):
    batch = checked(clerk)
    with batch.content.storage.open(batch.content.name, "ab") as stored:
        stored.write(b"2024,cases_total,2020,5,paper,\n")
    with pytest.raises(NotImported):
        batches.confirm(batch.pk, clerk)


def test_a_parser_that_dies_is_a_problem_of_the_file(clerk, monkeypatch):
    """Too much time or memory costs the process that parses; the person is told."""
    monkeypatch.setattr("bilan.importing.guard.PARSER", "tests.no_such_parser")
    batch = checked(clerk)
    assert [one.code for one in batches.all_problems(batch)] == ["too_large"]
    assert batch.state == ImportBatch.State.REFUSED


# --- pages ---------------------------------------------------------------------------------------------


def send(client, lines="2024,cases_total,2024,12,paper,قضايا\n", **fields):
    """Posts the form of uploads and follows it."""
    return client.post(
        reverse("admin:upload"), {"table": "figures", "file": file(lines), **fields}, follow=True
    )


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_upload_check_and_confirm_by_pages(client, clerk, language):
    client.force_login(clerk)
    client.cookies["django_language"] = language
    page = send(client)
    batch = ImportBatch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:import", args=[batch.pk])
    assert "<ins><bdi>12</bdi></ins>" in page.content.decode()
    done = client.post(reverse("admin:confirm_import", args=[batch.pk]), follow=True)
    assert Figure.objects.count() == 1
    assert clerk.username in done.content.decode()
    again = client.post(reverse("admin:confirm_import", args=[batch.pk]), follow=True)
    assert again.status_code == 200
    assert client.get(reverse("admin:imports")).status_code == 200


def test_problems_are_shown_and_downloaded_in_the_language_of_the_screen(client, clerk):
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    page = send(client, "2024,cases_total,2024,=1+1,paper,\n").content.decode()
    assert "bad_number" in page
    batch = ImportBatch.objects.get()
    csv = client.get(reverse("admin:import_problems", args=[batch.pk]))
    text = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert text[0] == "row,column,value,code,message"
    assert text[1].startswith("2,value,'=1+1,bad_number,")


def test_problems_beyond_those_shown_are_summed_up_by_rule(client, clerk):
    client.force_login(clerk)
    lines = "".join(f"2024,cases_total,{year},1e3,paper,\n" for year in range(1960, 2024))
    send(client, lines + lines.replace("1e3", "x"))
    (batch,) = ImportBatch.objects.all()
    assert batch.pages["refusals"]["rules"] == [["bad_number", "value", 128]]
    page = client.get(reverse("admin:import", args=[batch.pk])).content.decode()
    assert '<ul class="rules">' in page
    assert page.count('class="said"') == 100


def test_a_row_of_the_sheet_is_found_among_thousands(client, clerk):
    make_indicator("solved")
    rows = [(code, year) for code in ("cases_total", "solved") for year in range(1960, 2025)]
    lines = "".join(f"2024,{code},{year},{year},paper,\n" for code, year in rows)
    client.force_login(clerk)
    send(client, lines)
    address = reverse("admin:import", args=[ImportBatch.objects.get().pk])
    for row, page in ((2, 1), (101, 1), (102, 2), (131, 2), (999, 2)):
        answer = client.get(address, {"row": row})
        assert answer.context["page"].number == page
        assert ('id="wanted"' in answer.content.decode()) == (row <= len(rows) + 1)
    assert client.get(address, {"row": "x", "p": 2}).context["page"].number == 2


def test_a_warning_leads_to_its_rows(client, clerk):
    make_figure(Report.objects.get(year=2024), source="paper", value=1)
    client.force_login(clerk)
    page = send(client, "2024,cases_total,2024,12,paper,\n").content.decode()
    assert '<a href="?row=2#wanted">2</a>' in page


def test_a_file_that_changes_nothing_offers_no_import(client, clerk):
    make_figure(Report.objects.get(year=2024), source="paper", value=12)
    client.force_login(clerk)
    page = send(client, "2024,cases_total,2024,12,paper,\n").content.decode()
    (batch,) = ImportBatch.objects.all()
    assert reverse("admin:confirm_import", args=[batch.pk]) not in page
    assert reverse("admin:cancel_import", args=[batch.pk]) in page


def test_an_upload_that_has_expired_says_so_and_offers_nothing(client, clerk):
    batch = checked(clerk)
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    for _moment in ("before it is marked", "after"):
        page = client.get(reverse("admin:import", args=[batch.pk])).content.decode()
        assert "This upload has expired" in page
        assert reverse("admin:confirm_import", args=[batch.pk]) not in page
        batches.expire()


def test_an_upload_of_another_does_not_exist_for_a_clerk_and_is_open_to_the_auditor(client, clerk):
    batch = checked(clerk)
    for name in ("import", "import_problems", "import_file"):
        client.force_login(make_user("clerk"))
        assert client.get(reverse(f"admin:{name}", args=[batch.pk])).status_code == 404
        client.force_login(make_user("auditor"))
        answer = client.get(reverse(f"admin:{name}", args=[batch.pk]))
        assert answer.status_code == 200
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    for name in ("confirm_import", "cancel_import"):
        client.post(reverse(f"admin:{name}", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED


def test_a_table_of_another_chapter_is_not_offered(client):
    client.force_login(make_user("clerk-units"))
    send(client)
    assert not ImportBatch.objects.exists()


def test_an_upload_that_is_too_large_is_stopped(client, clerk, monkeypatch):
    monkeypatch.setattr("bilan.importing.uploads.LARGEST", 1000)
    monkeypatch.setattr("bilan.importing.uploads.ENVELOPE", 100)
    client.force_login(clerk)
    page = send(client, "x" * 5000)
    assert page.status_code == 200
    assert not ImportBatch.objects.exists()


def test_the_script_that_shows_progress_is_told_where_to_go(client, clerk):
    client.force_login(clerk)
    answer = client.post(
        reverse("admin:upload"),
        {"table": "figures", "file": file("2024,cases_total,2024,12,paper,\n")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json()["address"] == reverse("admin:import", args=[ImportBatch.objects.get().pk])


def test_templates_carry_the_rows_that_were_sent_last(client, clerk):
    make_figure(make_report(2023), source="paper", value=5)
    client.force_login(clerk)
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse("admin:import_template", args=["figures", kind]))
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        batch = batches.check(
            SimpleUploadedFile(f"f.{kind}", content), table="figures", owner=clerk, erase=True
        )
        assert (batch.counts["unchanged"], batch.counts["changed"], batch.counts["new"]) == (1, 0, 0)


@pytest.mark.parametrize("role, status", [("clerk", 200), ("clerk-units", 403), ("administrator", 403)])
def test_exports_obey_rights(client, role, status):
    client.force_login(make_user(role))
    assert client.get(reverse("admin:export_table", args=["figures", "csv"])).status_code == status


def test_a_list_exports_the_rows_that_it_shows(client, clerk):
    make_figure(Report.objects.get(year=2024), source="paper", value=5)
    make_figure(make_report(2023), source="paper", value=6)
    client.force_login(clerk)
    address = reverse("admin:indicators_figure_changelist")
    page = client.get(address, {"q": "2023"}).content.decode()
    assert "_export=csv" in page
    answer = client.get(address, {"q": "2023", "_export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["report", "2023"]
