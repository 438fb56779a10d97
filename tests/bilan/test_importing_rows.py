"""Rows read in blocks: what is read column by column is what is read row by row."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilan.columns.lookups import Lookups
from bilan.importing.problems import Problems
from bilan.importing.rows import RowReader
from bilan.importing.staging import BLOCK
from bilan.resources import tables
from bilan.tables import Row
from tests.factories import make_command, make_country, make_indicator, make_report, make_source

pytestmark = pytest.mark.django_db

CELLS = {
    "report": ["2024", "2023", "٢٠٢٤", " 2024"],
    "indicator": ["cases_total", "cocaine", "arrest_rate"],
    "year": ["2020", "2023", "٢٠٢٢", "2024"],
    "command": ["", "nador", "safi", "morocco"],
    "value": ["", "12", "0", "755.541", "1.948", "542.4550", "3,5", "٧٥٥", "١٢٫٥", "1 250", "007"],
    "change": ["", "-30.22", "0", "12,5", "1.2 %", "٪10"],
    "change_in": ["", "percent", "points", "Points"],
    "wording": ["", "rise", "fall", "STABLE"],
    "source": ["paper", " paper"],
    "quote": ["", "soit 12 affaires"],
    "place": ["", "1", "2"],
    "note": ["", " x ", "ملاحظة", "=1"],
}


@pytest.fixture
def ground():
    """Two reports, a command of two ranks, indicators with and without decimals."""
    make_report(2024)
    make_report(2023)
    make_country()
    make_command("nador", valid_to="2023-12-31")
    make_command("nador", valid_from="2024-01-01")
    make_command("safi")
    make_indicator("cases_total")
    make_indicator("cocaine", kind="quantity", decimals=3)
    make_indicator("arrest_rate", kind="rate", decimals=2)
    make_source("paper")


def read(rows, *, in_blocks: bool):
    """The values of the rows, and what was refused."""
    problems = Problems()
    reader = RowReader(tables()["figures"](Lookups()), list(CELLS), problems)
    assert reader.in_blocks
    reader.in_blocks = in_blocks
    return [list(values) for values in reader.read(rows)], list(problems)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=12),
    repeated=st.integers(1, BLOCK // 4),
)
def test_blocks_are_read_as_their_rows_are(cells, repeated, ground):
    rows = [Row(number, list(row)) for number, row in enumerate(cells * repeated, start=2)]
    assert read(rows, in_blocks=True) == read(rows, in_blocks=False)


def test_one_refused_row_leaves_the_others_of_its_block(ground):
    good = ["2024", "cases_total", "2024", "", "12", "", "", "", "paper", "", "", ""]
    rows = [Row(number, list(good)) for number in range(2, BLOCK + 20)]
    rows[7].cells[4] = "twelve"
    found, problems = read(rows, in_blocks=True)
    assert len(found) == len(rows) - 1
    assert [(one.row, one.column, one.code) for one in problems] == [(9, "value", "bad_number")]


def test_a_block_of_sound_rows_is_not_read_row_by_row(ground, monkeypatch):
    monkeypatch.setattr(RowReader, "_each", lambda *_: pytest.fail("row by row"))
    good = ["2024", "cocaine", "2024", "nador", "1.5", "-3", "", "", "paper", "", "", "a note"]
    found, problems = read([Row(number, list(good)) for number in range(2, 600)], in_blocks=True)
    assert len(found) == 598
    assert not problems
