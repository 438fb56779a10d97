"""The errors file: made piece by piece, in the language of whoever asked for it."""

import csv
import io

from django.utils import translation

from bilan.importing.problems import BLOCK, Problem, problems_csv


def rows_of(pieces):
    return list(csv.reader(io.StringIO("".join(pieces), newline="")))


def test_the_errors_file_speaks_the_language_that_was_in_force_when_it_was_asked_for():
    with translation.override("fr"):
        pieces = problems_csv([Problem(2, "value", "x", "bad_number", {})])
        expected = Problem(2, "value", "x", "bad_number", {}).message
    with translation.override("ar"):
        header, row = rows_of(pieces)
        assert translation.get_language() == "ar"
    assert header == ["row", "column", "value", "code", "message"]
    assert row == ["2", "value", "x", "bad_number", expected]


def test_the_errors_file_is_made_while_it_is_read():
    told = []

    def problems():
        for number in range(2, 2 * BLOCK + 2):
            told.append(number)
            yield Problem(number, "value", "=1", "bad_number", {})

    pieces = problems_csv(problems())
    first = next(pieces)
    assert len(told) == BLOCK
    rows = rows_of([first, *pieces])
    assert [row[0] for row in rows[1:]] == [str(number) for number in told]
    assert {row[2] for row in rows[1:]} == {"'=1"}


def test_an_errors_file_without_errors_has_its_header():
    assert rows_of(problems_csv([])) == [["row", "column", "value", "code", "message"]]
