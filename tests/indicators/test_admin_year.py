"""The year at a glance: a theme filled by keyboard, saved whole or not at all."""

from decimal import Decimal

import pytest
from django.urls import reverse

from bilan.models import Change, Edit, Report
from indicators.admin.series import widest_expected
from indicators.models import Figure
from tests.factories import make_figure, make_indicator, make_report, make_source
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    """The sheet of the theme of crime in 2024's report, of which last year's total is known."""
    make_source(published_on="2024-12-24")
    make_figure(make_report(2023), value=738748, source=make_source("dgsn-2023-ar"))
    make_indicator("theft")
    make_indicator("violent_cases")
    return reverse("admin:year_theme", args=[make_report(2024).pk, "crime"])


def fill(client, address, **cells):
    """Opens the sheet, types into it and sends it; cells are named `indicator__column`."""
    sent = fields_of(client.get(address), "year-form")
    return client.post(address, sent | {name.replace("__", "-"): value for name, value in cells.items()})


def stated(**filters):
    return {
        figure.indicator.code: (figure.value, figure.change, figure.wording)
        for figure in Figure.objects.filter(report__year=2024, **filters)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_answers_in_every_language_with_last_year_beside(address, language):
    page = client_of("clerk", language=language).get(address)
    assert page.status_code == 200
    grouped = "738,748" if language == "en" else "738.748"
    assert f'<bdi dir="ltr" class="num">{grouped}</bdi>' in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theme_is_filled_in_one_edit(address, language):
    client = client_of("clerk", language=language)
    typed = {"cases_total__value": "755 ألف و541", "cases_total__wording": "stable", "theft__change": "-24"}
    assert fill(client, address, **typed, edit_reason="from the communiqué").status_code == 302
    assert stated() == {
        "cases_total": (Decimal(755541), None, "stable"),
        "theft": (None, Decimal(-24), ""),
    }
    edit = Edit.objects.latest("pk")
    assert (edit.by, edit.changes_count, edit.reason) == (client.user, 2, "from the communiqué")
    page = client.get(address)
    (row,) = [row for row in page.context["sheet"].rows if row.indicator.code == "cases_total"]
    assert row.computed == Decimal("2.27")


def test_an_empty_row_states_nothing(address):
    fill(client_of("clerk"), address, theft__value="")
    assert stated() == {}


def test_a_zero_is_not_missing(address):
    fill(client_of("clerk"), address, theft__value="0")
    assert stated() == {"theft": (Decimal(0), None, "")}


def test_one_wrong_cell_keeps_the_whole_sheet_from_being_saved(address):
    client = client_of("clerk", language="en")
    edits = Edit.objects.count()
    page = fill(client, address, cases_total__value="755541", theft__value="12,5")
    assert page.status_code == 422
    assert stated() == {}
    assert Edit.objects.count() == edits
    text = page.content.decode()
    assert 'name="theft-value" value="12,5"' in text
    assert 'aria-describedby="e-id_theft-value"' in text
    assert 'id="e-id_theft-value"' in text
    assert 'name="cases_total-value" value="755541"' in text


def test_a_sheet_sent_back_untouched_changes_nothing(address):
    make_figure(make_report(2024), indicator="theft", change="-24.50", wording="fall", qualifier="about")
    client = client_of("clerk")
    edits = Edit.objects.count()
    assert fill(client, address).status_code == 302
    assert Edit.objects.count() == edits


def test_an_emptied_row_erases_nothing_unless_asked(address):
    make_figure(make_report(2024), indicator="theft", value=7)
    client = client_of("clerk")
    page = fill(client, address, theft__value="")
    assert page.status_code == 422
    assert stated() == {"theft": (Decimal(7), None, "")}
    assert fill(client, address, theft__value="", theft__remove="on").status_code == 302
    assert stated() == {}
    assert Change.objects.latest("pk").action == "-"


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unseen(address):
    figure = make_figure(make_report(2024), indicator="theft", value=7)
    client = client_of("clerk")
    opened = fields_of(client.get(address), "year-form")
    figure.value = 8
    figure.save()
    refused = client.post(address, opened)
    assert refused.status_code == 422
    assert stated()["theft"][0] == 8
    assert client.post(address, fields_of(refused, "year-form")).status_code == 302
    assert stated()["theft"][0] == 7


def test_a_jump_is_said_but_not_refused(address):
    client = client_of("clerk", language="en")
    answer = fill(client, address, cases_total__value="7555410")
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert "Check" in str(list(page.context["messages"])[1])
    assert [row.indicator.code for row in page.context["sheet"].rows if row.jumps] == ["cases_total"]


@pytest.mark.parametrize(
    ("past", "expected"),
    [([], 50), ([Decimal(80)], 50), ([Decimal(1), Decimal(-2)], 20), ([Decimal(-35), Decimal(4)], 35)],
)
def test_what_the_past_lets_one_expect(past, expected):
    assert widest_expected(past) == expected


def test_a_press_figure_stays_beside_the_official_one(address):
    make_figure(make_report(2024), value=1)
    make_source("press-1", rank="press")
    client = client_of("clerk")
    fill(client, f"{address}?source=press-1", cases_total__value="2")
    assert stated(source__code="press-1") == {"cases_total": (Decimal(2), None, "")}
    assert stated(source__code="dgsn-2024-ar") == {"cases_total": (Decimal(1), None, "")}


@pytest.mark.parametrize("state", ["released", "discarded"])
def test_a_closed_report_is_read_only(address, state):
    Report._base_manager.filter(year=2024).update(state=state)
    client = client_of("clerk")
    assert "cases_total-value" not in client.get(address).content.decode()
    assert client.post(address, {"cases_total-value": "1"}).status_code == 403
    assert stated() == {}


@pytest.mark.parametrize(
    ("groups", "reads", "fills"),
    [
        (("clerk-indicators",), 200, 302),
        (("clerk-units",), 403, 403),
        (("reviewer",), 200, 403),
        (("auditor",), 200, 403),
        (("administrator",), 403, 403),
    ],
)
def test_the_sheet_obeys_rights(address, groups, reads, fills):
    client = client_of(*groups)
    assert client.get(address).status_code == reads
    assert client.post(address, {"theft-value": "1"}).status_code == fills


def test_the_report_leads_to_its_sheets(address):
    client = client_of("clerk")
    report = Report.objects.get(year=2024)
    page = client.get(reverse("admin:bilan_report_change", args=[report.pk]))
    entrance = reverse("admin:year", args=[report.pk])
    assert entrance in page.content.decode()
    assert client.get(entrance).url == address


@pytest.mark.django_db(transaction=True)
def test_the_keyboard_fills_a_column_and_sees_the_change(page, live_server, address, client):
    client.force_login(client_of("clerk").user, backend="django.contrib.auth.backends.ModelBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "ar"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page.goto(live_server.url + address)
    page.locator("#id_cases_total-value").fill("٧٥٥.٥٤١")
    row = page.locator("tr", has=page.locator("#id_cases_total-value"))
    assert row.locator("output").inner_text() == "+2,27\u00a0%"
    assert not row.locator(".jump-note").is_visible()
    page.locator("#id_cases_total-value").fill("7555410")
    assert row.locator(".jump-note").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    assert page.locator("#id_theft-value").input_value() == "9"


def test_no_newspaper_is_chosen_for_the_clerk(address):
    """Without the official text of the year the sheet waits until somebody says who states the figures."""
    client = client_of("clerk")
    make_source("paper", rank="press", published_on="2026-01-05")
    report = make_report(2026)
    sheet = reverse("admin:year_theme", args=[report.pk, "crime"])
    page = client.get(sheet)
    assert page.context["sheet"].source is None and not page.context["may_fill"]
    assert client.post(sheet, {"theft-value": "1"}).status_code == 200
    assert not Figure.objects.filter(report=report).exists()
    assert client.get(f"{sheet}?source=paper").context["may_fill"]
