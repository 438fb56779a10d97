"""The table and chart builder: its table, its drawings, its address and its files."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from tests.browser import violations
from tests.factories import make_command, make_figure, make_indicator, make_release, make_report, make_source

LANGUAGES = ("ar", "fr", "en")
CHOICE = "indicators=cases_total,weight&years=2022-2024"
# Of a process that has read nothing of any release; the one question that all pages share is among them.
MOST_QUERIES = 7


def publish():
    total = make_indicator()
    weight = make_indicator(
        "weight", name_en="Weight", name_fr="Poids", name_ar="وزن", kind="quantity", decimals=3
    )
    press = make_source("press-1", rank="press", publisher="Le journal", language="fr")
    for year, value in ((2022, 820_274), (2023, 738_748), (2024, 755_541)):
        report = make_report(year)
        make_figure(report, indicator=total, value=value, change="-10" if year == 2023 else None)
        if year > 2022:
            make_figure(report, indicator=weight, value=f"{year}.125", source=press)
        else:
            make_figure(report, indicator=weight, change="-5.5", source=press)
        make_figure(report, indicator=total, value=10, command=make_command("safi"))
        make_release(report)


@pytest.fixture
def published(db):
    publish()


def get(client, query="", language="en", status=200):
    response = client.get(f"/{language}/compare/?{query}" if query else f"/{language}/compare/")
    assert response.status_code == status
    return response


def text(client, query="", language="en"):
    return get(client, query, language).content.decode()


def test_an_address_is_written_in_one_way(client, published):
    response = get(
        client, "indicators=weight&indicators=cases_total&years=2024&years=2023&by=indicators", status=302
    )
    assert response["Location"] == "/en/compare/?indicators=weight,cases_total&years=2023,2024"
    get(client, "indicators=weight,cases_total&years=2023,2024")


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_and_computed_stand_side_by_side_and_are_told_apart(client, published, language):
    page = text(client, CHOICE, language)
    minus = "−9.94%" if language == "en" else "−9,94\u00a0%"
    computed = page.index(minus)
    assert 'class="boxed fall"' in page[computed - 120 : computed]
    assert "−10" in page
    assert ("738,748" if language == "en" else "738.748") in page


def test_what_is_not_stated_is_empty_and_no_zero(client, published):
    page = text(client, "indicators=weight&years=2022-2024&commands=safi")
    assert page.count("nothing stated") == 3


def test_a_change_alone_is_shown_as_what_was_published(client, published):
    assert "no number published" in text(client, "indicators=weight&years=2022,2023")


@pytest.mark.parametrize(
    "sort, first",
    [("-2024", "cases_total"), ("2024", "weight"), ("name", "cases_total"), ("-name", "weight")],
)
def test_the_table_is_sorted_by_name_or_by_a_year(client, published, sort, first):
    body = text(client, f"{CHOICE}&sort={sort}").split("<tbody>")[1]
    assert body.index(f'/indicators/{first}/"') == min(
        body.index(f'/indicators/{code}/"') for code in ("cases_total", "weight")
    )


def test_the_table_is_turned(client, published):
    body = text(client, f"{CHOICE}&by=years").split("<tbody>")[1]
    assert body.index('<th scope="row">2024') < body.index('<th scope="row">2022')


def test_a_drawing_carries_its_sources_and_its_caveat(client, published):
    figures = text(client, CHOICE).split('<figure class="plate"')[1:]
    assert len(figures) == 3
    for figure in figures:
        caption = figure.split("<figcaption>")[1]
        assert "Sources:" in caption
        assert "before the year ends" in caption


def test_what_is_unknown_is_named_and_the_rest_is_shown(client, published):
    page = text(client, f"{CHOICE.replace('weight', 'weight,%3Cb%3E')}")
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "738,748" in page


def test_without_a_choice_there_is_a_form_and_no_table(client, published):
    page = text(client)
    assert 'name="indicators" value="cases_total"' in page
    assert "<table" not in page


def test_what_is_seen_can_be_kept_as_csv(client, published):
    response = get(client, f"{CHOICE}&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["indicator"], row["year"], row["value"], row["computed_change"]) for row in rows] == [
        ("cases_total", "2022", "820274", ""),
        ("cases_total", "2023", "738748", "-9.94"),
        ("cases_total", "2024", "755541", "2.27"),
        ("weight", "2022", "", ""),
        ("weight", "2023", "2023.1250", ""),
        ("weight", "2024", "2024.1250", "0.05"),
    ]
    assert (rows[1]["change"], rows[4]["value_rank"], rows[4]["command"]) == ("-10", "press", "morocco")


def test_what_is_seen_can_be_kept_as_a_workbook(client, published):
    book = openpyxl.load_workbook(io.BytesIO(get(client, f"{CHOICE}&format=xlsx").content))
    header, *rows = book.active.iter_rows()
    names = [one.value for one in header]
    values = [row[names.index("value")].value for row in rows]
    assert [Decimal(str(value)) if value is not None else None for value in values] == [
        *(Decimal(820_274), Decimal(738_748), Decimal(755_541)),
        *(None, Decimal("2023.125"), Decimal("2024.125")),
    ]
    assert all(one.data_type != "f" for row in rows for one in row)


def test_what_is_seen_can_be_kept_as_json(client, published):
    found = json.loads(get(client, f"{CHOICE}&format=json").content)
    assert [row["value"] for row in found["rows"]][3:] == [None, "2023.125", "2024.125"]
    assert [(one["report"], one["number"]) for one in found["releases"]] == [(2024, 1), (2023, 1), (2022, 1)]


def test_a_draft_and_a_release_to_come_are_nowhere(client, published):
    addresses = ["", CHOICE, f"{CHOICE}&format=csv", "indicators=early&years=2025"]
    before = [get(client, query).content for query in addresses]
    report = make_report(2025)
    make_figure(report, value=987_654_321)
    make_figure(report, indicator="early", value=987_654_322)
    assert [get(client, query).content for query in addresses] == before
    make_release(report, at=timezone.now() + timedelta(days=1))
    assert [get(client, query).content for query in addresses] == before


@pytest.mark.parametrize(
    "query",
    [
        "indicators=" + "a," * 5000,
        "&".join(["indicators=x"] * 500),
        "years=1-9999&indicators=cases_total",
        "indicators=cases_total&years=2024&format=exe",
        "indicators=cases_total%00&years=%F0%9F%92%A9",
    ],
)
def test_a_hostile_address_is_answered_by_few_queries(
    client, published, django_assert_max_num_queries, query
):
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(f"/en/compare/?{query}", follow=False)
    assert response.status_code in (200, 302)
    assert len(response.content) < 200_000


@pytest.mark.parametrize("query", ["", CHOICE, f"{CHOICE}&commands=morocco,safi&by=years"])
def test_a_choice_costs_the_same_queries_however_large(
    client, published, django_assert_max_num_queries, query
):
    with django_assert_max_num_queries(MOST_QUERIES):
        get(client, query)


def test_the_builder_is_read_only(client, published):
    assert client.post("/en/compare/").status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_is_accessible_and_answers_the_keyboard(
    page, live_server, transactional_db, language, width
):
    publish()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/{language}/compare/")
    page.locator(".filter input").fill(
        "weight" if language == "en" else "poids" if language == "fr" else "وزن"
    )
    choice = page.locator("input[value=weight]")
    choice.focus()
    choice.press("Space")
    page.locator("input[value=cases_total]").wait_for(state="hidden")
    page.locator("form.chooser button").press("Enter")
    page.wait_for_url(f"{live_server.url}/{language}/compare/?indicators=weight&years=2022-2024")
    assert page.locator("table.compared").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []


def test_the_form_works_without_script(browser, live_server, transactional_db):
    publish()
    reader = browser.new_context(java_script_enabled=False)
    tab = reader.new_page()
    tab.goto(f"{live_server.url}/en/compare/")
    tab.locator("summary").first.click()
    tab.locator("input[value=cases_total]").check()
    tab.locator("input[name=years][value='2024']").check()
    tab.locator("form.chooser button").click()
    tab.wait_for_url("**/compare/?indicators=cases_total&years=2024")
    assert "755,541" in tab.locator("table.compared").inner_text()
    reader.close()
