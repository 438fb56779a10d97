"""Every column of every table takes an odd cell or refuses it; what it took comes out again and in again."""

import csv
import io

import pytest

from bilan.exporting import export_table
from bilan.importing.process import import_file
from bilan.models import Report
from bilan.resources import tables
from tests import factories as make

pytestmark = pytest.mark.django_db

ODD = [
    " ", "\u00a0", "0", "-1", "1.5", "3.000", "32768", "2147483648", "99999999999999999999", "1e3",
    "٢٠٢٤", "2024", "2024-02-30", "2024-02-29", "٢٠٢٤-٠٢-٢٩", "29/02/2024", "20240229",
    "2024-W01-1", "0001-01-01", "9999-12-31", "0000-01-01", "2024-01-01/2024-12-20",
    "20240101/20241220", "2024-12-20/2024-01-01", "0000", "2024-02-29T00:00:00", "2020;2022",
    "2020,2022", ";", "true", "NULL", "\\N", "\x00", "a\x0bb", "a\u202eb", "a\u200bb",
    "\ud7ff\ue000", "😀" * 200, "x" * 81, "x" * 301, "x" * 2001, "ÉTÉ", "cas es", "-a", "a-", "a__b",
    "a" * 80, "cases_total", "CASES_TOTAL", "nador", "morocco", "2024-05-16",
    "https://example.org/é?a=b,c", "javascript:alert(1)", "ftp://example.org",
    "http://" + "a" * 1000 + ".ma", "../../etc/passwd", "'=1", "=1+1", "''", "'", "\"", "a\r\nb",
    "a\rb", "_x0041_", "&amp;", "<b>", "{{ x }}", "%s", "|", "a|b||c", "Official", " official ",
    "PERCENT", "points", "stable ", "CREATED", "\ufeffx", "قيادة", "ﷺ", "e\u0301", "١٢٣", "+5",
    "-0", "100%", "٪5",
]  # fmt: skip


@pytest.fixture(autouse=True)
def ground():
    """One record of every table, open for changes."""
    report = make.make_report(2090)
    make.make_command("nador")
    make.make_figure(report, source="paper", value=12)
    make.make_unit_event(report)
    make.make_agreement(report)
    make.make_statement(report, theme=make.make_theme("drugs"))


def plain_row(name) -> dict[str, str]:
    """The first row of a table, as a file has it."""
    text = b"".join(export_table(name)).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text, newline="")))


def odd_rows(name, column) -> list[dict]:
    """The row with each odd cell in a column; a key of its own for each, where another column can give it."""
    row = plain_row(name)
    own = next(key for key in ("code", "reference", "unit", "year") if key in row)
    keys = (f"{1960 + at}" if own == "year" else f"odd-{at}" for at in range(len(ODD)))
    return [{**row, own: key, column: cell} for key, cell in zip(keys, ODD, strict=True)]


def write(path, rows):
    """A CSV file of rows; it may hold what no encoding can, which is written as `?`."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


COLUMNS = [(name, column) for name, resource in tables().items() for column in resource.fields]


@pytest.mark.parametrize("name, column", COLUMNS, ids=map(".".join, COLUMNS))
def test_what_a_column_takes_is_written_and_goes_out_and_in_without_a_change(name, column, tmp_path):
    rows = odd_rows(name, column)
    odd = import_file(name, write(tmp_path / "odd.csv", rows), write=False)
    assert odd.rows == odd.new + odd.changed + odd.unchanged + odd.refused
    assert all(problem.message for problem in odd.problems)
    refused = set(odd.problems.rows())
    taken = [row for number, row in enumerate(rows, start=2) if number not in refused]
    if not taken:
        return
    done = import_file(name, write(tmp_path / "taken.csv", taken), write=True)
    assert done.problems.first() == []
    assert done.applied
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"out.{kind}"
        path.write_bytes(b"".join(export_table(name, kind)))
        again = import_file(name, path, write=True, erase=True)
        assert again.problems.first() == []
        assert (again.new, again.changed, again.erased) == (0, 0, 0)


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2024", "2024"),
        ("٢٠٢٤", "2024"),
        ("2024-01-01/2024-12-20", "2024-01-01/2024-12-20"),
        ("٢٠٢٤-٠١-٠١/٢٠٢٤-١٢-٢٠", "2024-01-01/2024-12-20"),
        ("0000", None),
        ("20240101/20241220", None),
        ("2024-W01-1/2024-W51-1", None),
        ("2024-01-01", None),
        ("2024-12-20/2024-01-01", None),
    ],
)
def test_a_period_is_a_year_or_two_dates_in_their_order(cell, period, tmp_path):
    outcome = import_file(
        "reports", write(tmp_path / "r.csv", [{"year": "2091", "period": cell}]), write=True
    )
    assert list(Report.objects.filter(year=2091).values_list("period", flat=True)) == [period] * bool(period)
    assert bool(outcome.errors) == (period is None)
