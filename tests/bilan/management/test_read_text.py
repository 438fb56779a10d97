"""manage.py read_text: figures of a file, as JSON or lines; nothing is written."""

import json

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Figure
from tests.factories import make_country, make_indicator

TEXT = "بلغ عدد القضايا الزجرية المسجلة حوالي 755 ألف و541 قضية خلال سنة 2024."


@pytest.fixture
def file(db, tmp_path):
    make_country()
    make_indicator(name_ar="القضايا الزجرية المسجلة", aliases_ar="القضايا الزجرية|القضايا المسجلة")
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_prints_the_figures_as_json_and_writes_nothing(file, capsys):
    call_command("read_text", str(file), report=2024, json=True)
    [figure] = json.loads(capsys.readouterr().out)
    assert TEXT[figure["start"] : figure["end"]] == figure["quote"]
    assert "755 ألف و541" in figure["quote"]
    assert {key: figure[key] for key in ("value", "change", "change_in", "wording", "qualifier")} == {
        "value": "755541",
        "change": "",
        "change_in": "",
        "wording": "",
        "qualifier": "about",
    }
    assert (figure["year"], figure["indicator"], figure["command"]) == (2024, "cases_total", "")
    assert not Figure.objects.exists()


def test_without_json_it_prints_one_line_a_figure_and_a_summary(file, capsys):
    call_command("read_text", str(file), report=2024)
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert "100" in printed.err


def test_a_file_that_is_no_text_is_refused(file, tmp_path):
    (tmp_path / "image").write_bytes(b"\xff\xfe\x00\xd8")
    for path in (tmp_path / "image", tmp_path / "missing"):
        with pytest.raises(CommandError):
            call_command("read_text", str(path), report=2024)
