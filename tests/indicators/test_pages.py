"""What all the statements of a figure come to, and where its number stands in a text."""

import html
import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.pages import Statement, readings
from indicators.pages.marks import number_span, spans
from tests.factories import make_command, make_figure, make_release, make_report, make_source


@dataclass
class Row:
    """A released figure, without a database."""

    indicator: str = "cases_total"
    year: int = 2024
    command: str = ""
    value: Decimal | None = None
    change: Decimal | None = None
    change_in: str = "percent"
    wording: str = ""


def stated(rank="official", report=2024, code="source", published_on=None, **columns) -> Statement:
    """A statement of one source; numbers may be given as text."""
    for name in ("value", "change"):
        if name in columns and columns[name] is not None:
            columns[name] = Decimal(columns[name])
    row = Row(**{"year": report, **columns})
    return Statement(row, {"rank": rank, "code": code, "published_on": published_on}, report)


def reading(*statements, year=2024, kind="count"):
    """The reading of one year out of statements."""
    return readings(statements, {"cases_total": kind})["cases_total", year, ""]


def test_value_change_and_word_are_chosen_apart():
    found = reading(stated(change="-10"), stated("press", value="49838"))
    assert found.change.rank == "official"
    assert found.value.rank == "press"
    assert found.value_is_lower_ranked
    assert not found.is_known_by_change_only


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (stated(code="z", value="1"), stated("agency", code="a", value="2")),
        (stated("agency", code="z", value="1"), stated("press", code="a", value="2")),
        (stated(code="z", value="1"), stated(report=2025, year=2024, code="a", value="2")),
        (
            stated(code="z", published_on="2024-12-20", value="1"),
            stated(code="a", published_on="2024-12-24", value="2"),
        ),
        (stated(code="z", published_on="2024-12-20", value="1"), stated(code="a", value="2")),
        (stated(code="a", value="1"), stated(code="b", value="2")),
    ],
    ids=["official before agency", "agency before press", "own bilan", "oldest", "dated", "code"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_reference_goes_by_rank_then_own_bilan_then_date_then_code(first, second, turned):
    found = reading(*((second, first) if turned else (first, second)))
    assert found.value is first
    assert found.others == [second]


def test_a_change_alone_is_whole():
    found = reading(stated(change="-4"))
    assert found.is_known_by_change_only
    assert found.computed is None
    assert found.value is None


@pytest.mark.parametrize(
    ("first", "second", "disagree"),
    [
        (stated(code="a", value="1"), stated(code="b", value="2"), ["value"]),
        (stated(code="a", value="1"), stated(code="b", value="1.000"), []),
        (stated(code="a", value="1"), stated("press", code="b", value="2"), []),
        (stated(code="a", change="-3"), stated(code="b", change="-4"), ["change"]),
        (stated(code="a", change="2"), stated(code="b", change="2", change_in="points"), ["change"]),
    ],
)
def test_only_sources_of_one_rank_disagree(first, second, disagree):
    assert reading(first, second).disagreements == disagree


def test_the_word_leads_a_change_of_a_lower_rank():
    assert reading(stated(wording="stable"), stated("press", change="2.3")).is_word
    assert not reading(stated(wording="fall", change="-4")).is_word


@pytest.mark.parametrize(
    ("new", "old", "kind", "computed"),
    [
        ("755541", "738748", "count", "2.27"),
        ("820274", "1153741", "count", "-28.90"),
        ("95", "94.43", "rate", "0.57"),
        ("2", "1", "level", None),
        ("5", "0", "count", None),
    ],
)
def test_the_computed_change_compares_two_years_that_follow(new, old, kind, computed):
    found = reading(stated(value=new), stated(report=2023, value=old), kind=kind)
    assert found.computed == (computed and Decimal(computed))


def test_nothing_is_computed_across_a_year_that_stated_nothing():
    assert reading(stated(value="2"), stated(report=2022, value="1")).computed is None


@pytest.mark.parametrize(
    ("published", "new", "old", "gap"),
    [
        ("-30.22", "820274", "1153741", "1.32"),
        ("-10", "738748", "820274", None),
        ("33", "851343", "639116", None),
        ("2.3", "755541", "738748", None),
    ],
)
def test_a_gap_is_named_beyond_rounding_only(published, new, old, gap):
    found = reading(stated(value=new, change=published), stated(report=2023, value=old))
    assert found.gap == (gap and Decimal(gap))


def test_a_change_in_points_is_not_held_against_one_in_percent():
    found = reading(stated(value="2", change="2", change_in="points"), stated(report=2023, value="1"))
    assert found.gap is None


@given(st.permutations([stated(code=code, value=str(place)) for place, code in enumerate("abcde")]))
def test_the_order_of_rows_does_not_matter(statements):
    assert reading(*statements).value.row.value == 0


@pytest.mark.parametrize(
    ("quote", "wanted", "marked"),
    [
        ("ناهزت 755 ألف و541 قضية", "755541", "755 ألف و541"),
        ("استفاد منها 130 ألف و242 مستفيدة", "130242", "130 ألف و242"),
        ("إحداث ثلاث فرق", "3", "ثلاث"),
        ("تراجعت الاعتداءات الجنسية بناقص 4 بالمائة", "-4", "ناقص 4 بالمائة"),
        ("وصل المجموع إلى 17 اتفاقية", "17", "17"),
        ("une baisse de 24 %", "-24", "24 %"),
        ("المستوى الثاني من الاستغلال", "2", None),
    ],
)
def test_the_number_is_found_inside_its_quote(quote, wanted, marked):
    span = number_span(quote, Decimal(wanted))
    assert (span and quote[slice(*span)]) == marked


@pytest.mark.parametrize(
    ("columns", "quote", "marked"),
    [
        (
            {"value": "755541", "wording": "stable"},
            "استقرار وثبات في القضايا التي ناهزت 755 ألف و541",
            {"word": "استقرار وثبات", "number": "755 ألف و541"},
        ),
        ({"value": "2"}, "ببلوغها المستوى الثاني من", {"number": "المستوى الثاني"}),
        ({"value": "9"}, "كلمات بلا عدد", {"number": "كلمات بلا عدد"}),
        ({"wording": "stable"}, "stabilité des affaires", {"word": "stabilité"}),
    ],
)
def test_the_word_and_the_number_are_marked_apart(columns, quote, marked):
    row = stated(**columns).row
    assert {part: quote[slice(*span)] for part, span in spans(row, quote).items()} == marked


@pytest.mark.django_db
def test_a_figure_leads_to_its_own_mark_in_the_text_and_to_the_file_of_its_series(client):
    source = make_source("text-2024", text="سجلت المصالح 755 ألف و541 قضية.\n")
    report = make_report(2024)
    make_figure(report, quote="755 ألف و541 قضية", source=source)
    make_figure(report, value=5, command=make_command(), source=source)
    make_release(report)
    page = client.get("/en/indicators/cases_total/").content.decode()
    assert 'href="/en/2024/text/#at-cases_total-2024"' in page
    assert 'id="at-cases_total-2024"' in client.get("/en/2024/text/").content.decode()
    assert 'id="at-commands"' in page
    (address,) = re.findall(r'href="([^"]*format=csv)"', page)
    assert b"cases_total" in client.get(html.unescape(address)).content
