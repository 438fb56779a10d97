"""Public pages of the report: what a reader finds at each address, and what nobody finds before its time."""

import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from tests.factories import (
    make_agreement,
    make_correction,
    make_figure,
    make_indicator,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_theme,
    make_unit_event,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")
TEXT = "عنوان البلاغ\n\nسجلت المصالح 755 ألف و541 قضية، وتراجعت السرقات بناقص 4 بالمائة.\n"


@pytest.fixture
def released():
    """2023 and 2024, the second with a text, a word, a change without a number, a unit and an agreement."""
    make_theme(headline="cases_total theft")
    source = make_source("dgsn-2024-ar", text=TEXT, title="عنوان البلاغ")
    make_figure(make_report(2023), value=738_748, source="press-1")
    make_release(make_report(2023))
    report = make_report(2024)
    make_figure(report, value=755_541, wording="stable", source=source, quote="755 ألف و541 قضية")
    theft = make_indicator("theft", name_en="Theft")
    make_figure(report, indicator=theft, change=-4, source=source, quote="تراجعت السرقات بناقص 4 بالمائة")
    make_unit_event(report, source=source)
    make_agreement(report, source=source)
    make_statement(report, source=source, quote="سجلت المصالح")
    return make_release(report)


def read(client, address):
    """The page at an address, as text."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("", "/ar/"), ("fr-FR,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/ar/"), ("de,fr;q=0.5", "/fr/")],
)
def test_the_root_sends_to_arabic_unless_the_browser_says_otherwise(client, asked, expected):
    response = client.get("/", headers={"accept-language": asked})
    assert response.status_code == 302
    assert response["Location"] == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "place",
    ["", "2024/", "2023/", "2024/text/", "2024/releases/", "2024/releases/1/"]
    + ["methodology/", "accessibility/", "about/"],
)
def test_every_page_is_there_in_three_languages(client, released, language, place):
    page = read(client, f"/{language}/{place}")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    for other in LANGUAGES:
        assert f'hreflang="{other}" href="http://testserver/{other}/{place}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_without_a_release_says_so(client, language):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    assert response.context["years"] == []


def test_the_home_page_leads_with_the_newest_bilan_and_lists_every_year(client, released):
    page = read(client, "/en/")
    assert "755,541" in page
    assert page.index('href="/en/2024/"') < page.index('href="/en/2023/"')


def test_the_report_shows_the_word_and_marks_the_computed_change(client, released):
    page = read(client, "/en/2024/")
    assert '<strong class="word">Stability</strong>' in page
    assert '<span class="boxed rise"><bdi dir="ltr" class="num">+2.27%</bdi></span>' in page


def test_a_change_without_a_number_is_whole(client, released):
    page = read(client, "/en/2024/")
    assert '<span class="fall"><bdi dir="ltr" class="num">\u22124%</bdi></span>' in page
    assert "No number published" in page


def test_every_figure_of_the_text_is_marked_and_linked_to_its_indicator(client, released):
    page = read(client, "/ar/2024/text/")
    assert re.search(r'<a id="f1" href="#n1" data-says="[^"]+" aria-describedby="n1">755 ألف و541</a>', page)
    assert re.search(
        r'<a id="f2" href="#n2" data-says="[^"]+" aria-describedby="n2">ناقص 4 بالمائة</a>', page
    )
    assert 'href="/ar/indicators/theft/#y2024"' in page


@pytest.mark.parametrize("code", ["cases_total", "theft"])
def test_an_indicator_leads_to_its_mark_in_the_text(client, released, code):
    page = read(client, f"/ar/indicators/{code}/")
    [anchor] = set(re.findall(r'href="/ar/2024/text/#([^"]+)"', page))
    text = read(client, "/ar/2024/text/")
    assert text.count(f'id="{anchor}"') == 1
    assert re.search(rf'<mark id="{anchor}">', text)


def test_the_text_is_shown_to_the_letter(client, released):
    response = client.get("/ar/2024/text/")
    shown = [piece.text for paragraph in response.context["paragraphs"] for piece in paragraph.pieces]
    assert "".join(shown) in TEXT


def test_a_bilan_without_a_text_has_no_text_page(client, released):
    assert client.get("/ar/2023/text/").status_code == 404


def test_a_correction_is_named_and_the_earlier_release_stays_as_it_stood(client, released):
    make_correction(released.report, value=Decimal(755_542))
    current, earlier = read(client, "/en/2024/"), read(client, "/en/2024/releases/1/")
    assert "755,542" in current
    assert "Corrected by release" in current
    assert "755,541" in earlier
    assert "A later release has taken its place." in earlier
    listed = read(client, "/en/2024/releases/")
    changed = listed[listed.index('id="changes-2"') :]
    assert changed.index("755,541") < changed.index("755,542")


def test_a_release_to_come_is_nowhere(client, released):
    make_figure(make_report(2025), value=987_654_321)
    make_release(make_report(2025), at=timezone.now() + timedelta(days=1))
    for address in ("/en/2025/", "/en/2025/text/", "/en/2025/releases/", "/en/2025/releases/1/"):
        assert client.get(address).status_code == 404
    for address in ("/data/2025/figures.csv", "/data/2025/releases/1/figures.json"):
        assert client.get(address).status_code == 404
    for address in ("/en/", "/en/2024/", "/en/indicators/", "/en/indicators/cases_total/"):
        assert "987" not in read(client, address)


def test_nothing_published_and_nothing_there_are_the_same_bytes(client, released):
    bodies = {
        client.get(address).content
        for address in (
            "/en/2030/",
            "/en/2024/releases/9/",
            "/en/nowhere/",
            "/data/2030/figures.csv",
            "/ar/x",
        )
    }
    assert len(bodies) == 1


@pytest.mark.parametrize(("address", "most"), [("/ar/", 4), ("/ar/2024/", 6), ("/ar/2024/text/", 6)])
def test_a_page_asks_the_database_little(
    client, released, address, most, django_assert_max_num_queries, monkeypatch
):
    # Which releases are current is asked once a second, by no page in particular.
    monkeypatch.setattr("bilan.freshness.KEPT_SECONDS", 600.0)
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.parametrize("table", ["figures", "units", "agreements", "statements"])
def test_a_table_is_the_same_in_every_kind_of_file(client, released, table):
    rows = client.get(f"/data/2024/{table}.json").json()["rows"]
    text = client.get(f"/data/2024/{table}.csv").content.decode("utf-8-sig")
    assert rows
    assert text.splitlines()[0] == ",".join(rows[0])
    assert len(text.splitlines()) == len(rows) + 1


def test_a_workbook_holds_texts_and_no_formula(client, released, tmp_path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(client.get("/data/2024/figures.xlsx").content)
    sheet = openpyxl.load_workbook(path)["figures"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[:5] == ("report", "indicator", "year", "command", "value")
    assert (2024, "cases_total", 2024, None, 755_541) in {row[:5] for row in rows}


@pytest.mark.parametrize("table", ["users", "labels", "Figures"])
def test_no_other_table_is_a_file(client, released, table):
    assert client.get(f"/data/2024/{table}.csv").status_code == 404


def test_a_report_answers_first_and_ends_with_the_whole_record(client, released):
    page = read(client, "/en/2024/")
    order = ("key", "changes", "units", "agreements", "statements", "figures", "release")
    places = [
        page.index(f'<section class="section{wide}" id="{name}">')
        for name in order
        for wide in ("", " wide", " full")
        if f'<section class="section{wide}" id="{name}">' in page
    ]
    assert len(places) == len(order)
    assert places == sorted(places)
    assert '<details class="fold" id="theme-crime" open>' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_of_a_bilan_are_its_headings_in_their_order(client, released, language):
    page = client.get(f"/{language}/2024/").content.decode()
    contents = page[page.index('<nav class="jump"') :]
    listed = re.findall(r'href="#([\w-]+)"', contents[: contents.index("</nav>")])
    standing = [name for name in re.findall(r'<section class="[^"]+" id="([\w-]+)"', page) if name != "key"]
    assert listed == standing
    assert listed[0] == "changes"
    assert listed[-1] == "release"
