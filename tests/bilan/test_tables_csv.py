"""CSV files: encodings, separators, headers and cells; each problem at the row that a person sees."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.tables import Column, Kind, Limits, read_table

COLUMNS = (
    Column("report", Kind.YEAR, required=True, aliases=("التقرير", "rapport")),
    Column("indicator", Kind.CODE, required=True, aliases=("المؤشر", "indicateur")),
    Column("value", Kind.NUMBER, aliases=("القيمة", "valeur")),
    Column("change_in", Kind.CODE),
    Column("note", aliases=("ملاحظة",)),
)
HEADER = "report,indicator,value,note\n"
ARABIC = "إجمالي عدد القضايا الزجرية المسجلة، خلال السنة"


def read(content, filename="figures.csv", **limits):
    """(rows as lists, problems as (code, row, column), the table) of a file's bytes or text."""
    content = content.encode() if isinstance(content, str) else content
    with read_table(content, filename, COLUMNS, limits=Limits(**limits)) as table:
        rows = [(row.number, row.cells) for row in table]
        return rows, [(problem.code, problem.row, problem.column) for problem in table.problems], table


def test_rows_come_with_the_number_that_the_person_sees():
    rows, problems, table = read(HEADER + "2024,a,1,x\n\n  ,,,\n2024,b,2,y\n")
    assert rows == [(2, ["2024", "a", "1", "x"]), (5, ["2024", "b", "2", "y"])]
    assert not problems
    assert (table.header, table.format) == (("report", "indicator", "value", "note"), "csv")


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("utf-16", "UTF-16"),
        ("cp1256", "Windows-1256"),
    ],
)
def test_every_encoding_is_recognised_and_named(codec, label):
    rows, problems, table = read((HEADER + f"2024,a,1,{ARABIC} é\n").encode(codec))
    assert rows == [(2, ["2024", "a", "1", f"{ARABIC} é"])]
    assert not problems
    assert table.encoding == label


def test_utf_16_big_endian_is_recognised():
    content = b"\xfe\xff" + (HEADER + f"2024,a,1,{ARABIC}\n").encode("utf-16-be")
    assert read(content)[0] == [(2, ["2024", "a", "1", ARABIC])]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("declared", [True, False])
def test_every_separator_and_line_ending_is_recognised(separator, ending, declared):
    lines = ["report,indicator,value,note", "2024,a,1,x", "", "2024,b,2,y"]
    text = ending.join(lines).replace(",", separator)
    text = f"sep={separator}{ending}{text}" if declared else text
    rows, problems, table = read(text)
    assert rows == [(2, ["2024", "a", "1", "x"]), (4, ["2024", "b", "2", "y"])]
    assert not problems
    assert table.separator == separator


def test_a_quoted_line_break_makes_no_row():
    rows, problems, _ = read(HEADER + '2024,a,1,"one\ntwo\r\nthree"\n2024,b,2,"say ""so"", and"\n')
    assert rows == [
        (2, ["2024", "a", "1", "one\ntwo\r\nthree"]),
        (3, ["2024", "b", "2", 'say "so", and']),
    ]
    assert not problems


@pytest.mark.parametrize(
    "header",
    [
        " Report ,INDICATOR,\u200fvalue\u200f,note",
        "التقرير,المؤشر,القيمة,ملاحظة",
        "Rapport,Indicateur,Valeur,note",
        "report,indicator,value,note,,",
    ],
)
def test_headings_are_forgiven_their_case_spaces_and_language(header):
    commas = "," * (header.count(",") - 3)
    rows, problems, table = read(f"{header}\n2024,a,1,x{commas}\n")
    assert table.header == ("report", "indicator", "value", "note")
    assert rows == [(2, ["2024", "a", "1", "x"])]
    assert not problems


def test_columns_come_in_the_order_of_the_file():
    rows, _, table = read("note,Change In,indicator,report\nx,percent,a,2024\n")
    assert table.header == ("note", "change_in", "indicator", "report")
    assert rows == [(2, ["x", "percent", "a", "2024"])]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"", [("empty_file", None, None)]),
        (b"\xef\xbb\xbf", [("empty_file", None, None)]),
        ("\n \n", [("empty_file", None, None)]),
        ("sep=;\n", [("empty_file", None, None)]),
        (HEADER, [("no_rows", None, None)]),
        (HEADER + ",,,\n", [("no_rows", None, None)]),
        ("2024,a,1,x\n", [("header", 1, None)]),
        ("report,indicator,,note\n2024,a,1,x\n", [("header", 1, None)]),
        ("report,value\n2024,1\n", [("missing_column", 1, "indicator")]),
        (
            "report,indicator,id,State\n2024,a,1,x\n",
            [("unknown_column", 1, "id"), ("unknown_column", 1, "State")],
        ),
        ("report,indicator,value,Value\n2024,a,1,2\n", [("duplicate_column", 1, "value")]),
        ("report,indicator,value,القيمة\n2024,a,1,2\n", [("duplicate_column", 1, "value")]),
        (HEADER + "2024,a,1\n", [("columns_count", 2, None)]),
        (HEADER + "2024,a,1,948,x\n", [("columns_count", 2, None)]),
        (HEADER + "2024,a,1,x,\n", [("columns_count", 2, None)]),
        ("report,indicator,value,note,\n2024,a,1,x,y\n", [("columns_count", 2, None)]),
        (HEADER + '2024,a,1,"x"y\n2024,b,2,"y"\n', [("quote", 2, None)]),
        (HEADER + '2024,a,1,ok\n2024,b,2,"open\n2024,c,3,x\n', [("quote", 3, None)]),
        ('"report,indicator\n2024,a\n', [("quote", 1, None)]),
        (HEADER + "2024,a,1,a\x00b\n", [("control_char", 2, "note")]),
        (HEADER + "2024,a\x07,1,x\n", [("control_char", 2, "indicator")]),
        (HEADER + "2024,a\tb,1,x\n", [("control_char", 2, "indicator")]),
        (HEADER + "2024,a,1,a\u200bb\n", [("invisible_char", 2, "note")]),
        (HEADER + "2024,a\u200cb,1,x\n", [("invisible_char", 2, "indicator")]),
        (HEADER + "2024,a,1,\u202eb\n", [("bidi", 2, "note")]),
        (HEADER + "2024,\u202ea,1,x\n", [("bidi", 2, "indicator")]),
        (HEADER + "2024,\u0441ases,1,x\n", [("confusable", 2, "indicator")]),
        (HEADER + "2024,ｃases,1,x\n", [("confusable", 2, "indicator")]),
        (HEADER + "2024,a,1,\ufffd\n", [("mojibake", 2, "note")]),
        (HEADER + "2024,a,1,???? ???\n", [("mojibake", 2, "note")]),
        (HEADER + "2024,a,1," + ARABIC.encode().decode("cp1256") + "\n", [("mojibake", 2, "note")]),
        (HEADER + "2024,a,1," + "قضايا".encode().decode("latin-1") + "\n", [("mojibake", 2, "note")]),
        (HEADER + "2024,a,1,sÃ»retÃ©\n", [("mojibake", 2, "note")]),
        (HEADER + "2024,a,1," + "x" * 10_001 + "\n", [("cell_too_long", 2, "note")]),
        (HEADER + "2024,a,1," + "x" * 200_000 + "\n2024,b,2,y\n", [("cell_too_long", 2, "note")]),
        (",".join(["report"] * 101) + "\n", [("too_many_columns", 1, None)]),
        ("," * 3_000_000, [("too_many_columns", 1, None)]),
        (HEADER + "2024,a,1,x\n" + "," * 3_000_000, [("too_many_columns", 3, None)]),
        (HEADER + "x" * 3_000_000, [("cell_too_long", 2, None)]),
        (HEADER + "\n" * 1_048_600 + "2024,a,1,x\n", [("too_many_rows", 1_048_578, None)]),
        ("\n" * 1_048_600 + HEADER, [("empty_file", None, None)]),
        (HEADER + "2024,a,1," + "?" * 9_999 + "x\n2024,b\n", [("columns_count", 3, None)]),
        (" \u200f" * 30_000 + ",indicator\n", [("header", 1, None), ("missing_column", 1, "report")]),
        (HEADER.encode("utf-16-le") + b"x\x00", [("encoding", None, None)]),
        (b"\x89PNG\r\n\x1a\n", [("encoding", None, None)]),
        (b"PK\x03\x04" + b"\x00" * 40, [("encoding", None, None)]),
        (HEADER.encode() + b"2024,a,1,caf\xc3\xa9\n2024,b,2,\xde\xd6\xc7\n", [("encoding", 3, None)]),
        (b"\xef\xbb\xbf" + HEADER.encode() + b"2024,b,2,\xde\xd6\xc7\n", [("encoding", 2, None)]),
        ((HEADER + "2024,a,1,x\n").encode("utf-16")[:-1], [("encoding", 2, None)]),
        (HEADER.encode() + "2024,a,1,État de sûreté\n".encode("latin-1"), [("mojibake", 2, "note")]),
        (HEADER.encode() + "2024,a,1,Vérifié à Fès\n".encode("mac-roman"), [("mojibake", 2, "note")]),
        (HEADER.encode() + "2024,a,1,délits\n".encode("cp850"), [("mojibake", 2, "note")]),
        (HEADER.encode() + "2024,a,1,قضايا\n".encode("mac-arabic"), [("mojibake", 2, "note")]),
        (HEADER.encode() + "2024,a,1,قضايا\n".encode("iso8859-6"), [("mojibake", 2, "note")]),
    ],
)
def test_what_is_wrong_is_named_with_its_place(content, problems):
    assert read(content)[1] == problems


@pytest.mark.parametrize(
    ("content", "params"),
    [
        (HEADER.replace(",", "|"), {"reason": "separator", "separator": "|"}),
        (HEADER.replace(",", "،"), {"reason": "separator", "separator": "،"}),
        ("sep=|\n" + HEADER.replace(",", "|"), {"reason": "separator", "separator": "|"}),
        ("sep=,\n" + HEADER.replace(",", ";"), {"reason": "declared"}),
        (HEADER.replace(HEADER[:-1], f'"{HEADER[:-1]}"'), {"reason": "quoted"}),
        ("حصيلة 2024\n\n" + HEADER + "2024,a,1,x\n", {"reason": "below", "found": 3}),
        ("Bilan 2024;;;\n;;;\n" + HEADER.replace(",", ";"), {"reason": "below", "found": 3}),
        ("2024,a,1,x\n2024,b,1,x\n", {}),
        ("report,indicator,,note\n2024,a,1,x\n", {"reason": "blank", "letters": "C"}),
    ],
)
def test_a_header_that_is_not_understood_is_told_with_what_happened_to_it(content, params):
    assert params_of(content) == ("header", params)


@pytest.mark.parametrize(
    ("content", "params"),
    [
        (b"PK\x03\x04" + b"\x00" * 40, {"reason": "workbook"}),
        (b"%PDF-1.7\n", {"reason": "binary"}),
        (HEADER.encode("utf-16-be"), {"reason": "unread", "encoding": "UTF-16"}),
        (HEADER.encode("utf-32"), {"reason": "unread", "encoding": "UTF-32"}),
    ],
)
def test_what_is_no_text_is_told_as_what_it_is(content, params):
    assert params_of(content) == ("encoding", params)


def test_a_heading_that_is_nearly_right_is_told_the_right_one():
    assert params_of("report,indicator,valeus,note\n") == (
        "unknown_column",
        {"reason": "near", "nearest": "value"},
    )


def params_of(content):
    """The code and params of the first problem."""
    content = content.encode() if isinstance(content, str) else content
    with read_table(content, "f.csv", COLUMNS) as table:
        list(table)
    return table.problems[0].code, dict(table.problems[0].params)


def test_a_limit_that_another_library_set_for_the_process_changes_no_answer():
    content = HEADER + "2024,a,1," + "x" * 200_000 + "\n2024,b,2,y\n"
    before = csv.field_size_limit(50)
    try:
        assert read(content)[1] == [("cell_too_long", 2, "note")]
        csv.field_size_limit(10_000_000)
        assert read(content)[1] == [("cell_too_long", 2, "note")]
    finally:
        csv.field_size_limit(before)


def test_of_a_file_that_changes_its_encoding_both_sides_are_named():
    content = HEADER.encode() + b"2024,a,1,\xde\xd6\xc7\xed\xc7\n" + "2024,b,2,قضايا\n2024,c,3,x\n".encode()
    rows, problems, _ = read(content)
    assert problems == [("encoding", 2, None), ("encoding", 3, None)]
    assert [number for number, _ in rows] == [4]


@pytest.mark.parametrize(
    "note",
    [
        "الـGMS 99",
        "هـ\u200d",
        "a\u200fb",
        "Âge; Ça; Øre",
        "vraiment ???",
        "😀",
        "؟؟؟",
        "−10 %",
        "a\u00a0b",
        "«ط» و«ظ»",
    ],
)
def test_sound_texts_are_taken_as_they_are(note):
    assert read(HEADER + f"2024,a,1,{note}\n")[:2] == ([(2, ["2024", "a", "1", note])], [])


def test_only_the_bad_cells_of_a_row_are_marked():
    with read_table((HEADER + "2024,a,1,\u202ex\n").encode(), "f.csv", COLUMNS) as table:
        [row] = table
    assert row.bad == {3}


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("'=1+1", "=1+1"),
        ("''x", "'x"),
        ("'-5", "-5"),
        ("'abc", "'abc"),
        ("'", "'"),
        ("=1+1", "=1+1"),
        ("-2+3", "-2+3"),
    ],
)
def test_one_guard_is_taken_off_a_text(cell, read_as):
    assert read(HEADER + f"2024,a,1,{cell}\n")[0] == [(2, ["2024", "a", "1", read_as])]


def test_white_space_at_the_ends_is_forgiven_but_in_prose():
    content = HEADER + " 2024 , a\u00a0,\u200f1 , x \n2024,\u200fb,2,   \n2024,c,3, \n"
    assert read(content)[0] == [
        (2, ["2024", "a", "\u200f1", " x "]),
        (3, ["2024", "b", "2", ""]),
        (4, ["2024", "c", "3", ""]),
    ]


def test_rows_beyond_the_limit_stop_the_reading():
    content = HEADER + "2024,a,1,x\n" * 5
    rows, problems, table = read(content, rows=3)
    assert len(rows) == 3
    assert problems == [("too_many_rows", 5, None)]
    assert read(content, rows=5)[1] == []


def test_a_file_beyond_the_size_limit_is_not_read():
    assert read(HEADER + "2024,a,1,x\n", csv_size=30)[1] == [("too_large", None, None)]


def test_refused_rows_are_counted_as_met():
    _, problems, table = read(HEADER + '2024,a\n\n2024,a,1,x\n2024,b,"x"y,z\n')
    assert table.count == 3
    assert len(problems) == 2


def test_problems_go_where_they_are_wanted():
    told = []
    with read_table(HEADER.encode(), "f.csv", COLUMNS, report=told.append) as table:
        assert list(table) == []
    assert [problem.code for problem in told] == ["no_rows"]
    assert table.problems == []


def test_a_stream_that_was_handed_in_stays_open(tmp_path):
    stream = io.BytesIO((HEADER + "2024,a,1,x\n").encode())
    for content in (stream, io.BytesIO(b"\n"), io.BytesIO(b"report\n")):
        with read_table(content, "f.csv", COLUMNS) as table:
            list(table)
        assert not content.closed
    path = tmp_path / "f.csv"
    path.write_bytes(stream.getvalue())
    with read_table(path, path.name, COLUMNS) as table:
        assert len(list(table)) == 1


@given(st.binary(max_size=300), st.sampled_from(["f.csv", "f.xlsx", "f.txt"]))
def test_no_bytes_break_the_reader(content, filename):
    with read_table(content, filename, COLUMNS) as table:
        rows = list(table)
    assert rows or table.problems


@given(st.text(alphabet=st.sampled_from("report,indicator\n\r\"';\t =2024a\u200b\x00é ق"), max_size=200))
def test_no_text_breaks_the_reader(text):
    with read_table((HEADER + text).encode(), "f.csv", COLUMNS) as table:
        rows = list(table)
    assert table.count >= len(rows)
    assert rows or table.problems
