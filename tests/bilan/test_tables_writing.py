"""Files written are safe in any spreadsheet and are read back to the same values."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.numerals import parse_number, write_plain
from bilan.tables import Column, Kind, read_table, write_csv, write_xlsx
from bilan.tables.cells import text_problem

COLUMNS = (
    Column("report", Kind.YEAR, required=True),
    Column("indicator", Kind.CODE, required=True),
    Column("value", Kind.NUMBER),
    Column("signed_on", Kind.DATE),
    Column("note"),
)
HOSTILE = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1",
    "-10 %",
    "@SUM(A1)",
    "'quoted'",
    "''=x",
    "\t=1",
    '"a","b"\n2024,x',
    "a\r\nb\rc\n",
    " leading, trailing ",
    "_x0041_ _x005F_",
    "<b>&amp;</b>",
    "قضايا زجرية، «ملاحظة»",
    "{{ 7*7 }} %(x)s",
    "https://example.org/?a=1",
    "＝1+1",
    "صفر\u200f1",
    "755.541",
    "2024",
]


def row_of(note, value=None, day=None):
    return (2024, "cases_total", value, day, note)


def read_back(content, filename):
    with read_table(content, filename, COLUMNS) as table:
        rows = [row.cells for row in table]
        assert not table.problems
    return rows


def both(rows):
    """The rows as they are read back from a CSV file and from a workbook."""
    yield read_back(b"".join(write_csv(rows, COLUMNS)), "figures.csv")
    yield read_back(write_xlsx(rows, COLUMNS), "figures.xlsx")


def test_a_csv_file_has_its_byte_order_mark_commas_and_line_ends():
    content = b"".join(write_csv([row_of("=1+1", Decimal("542.455"), date(2024, 3, 1))], COLUMNS))
    assert content == (
        b"\xef\xbb\xbfreport,indicator,value,signed_on,note\r\n2024,cases_total,542.4550,2024-03-01,'=1+1\r\n"
    )


def test_a_csv_file_comes_in_pieces():
    pieces = list(write_csv((row_of("x") for _ in range(5_000)), COLUMNS))
    assert len(pieces) > 2
    assert len(read_back(b"".join(pieces), "figures.csv")) == 5_000


@pytest.mark.parametrize("note", HOSTILE)
def test_hostile_notes_are_read_back_as_they_were(note):
    for [row] in both([row_of(note)]):
        assert row[4] == note


def test_every_kind_of_cell_is_read_back():
    rows = [
        row_of("x", Decimal("-30.22"), date(2024, 3, 1)),
        row_of("", None, None),
        row_of(None, Decimal(0)),
    ]
    for read in both(rows):
        numbers = ["" if row[2] == "" else parse_number(row[2], decimals=2) for row in read]
        assert numbers == [Decimal("-30.22"), "", Decimal(0)]
        assert [row[3] for row in read] == ["2024-03-01", "", ""]
        assert [row[4] for row in read] == ["x", "", ""]


def test_a_workbook_types_numbers_and_holds_no_formula():
    content = write_xlsx([row_of(note, Decimal("755541.25")) for note in HOSTILE], COLUMNS)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.data_type == "n" for cell in cells if cell.column_letter == "C" and cell.row > 1)
    assert not any(cell.hyperlink for cell in cells)


def test_a_table_without_rows_still_has_its_header():
    for content, filename in (
        (b"".join(write_csv([], COLUMNS)), "f.csv"),
        (write_xlsx([], COLUMNS), "f.xlsx"),
    ):
        with read_table(content, filename, COLUMNS) as table:
            assert list(table) == []
        assert [problem.code for problem in table.problems] == ["no_rows"]
        assert table.header == tuple(column.name for column in COLUMNS)


@given(st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=3, allow_nan=False))
def test_every_number_is_read_back_exactly(value):
    for [row] in both([row_of("", value)]):
        assert parse_number(row[2], decimals=3) == value
        assert write_plain(parse_number(row[2], decimals=3)) == write_plain(value)


texts = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("='\"+-@\t\r\n,;_x0041 قض")))


@given(texts.filter(lambda text: text.strip() and not text_problem(text)))
def test_every_sound_text_is_read_back_exactly(note):
    for [row] in both([row_of(note)]):
        assert row[4] == note
