"""The commands of files: what they print, with which exit code, and what they leave."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from bilan.models import Edit, Report, Source
from indicators.models import Figure
from tests.factories import make_country, make_indicator, make_report, make_source, make_user

pytestmark = pytest.mark.django_db

HEADER = "report,indicator,year,value,source\n"


@pytest.fixture
def ground():
    make_report(2024)
    make_country()
    make_indicator("cases_total")
    make_source("paper")


def run(*words):
    """(exit code, standard output, standard error) of a command."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=errors)
    except SystemExit as end:
        return end.code, out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


@pytest.fixture
def figures(tmp_path, ground):
    """Writes a file of figures; returns its path."""

    def write(*lines):
        path = tmp_path / "figures.csv"
        path.write_text(HEADER + "".join(f"{line}\n" for line in lines))
        return path

    return write


def test_a_clean_file_is_checked_and_only_written_when_asked(figures):
    path = figures("2024,cases_total,2024,12,paper")
    code, said, _errors = run("import_table", "figures", path)
    assert (code, said.splitlines()[-1]) == (0, "new=1 changed=0 unchanged=0 errors=0")
    assert not Figure.objects.exists()
    by = make_user(username="amina")
    assert run("import_table", "figures", path, "--apply", "--by", "amina")[0] == 0
    assert Figure.objects.get().changed_by == by
    assert Edit.objects.order_by("-pk")[0].by == by


def test_errors_end_with_2_and_are_all_in_the_file(figures, tmp_path):
    path = figures("2024,cases_total,2024,12,paper", "2024,cases_total,2023,-,paper", "2024,x,2023,1,paper")
    code, said, _errors = run("import_table", "figures", path, "--apply", "--errors", tmp_path / "out.csv")
    assert (code, said.splitlines()[-1]) == (2, "new=1 changed=0 unchanged=0 errors=2")
    assert not Figure.objects.exists()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["column"], row["code"]) for row in rows] == [
        ("3", "value", "bad_number"),
        ("4", "indicator", "unknown_code"),
    ]
    assert list(rows[0]) == ["row", "column", "value", "code", "message"]


def test_json_is_all_that_standard_output_has(figures):
    path = figures("2024,cases_total,2024,1e3,paper")
    code, said, told = run("import_table", "figures", path, "--json")
    content = json.loads(said)
    assert code == 2
    assert (content["rows"], content["refused"], content["errors"][0]["code"]) == (1, 1, "bad_number")
    assert told.splitlines()[-1] == "new=0 changed=0 unchanged=0 errors=1"
    clean = json.loads(run("import_table", "figures", figures("2024,cases_total,2024,1,paper"), "--json")[1])
    assert (clean["new"], clean["errors"]) == (1, [])
    bad = figures("2024,cases_total,2024,x,paper", "2024,cases_total,2023,y,paper")
    found = json.loads(run("import_table", "figures", bad, "--json")[1])
    assert [one["row"] for one in found["errors"]] == [2, 3]


def test_a_person_or_a_file_that_is_not_there_is_said(figures, tmp_path):
    with pytest.raises(CommandError) as refused:
        run("import_table", "figures", figures(), "--by", "nobody")
    assert refused.value.returncode == 2
    assert run("import_table", "figures", tmp_path / "nothing.csv")[0] == 2


def test_errors_that_could_not_be_told_are_known_before_anything_is_written(figures, tmp_path):
    path = figures("2024,cases_total,2024,12,paper")
    errors = tmp_path / "nowhere" / "out.csv"
    code, _said, told = run("import_table", "figures", path, "--apply", "--errors", errors)
    assert (code, str(errors.parent) in told, Figure.objects.exists()) == (2, True, False)


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path):
    (tmp_path / "sources.csv").write_text("code,title,language,rank\npaper,Paper,fr,press\n")
    (tmp_path / "reports.csv").write_text("year\n2024\nx\n")
    code, said, _errors = run("load_data", tmp_path, "--apply")
    assert (code, said.splitlines()[-1]) == (2, "new=2 changed=0 unchanged=0 errors=1")
    assert not Source.objects.exists()
    (tmp_path / "reports.csv").write_text("year\n2024\n")
    assert run("load_data", tmp_path)[0] == 0
    assert not Source.objects.exists()
    code, said, _errors = run("load_data", tmp_path, "--apply")
    assert (code, said.splitlines()[-1]) == (0, "new=2 changed=0 unchanged=0 errors=0")
    assert run("load_data", tmp_path, "--apply")[1].splitlines()[-1].endswith("unchanged=2 errors=0")


def test_a_report_is_opened_once():
    assert run("open_report", "2025")[0] == 0
    code, said, _errors = run("open_report", "2025")
    assert code == 0
    assert "2025" in said
    assert Report.objects.count() == 1
    assert run("open_report", "20x5")[0] == 2
    Report._base_manager.update(state=Report.State.RELEASED)
    assert run("open_report", "2025")[0] == 2


def test_an_export_comes_back_through_the_import(figures, tmp_path):
    run("import_table", "figures", figures("2024,cases_total,2024,12,paper"), "--apply")
    path = tmp_path / "back.csv"
    path.write_text(run("export_table", "figures", "--report", "2024")[1], encoding="utf-8", newline="")
    said = run("import_table", "figures", path, "--apply", "--erase")[1]
    assert said.splitlines()[-1] == "new=0 changed=0 unchanged=1 errors=0"


def test_a_year_without_a_report_is_no_empty_table(ground):
    with pytest.raises(CommandError, match="unknown_report") as caught:
        run("export_table", "figures", "--report", "1999")
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    "name, said", [("nowhere.zip", "cannot be read"), ("notes.txt", "not written by backup")]
)
def test_what_is_no_backup_is_said_in_words(tmp_path, name, said):
    (tmp_path / "notes.txt").write_text("no archive", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run("restore", tmp_path / name)
