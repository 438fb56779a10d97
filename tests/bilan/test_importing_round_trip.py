"""What is exported imports again without a change; no file, however wild, raises or loses a row."""

import csv
import io
import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bilan.exporting import export_table, rows_of, write_rows
from bilan.importing.process import import_file
from bilan.models import Edit
from bilan.resources import tables
from indicators.models import Figure
from tests.factories import (
    make_agreement,
    make_command,
    make_figure,
    make_indicator,
    make_report,
    make_source,
    make_statement,
    make_theme,
    make_unit_event,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "=1+1",
    "+1",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(A1)",
    "'quoted",
    "''twice",
    "'",
    "＝1+1",
    'say "so", he said; then\nanother line',
    "قضايا «زجرية»، 12٪",
    "{{ 7*7 }} {% debug %} %(x)s \\N \\t",
    "|pipe|",
    "0012",
    "1e3",
    "TRUE",
    "2024-12-24",
    "\t=1+1",
    "tab\tand\r\nlines\rof every\nkind\n",
    "_x0041_ &#10; <b>&amp;</b>",
    "x" * 10_000,
]
NAMES = sorted(
    ["reports", "sources", "commands", "themes", "statements", "measures", "indicators", "figures"]
    + ["unit_kinds", "units", "sectors", "partners", "agreements"]
)


@pytest.fixture
def everything():
    """Rows in every table, hostile texts in every note."""
    report = make_report(2024, period="2024-01-01/2024-12-20", published_on="2024-12-24")
    old = make_command("nador", valid_to="2020-12-31")
    make_command("nador", valid_from="2021-01-01")
    make_command("zaio", parent=old, valid_from="2022-01-01")
    parent = make_indicator("cases_total", breaks="2020;2022", aliases_ar="القضايا|عدد القضايا")
    kilos = make_indicator("cocaine", kind="quantity", decimals=3, parent=parent)
    make_source("paper", address="https://example.org/a?b=1,2", text="2024 قضية")
    make_theme("drugs", headline="cases_total cocaine", position=3)
    for year, note in enumerate(HOSTILE, start=2000):
        make_figure(report, year=year, note=note, source="paper", value=Decimal("542.455"), indicator=kilos)
        make_statement(report, code=f"s-{year}", text_fr=note, note=note, text_ar=note)
    make_figure(report, source="paper", change=Decimal("-30.22"), wording="fall", qualifier="about")
    make_figure(report, source="paper", value=0, change=0, year=2023, quote="2024 قضية", place=1)
    make_figure(report, source="paper", value=Decimal("999999999999"), year=2022, command=old)
    make_unit_event(report, note="=x", command=old)
    make_agreement(report, note="@x", signed_on="2024-05-16")
    make_agreement(report, partner=None, sector=None)


def exported(name, kind, folder, **options):
    """The file of a table."""
    path = folder / f"{name}.{kind}"
    path.write_bytes(b"".join(export_table(name, kind, **options)))
    return path


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_a_table_goes_out_and_comes_in_without_a_change(name, kind, erase, everything, tmp_path):
    edits = Edit.objects.count()
    if name == "sources":
        (tmp_path / "texts").mkdir()
    outcome = import_file(name, exported(name, kind, tmp_path), write=True, erase=erase, folder=tmp_path)
    assert outcome.problems.first() == []
    assert (outcome.new, outcome.changed, outcome.erased) == (0, 0, 0)
    assert outcome.unchanged == outcome.rows == tables()[name].model._base_manager.count()
    assert Edit.objects.count() == edits


def test_every_table_of_the_contract_is_tried():
    assert sorted(tables()) == NAMES


def test_a_workbook_has_no_formula(everything, tmp_path):
    book = load_workbook(exported("figures", "xlsx", tmp_path))
    cells = list(itertools.chain.from_iterable(book.active.iter_rows()))
    assert "f" not in {cell.data_type for cell in cells}
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)


def test_a_report_alone_is_exported(everything, tmp_path):
    make_figure(make_report(2020), source="paper", value=7)
    lines = exported("figures", "csv", tmp_path, report=2020).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["report", "2020"]


@pytest.mark.parametrize("name", NAMES)
def test_the_database_writes_what_the_writer_of_files_writes(name, everything):
    def lines(pieces):
        text = b"".join(pieces).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    resource = tables()[name]()
    written = lines(write_rows(name, rows_of(resource), "csv"))
    assert lines(export_table(name)) == written
    assert lines(export_table(name, "csv", resource.get_queryset())) == written


@pytest.mark.parametrize("name", NAMES)
def test_the_database_types_cells_as_the_writer_of_workbooks_does(name, everything):
    def cells(pieces):
        sheet = load_workbook(io.BytesIO(b"".join(pieces))).active
        return [[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows()]

    assert cells(export_table(name, "xlsx")) == cells(write_rows(name, rows_of(tables()[name]()), "xlsx"))


def test_json_has_exact_numbers(everything, tmp_path):
    text = exported("figures", "json", tmp_path).read_text(encoding="utf-8")
    assert '"value": "542.455"' in text


# --- wild files ----------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(["", "2024", "cases_total", "paper", "12", "-3,5", "755.541", "1e3", "stable", "٧٥٥"]),
    st.sampled_from(["2019", "cocaine", "1.948", "'x", '"', "\ufffd", "\u202e", "x" * 300, "=1", "percent"]),
    st.text(max_size=12),
)
COLUMNS = st.lists(
    st.sampled_from(
        [
            *[
                "report",
                "indicator",
                "year",
                "command",
                "value",
                "change",
                "wording",
                "source",
                "note",
                "quote",
                "place",
            ],
            "x",
        ]
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.one_of(COLUMNS, st.just(["report", "indicator", "year", "value", "source", "note"])),
    rows=st.lists(st.lists(CELLS, max_size=12), max_size=6),
    separator=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1256"]),
)
def test_no_file_raises_or_loses_a_row(header, rows, separator, encoding, everything, tmp_path):
    text = "\r\n".join(separator.join(line) for line in [header, *rows])
    path = tmp_path / "wild.csv"
    path.write_bytes(text.encode(encoding, "replace"))
    before = Figure.objects.count()
    outcome = import_file("figures", path, write=False)
    assert outcome.rows == outcome.new + outcome.changed + outcome.unchanged + outcome.refused
    assert bool(outcome.refused) <= bool(outcome.errors)
    assert all(one.message for one in outcome.problems)
    assert Figure.objects.count() == before


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_raise(content, name, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    outcome = import_file("themes", path, write=False)
    assert outcome.errors
