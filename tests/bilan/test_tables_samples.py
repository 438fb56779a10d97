"""The sample files: what the table layer can know of them, it answers as their manifest says."""

import json
from pathlib import Path

import pytest

from bilan.numerals import NumberError, parse_change, parse_number, parse_year
from bilan.tables import Column, Kind, Problem, read_table

FOLDER = Path(__file__).parent.parent / "imports"
SAMPLES = {sample["id"]: sample for sample in json.loads((FOLDER / "manifest.json").read_text("utf-8"))}
# These take the records of the site; the importer answers them.
RECORDS = {"unknown_report", "report_closed", "unknown_code", "empty_code", "duplicate_row", "nothing_stated"}
COLUMNS = (
    Column("report", Kind.YEAR, required=True),
    Column("indicator", Kind.CODE, required=True),
    Column("year", Kind.YEAR, required=True),
    Column("command", Kind.CODE),
    Column("value", Kind.NUMBER),
    Column("change", Kind.NUMBER),
    Column("source", Kind.CODE, required=True),
    Column("note"),
)
DECIMALS = {"cocaine": 3}


def numbers_of(table):
    """{"indicator": value, "indicator/change": value} of a table; bad numbers join its problems."""
    found = {}
    for row in table:
        cells = dict(zip(table.header, row.cells, strict=True))
        indicator = cells["indicator"]
        readers = {
            "value": lambda cell, indicator=indicator: parse_number(
                cell, decimals=DECIMALS.get(indicator, 0), minimum=0
            ),
            "change": parse_change,
            "year": parse_year,
        }
        for name, reader in readers.items():
            if cells.get(name, "") == "":
                continue
            try:
                number = reader(cells[name])
            except NumberError as error:
                table.problems.append(Problem(row.number, name, str(cells[name]), error.code, error.params))
            else:
                if name != "year":
                    found[indicator if name == "value" else f"{indicator}/change"] = str(number)
    return found


def read_sample(sample):
    with read_table(FOLDER / sample["file"], sample["file"], COLUMNS) as table:
        return numbers_of(table), table.problems


def cases(kind):
    return [name for name, sample in SAMPLES.items() if sample["expect"][0] == kind]


@pytest.mark.parametrize("name", cases("ok"))
def test_a_good_file_is_read_to_its_numbers(name):
    found, problems = read_sample(SAMPLES[name])
    assert not problems
    assert found == SAMPLES[name]["expect"][1]


@pytest.mark.parametrize("name", [name for name in cases("err") if SAMPLES[name]["expect"][1] not in RECORDS])
def test_a_bad_file_is_answered_with_its_code_and_place(name):
    _, codes, row, column = SAMPLES[name]["expect"]
    matching = [
        problem
        for problem in read_sample(SAMPLES[name])[1]
        if (codes == "*" or problem.code in codes.split("|"))
        and row in (None, problem.row)
        and (column is None or problem.column in column.split("|"))
    ]
    assert matching


@pytest.mark.parametrize("name", cases("errs"))
def test_every_problem_of_a_file_is_told_at_once(name):
    assert len(read_sample(SAMPLES[name])[1]) == SAMPLES[name]["expect"][1]
