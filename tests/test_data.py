"""The files under data/, read with nothing but the csv module: what they promise, and what 2024 says."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = ("ar", "fr", "en")
COLUMNS = {
    "themes": "code,position,name_ar,name_fr,name_en,headline",
    "measures": "code,name_ar,name_fr,name_en",
    "indicators": "code,theme,kind,measure,decimals,good,parent,iccs,breaks,name_ar,name_fr,name_en,"
    "definition_ar,definition_fr,definition_en,aliases_ar,aliases_fr",
    "commands": "code,level,parent,name_ar,name_fr,name_en,valid_from,valid_to",
    "unit_kinds": "code,declared_by,name_ar,name_fr,name_en",
    "sectors": "code,name_ar,name_fr,name_en",
    "partners": "code,name_ar,name_fr,name_en",
    "reports": "year,title_ar,title_fr,title_en,period,published_on",
    "sources": "code,title,publisher,address,language,rank,published_on,text_file",
    "figures": "report,indicator,year,command,value,change,change_in,wording,qualifier,source,quote,"
    "place,note",
    "units": "report,unit,kind,command,event,name_ar,name_fr,name_en,source,quote,place,note",
    "agreements": "report,reference,form,partner,sector,title_ar,title_fr,title_en,signed_on,source,quote,"
    "place,note",
    "statements": "report,code,theme,text_ar,text_fr,text_en,source,quote,place,note",
}
KEYS = {
    "commands": ("code", "valid_from"),
    "reports": ("year",),
    "figures": ("report", "indicator", "year", "command", "source"),
    "units": ("report", "unit", "event"),
    "agreements": ("reference",),
    "statements": ("report", "code"),
}
CHOICES = [
    ("indicators", "kind", {"count", "quantity", "rate", "share", "level", "average"}),
    ("indicators", "good", {"", "up", "down"}),
    (
        "commands",
        "level",
        {"country", "central", "prefecture", "regional", "provincial", "district", "group"},
    ),
    ("sources", "language", {"ar", "fr", "en"}),
    ("sources", "rank", {"official", "agency", "press"}),
    ("figures", "change_in", {"", "percent", "points"}),
    ("figures", "wording", {"", "stable", "rise", "fall"}),
    ("figures", "qualifier", {"", "exact", "about", "more_than", "less_than", "at_least", "at_most"}),
    ("units", "event", {"created", "extended", "moved", "closed"}),
    ("agreements", "form", {"", "agreement", "protocol"}),
]
# table, column, the table whose first column it names, whether it may be empty
REFERENCES = [
    ("indicators", "theme", "themes", False),
    ("indicators", "measure", "measures", False),
    ("indicators", "parent", "indicators", True),
    ("commands", "parent", "commands", True),
    ("unit_kinds", "declared_by", "indicators", True),
    ("figures", "report", "reports", False),
    ("figures", "indicator", "indicators", False),
    ("figures", "command", "commands", True),
    ("figures", "source", "sources", False),
    ("units", "report", "reports", False),
    ("units", "kind", "unit_kinds", False),
    ("units", "command", "commands", False),
    ("units", "source", "sources", False),
    ("agreements", "report", "reports", False),
    ("agreements", "partner", "partners", True),
    ("agreements", "sector", "sectors", True),
    ("agreements", "source", "sources", False),
    ("statements", "report", "reports", False),
    ("statements", "theme", "themes", False),
    ("statements", "source", "sources", False),
]
CODED = [table for table, columns in COLUMNS.items() if columns.startswith("code,")]
STATED = ("figures", "units", "agreements", "statements")


def rows_of(table: str) -> list[dict]:
    """The rows of data/TABLE.csv as dicts of text."""
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_code(table: str) -> dict[str, dict]:
    """The rows of a table by their first column."""
    return {next(iter(row.values())): row for row in rows_of(table)}


def folded(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def texts() -> dict[str, str]:
    """The texts held, folded, by source."""
    return {
        row["code"]: folded((DATA / row["text_file"]).read_text(encoding="utf-8"))
        for row in rows_of("sources")
        if row["text_file"]
    }


def figures_2024() -> dict[tuple[str, str], dict]:
    """What the 2024 communiqué states, by indicator and year."""
    return {
        (row["indicator"], row["year"]): row for row in rows_of("figures") if row["source"] == "dgsn-2024-ar"
    }


@pytest.mark.parametrize("table", COLUMNS)
def test_a_file_is_written_as_the_site_writes_its_own(table):
    content = (DATA / f"{table}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.decode("utf-8-sig").splitlines()[0] == COLUMNS[table]


def test_every_file_is_a_table_of_the_contract():
    assert {path.stem for path in DATA.glob("*.csv")} == set(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_rows_are_full_and_cells_carry_nothing_hidden(table):
    for row in rows_of(table):
        assert None not in row
        for cell in row.values():
            assert cell is not None
            assert cell == cell.strip()
            assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]", cell)
            assert not cell.startswith(("=", "+", "@", "'"))


@pytest.mark.parametrize("table", COLUMNS)
def test_natural_keys_are_unique(table):
    key = KEYS.get(table, ("code",))
    counted = Counter(tuple(row[column] for column in key) for row in rows_of(table))
    assert [found for found, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("table", CODED)
def test_codes_are_plain(table):
    assert [code for code in by_code(table) if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", code)] == []


@pytest.mark.parametrize(("table", "column", "target", "may_be_empty"), REFERENCES)
def test_codes_resolve(table, column, target, may_be_empty):
    known = set(by_code(target)) | ({""} if may_be_empty else set())
    assert {row[column] for row in rows_of(table)} <= known


@pytest.mark.parametrize(("table", "column", "choices"), CHOICES)
def test_choices_are_those_of_the_contract(table, column, choices):
    assert {row[column] for row in rows_of(table)} <= choices


@pytest.mark.parametrize("table", COLUMNS)
def test_three_languages_are_filled(table):
    for row in rows_of(table):
        for column, cell in row.items():
            if column.startswith("aliases_") or column.rpartition("_")[2] not in LANGUAGES:
                continue
            assert cell, (row, column)
            if column.endswith("_ar"):
                assert re.search(r"[\u0621-\u064a]", cell), cell
            else:
                assert not re.search(r"[\u0600-\u06ff]", cell), cell


@pytest.mark.parametrize("table", ["indicators", "commands"])
def test_a_parent_stands_before_its_children(table):
    seen = set()
    for row in rows_of(table):
        assert not row["parent"] or row["parent"] in seen, row["code"]
        seen.add(row["code"])


def test_dates_are_dates():
    for table, columns in COLUMNS.items():
        dated = {"published_on", "signed_on", "valid_from", "valid_to"} & set(columns.split(","))
        for row in rows_of(table):
            assert all(date.fromisoformat(row[column]) for column in dated if row[column])


def test_versions_of_a_command_do_not_overlap():
    versions = {}
    for row in rows_of("commands"):
        period = (row["valid_from"] or "0001-01-01", row["valid_to"] or "9999-12-31")
        versions.setdefault(row["code"], []).append(period)
    for periods in versions.values():
        periods.sort()
        assert all(start <= end for start, end in periods)
        assert all(before[1] < after[0] for before, after in zip(periods, periods[1:], strict=False))


def test_the_whole_country_is_one_command_without_parent():
    assert [(row["code"], row["parent"]) for row in rows_of("commands") if row["level"] == "country"] == [
        ("morocco", "")
    ]


def test_headlines_name_indicators_of_their_theme():
    indicators = by_code("indicators")
    for theme in rows_of("themes"):
        assert all(indicators[code]["theme"] == theme["code"] for code in theme["headline"].split())


def test_the_total_of_cases_leads_the_page():
    first = min((row for row in rows_of("themes") if row["headline"]), key=lambda row: int(row["position"]))
    assert first["headline"].split() == ["cases_total", "violent_cases"]


def test_positions_of_themes_are_unique():
    positions = [int(row["position"]) for row in rows_of("themes")]
    assert sorted(positions) == list(range(1, len(positions) + 1))


def test_counts_and_levels_have_no_decimals():
    for row in rows_of("indicators"):
        assert 0 <= int(row["decimals"]) <= 3
        assert row["kind"] not in ("count", "level") or row["decimals"] == "0", row["code"]


def test_breaks_are_years_and_iccs_codes_are_of_one_of_its_four_levels():
    for row in rows_of("indicators"):
        assert re.fullmatch(r"(?:20\d\d(?:;20\d\d)*)?", row["breaks"]), row["code"]
        assert re.fullmatch(r"(?:(?:0[1-9]|1[01])(?:\d\d){0,2}|(?:0[1-9]|1[01])\d{3})?", row["iccs"]), row[
            "code"
        ]


@pytest.mark.parametrize("column", ["aliases_ar", "aliases_fr"])
def test_an_alias_belongs_to_one_indicator_only(column):
    aliases = [alias.lower() for row in rows_of("indicators") for alias in row[column].split("|")]
    assert all(alias and alias == alias.strip() for alias in aliases)
    assert [alias for alias, times in Counter(aliases).items() if times > 1] == []


def test_every_figure_states_something_of_a_year_not_after_its_report():
    for row in rows_of("figures"):
        assert row["value"] or row["change"] or row["wording"], row
        assert int(row["year"]) <= int(row["report"]), row


def test_numbers_are_plain_and_never_with_three_decimals():
    indicators = by_code("indicators")
    for row in rows_of("figures"):
        for column, most in (("value", int(indicators[row["indicator"]]["decimals"])), ("change", 2)):
            cell = row[column]
            if not cell:
                continue
            assert re.fullmatch(r"-?\d+(?:\.\d+)?", cell), row
            assert not re.fullmatch(r"-?\d+\.\d{3}", cell), row
            # Trailing zeros are not precision.
            assert -Decimal(cell).normalize().as_tuple().exponent <= most, row
        assert not row["value"].startswith("-")
        assert not row["change"] or Decimal(row["change"]) >= -100


@pytest.mark.parametrize("table", STATED)
def test_every_quote_stands_in_its_sources_text(table):
    held = texts()
    for row in rows_of(table):
        if not row["quote"]:
            assert row["source"] not in held, row
            continue
        times = held[row["source"]].count(folded(row["quote"]))
        assert times == 1 if not row["place"] else int(row["place"]) <= times, row


def test_every_report_has_its_figures():
    assert {row["report"] for row in rows_of("figures")} == set(by_code("reports"))
    assert set(by_code("reports")) == {str(year) for year in range(2016, 2025)}


def test_every_source_is_cited():
    assert {row["source"] for table in STATED for row in rows_of(table)} == set(by_code("sources"))


def test_the_text_of_2024_is_kept_as_published_without_the_pages_debris():
    text = (DATA / "texts/2024.ar.txt").read_bytes().decode("utf-8")
    assert "Exit mobile version" not in text
    assert "755 ألف\N{NO-BREAK SPACE}و541 قضية" in text
    assert "وتميتزت" in text
    assert text.endswith("بناقص 45 بالمائة.\n")
    assert len(text.split("\n\n")) == 9  # a title and eight paragraphs


@pytest.mark.parametrize(
    ("indicator", "year", "value", "wording", "qualifier"),
    [
        ("cases_total", "2024", "755541", "stable", "about"),
        ("cases_total", "2023", "738748", "", ""),
        ("agreements", "2024", "17", "", ""),
        ("mobile_units", "2024", "80", "", ""),
        ("mobile_beneficiaries", "2024", "130242", "", ""),
        ("infra_level", "2024", "2", "", ""),
        ("k9_new", "2024", "3", "", ""),
    ],
)
def test_the_communique_of_2024_states_its_numbers(indicator, year, value, wording, qualifier):
    row = figures_2024()[indicator, year]
    assert (row["value"], row["change"], row["wording"], row["qualifier"]) == (value, "", wording, qualifier)


FALLS = {
    "violent_cases": "-10",
    "theft_threat": "-24",
    "car_theft": "-20",
    "theft_violence": "-12",
    "burglary": "-10",
    "sexual_assault": "-4",
    "drug_cases": "-7",
    "bank_robbery": "-45",
}


def test_the_communique_of_2024_states_eight_falls_without_a_count():
    falls = {
        indicator: (row["value"], row["change"])
        for (indicator, year), row in figures_2024().items()
        if row["wording"] == "fall"
    }
    assert falls == {indicator: ("", change) for indicator, change in FALLS.items()}
    for indicator, change in FALLS.items():
        assert f"ناقص {change[1:]} بالمائة" in figures_2024()[indicator, "2024"]["quote"]


def test_the_communique_of_2024_states_nothing_else():
    assert len(figures_2024()) == 7 + len(FALLS)


def test_aggravated_theft_has_four_children_and_no_figure_of_its_own_in_2024():
    children = {row["code"] for row in rows_of("indicators") if row["parent"] == "aggravated_theft"}
    assert children == {"theft_threat", "car_theft", "theft_violence", "burglary"}
    assert not [
        row
        for row in rows_of("figures")
        if row["indicator"] == "aggravated_theft" and row["report"] == "2024"
    ]


def test_seventeen_agreements_are_entered_thirteen_with_their_partner():
    agreements = rows_of("agreements")
    assert [row["reference"] for row in agreements] == [f"2024-{number:02d}" for number in range(1, 18)]
    assert {row["form"] for row in agreements} == {""}
    named = [row for row in agreements if row["partner"]]
    assert len({row["partner"] for row in named}) == len(named) == 13
    assert {row["source"] for row in named} == {"mapamazighe-ma-1"}
    for row in agreements:
        if not row["partner"]:
            assert row["source"] == "dgsn-2024-ar"
            assert not row["sector"]
            assert "لا يسمي شريكه أي مصدر" in row["note"]


def test_the_sectors_are_the_three_that_the_communique_names():
    assert set(by_code("sectors")) == {"administrative", "commercial", "social"}


def test_the_units_created_in_2024_are_three_canine_brigades_and_a_catering_unit():
    assert {(row["kind"], row["command"], row["event"]) for row in rows_of("units")} == {
        ("canine-brigade", "casablanca", "created"),
        ("canine-brigade", "al-hoceima", "created"),
        ("canine-brigade", "safi", "created"),
        ("catering-unit", "gms-99", "created"),
    }


def test_the_canine_brigades_recorded_are_as_many_as_declared():
    kind = by_code("unit_kinds")["canine-brigade"]
    recorded = [
        row for row in rows_of("units") if row["kind"] == "canine-brigade" and row["report"] == "2024"
    ]
    assert str(len(recorded)) == figures_2024()[kind["declared_by"], "2024"]["value"]


def test_statements_are_the_communiques_own_words():
    statements = rows_of("statements")
    for row in statements:
        assert row["text_ar"] == row["quote"]
    codes = [row["code"] for row in statements]
    assert len([code for code in codes if code.startswith("strategy-line-")]) == 4
    assert {"strategy-2022-2026", "next-year-projects"} <= set(codes)
    coordination = by_statement("strategy-line-4-coordination")
    assert "المديرية العامة لمراقبة التراب الوطني" in coordination["text_ar"]


def by_statement(code: str) -> dict:
    """One statement by its code."""
    return next(row for row in rows_of("statements") if row["code"] == code)
