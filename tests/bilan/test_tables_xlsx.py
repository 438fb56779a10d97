"""Workbooks: exact numbers, nothing hidden, and every hostile package refused before it is unpacked."""

import io
import random
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from bilan.tables import Column, Kind, Limits, read_table
from bilan.tables.package import MAX_MEMBERS
from bilan.tables.workbook import Style, style_of

from .workbooks import TYPES, cell, package, relations, row, sheet, styles, workbook

COLUMNS = (
    Column("report", Kind.YEAR, required=True),
    Column("indicator", Kind.CODE, required=True),
    Column("value", Kind.NUMBER),
    Column("signed_on", Kind.DATE),
    Column("note"),
)
# More than the longest tag or comment of a sheet, and no bomb: it hardly packs.
NOISE = random.Random(1).randbytes(600_000).hex()
HEAD = row(1, "report", "indicator", "value", "signed_on", "note")


def read(content, filename="figures.xlsx", **limits):
    with read_table(content, filename, COLUMNS, limits=Limits(**limits)) as table:
        rows = [(row.number, row.cells) for row in table]
        return rows, [(problem.code, problem.row, problem.column) for problem in table.problems]


def value_of(made, *, column="C", members=None):
    """What one cell of row 2 is read as: (value, None) or (None, its rule code)."""
    cells = {"C": ["x", made], "D": ["x", None, made], "B": [made]}[column]
    rows, problems = read(package(sheet(HEAD, row(2, 2024, *cells)), members=members or {}))
    if problems:
        [(code, number, name)] = problems
        assert (number, name) == (2, {"B": "indicator", "C": "value", "D": "signed_on"}[column])
        return None, code
    return rows[0][1]["ABCDE".index(column)], None


def test_rows_come_with_the_number_of_the_sheet():
    rows, problems = read(package(sheet(HEAD, row(2, 2024, "a", 5), row(7, 2024, "b", None, None, "قضايا"))))
    assert rows == [
        (2, [Decimal(2024), "a", Decimal(5), "", ""]),
        (7, [Decimal(2024), "b", "", "", "قضايا"]),
    ]
    assert not problems


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("755541", "755541"),
        ("755541.7", "755541.7"),
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("190.16999999999999", "190.17"),
        ("1.9480000000000000e3", "1948"),
        ("7.55541E5", "755541"),
        ("2025.0", "2025"),
        ("-30.22", "-30.22"),
        ("542.455", "542.455"),
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(written, number):
    value, code = value_of(cell("C2", written, "n"))
    assert code is None
    assert value == Decimal(number)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (cell("C2", 1, "b"), "bad_type"),
        (cell("C2", "#DIV/0!", "e"), "error_cell"),
        (cell("C2", "2024-01-01", "d"), "bad_type"),
        (cell("C2", "NaN", "n"), "bad_type"),
        (cell("C2", "0x1F", "n"), "bad_type"),
        (cell("C2", "1e99999", "n"), "bad_type"),
        (cell("C2", 5, "odd"), "bad_type"),
        ('<c r="C2"><f>1+1</f><v>2</v></c>', "formula"),
        ('<c r="C2"><f t="shared" si="0"/></c>', "formula"),
        (cell("C2", 45000, style=1), "bad_type"),
    ],
)
def test_a_cell_of_another_type_is_refused(made, code):
    assert value_of(made, members={"xl/styles.xml": styles(14)}) == (None, code)


@pytest.mark.parametrize(
    ("made", "day"),
    [
        (cell("D2", 45352, style=1), "2024-03-01"),
        (cell("D2", 45352, style=2), "2024-03-01"),
        (cell("D2", "2024-03-01T00:00:00", "d"), "2024-03-01"),
        (cell("D2", "2024-03-01"), "2024-03-01"),
    ],
)
def test_a_date_is_read_where_dates_belong(made, day):
    assert value_of(made, column="D", members={"xl/styles.xml": styles(14, "yyyy\\-mm\\-dd")}) == (day, None)


def test_dates_may_count_from_1904():
    members = {
        "xl/styles.xml": styles(14),
        "xl/workbook.xml": workbook(properties='<workbookPr date1904="1"/>'),
    }
    assert value_of(cell("D2", 43890, style=1), column="D", members=members) == ("2024-03-01", None)


@pytest.mark.parametrize("made", [cell("D2", 45352), cell("D2", 45352.5, style=1), cell("D2", 60, style=1)])
def test_what_is_no_day_is_refused_as_a_date(made):
    assert value_of(made, column="D", members={"xl/styles.xml": styles(14)}) == (None, "bad_type")


def test_a_percentage_by_format_is_what_the_person_sees():
    assert value_of(cell("C2", -0.1, style=1), members={"xl/styles.xml": styles(9)}) == ("-10%", None)
    assert value_of(cell("C2", 0.3022, style=1), members={"xl/styles.xml": styles("0.00%")}) == (
        "30.22%",
        None,
    )


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("General", Style.PLAIN),
        ("#,##0.00", Style.PLAIN),
        ('0" days"', Style.PLAIN),
        ("[Red]0", Style.PLAIN),
        ("0.00E+00", Style.PLAIN),
        ("dd/mm/yyyy", Style.DATE),
        ("[$-1801]d mmmm yyyy", Style.DATE),
        ("[h]:mm", Style.DATE),
        ("0.0%", Style.PERCENT),
        ('0"%"', Style.PLAIN),
    ],
)
def test_number_formats_say_what_a_number_means(code, style):
    assert style_of(code) is style


def test_shared_texts_are_read_without_their_phonetic_hints():
    rich = "<si><r><t>cas</t></r><r><t>es_x000D__x005F_x0041_</t></r><rPh><t>no</t></rPh></si>"
    strings = f"<sst><si><t>a</t></si>{rich}</sst>"
    made = sheet(HEAD, row(2, 2024, cell("B2", 0, "s"), 5, None, cell("E2", 1, "s")))
    rows, problems = read(package(made, members={"xl/strings.xml": strings}))
    assert rows == [(2, [Decimal(2024), "a", Decimal(5), "", "cases\r_x0041_"])]
    assert not problems


def test_numbers_in_columns_of_text_are_text():
    rows, _ = read(package(sheet(HEAD, row(2, 2024, 17, 5, None, 542.455))))
    assert rows == [(2, [Decimal(2024), "17", Decimal(5), "", "542.4550"])]


DATA = row(2, 2024, "a", 5)
DTD = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
UTF_16_DTD = ('<?xml version="1.0" encoding="utf-16"?>' + " " * 5000 + DTD + "<a/>").encode("utf-16")


def with_parts(**members):
    return package(sheet(HEAD, DATA), members=members)


HOSTILE = {
    "png": (b"\x89PNG\r\n", "not_xlsx"),
    "ole": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "not_xlsx"),
    "csv": (b"report,indicator\n2024,a\n", "not_xlsx"),
    "half": (package(sheet(HEAD, DATA))[:300], "not_xlsx"),
    "no workbook": (with_parts(**{"xl/workbook.xml": "<a/>"}), "not_xlsx"),
    "broken xml": (package(sheet(HEAD, DATA)[:-5]), "not_xlsx"),
    "rows that go back": (package(sheet(HEAD, row(3, 2024, "a"), row(2, 2024, "b"))), "not_xlsx"),
    "one cell twice": (package(sheet(HEAD, f'<row r="2">{cell("A2", 1)}{cell("A2", 2)}</row>')), "not_xlsx"),
    "cell of another row": (package(sheet(HEAD, f'<row r="2">{cell("A9", 1)}</row>')), "not_xlsx"),
    "no such text": (package(sheet(HEAD, row(2, cell("A2", 99, "s")))), "not_xlsx"),
    "climbing name": (with_parts(**{"../../evil.txt": "x"}), "bad_zip_member"),
    "absolute name": (with_parts(**{"/etc/x": "x"}), "bad_zip_member"),
    "windows name": (with_parts(**{"xl\\evil": "x"}), "bad_zip_member"),
    "twice by case": (with_parts(**{"xl/WORKBOOK.xml": "x"}), "bad_zip_member"),
    "odd packing": (package(sheet(HEAD, DATA), compression=zipfile.ZIP_LZMA), "bad_zip_member"),
    "too many parts": (with_parts(**{f"x{n}": "" for n in range(MAX_MEMBERS)}), "too_many_members"),
    "bomb": (with_parts(**{"xl/media/x": "0" * 2**22}), "zip_bomb"),
    "bomb of rows": (package(sheet(HEAD, "<row><c><v>1</v></c></row>" * 400_000)), "zip_bomb"),
    "dtd": (package(DTD + sheet(HEAD, DATA)), "xml_dtd"),
    "dtd elsewhere": (with_parts(**{"docProps/core.xml": DTD + "<a/>"}), "xml_dtd"),
    "dtd in utf-16": (with_parts(**{"xl/styles.xml": UTF_16_DTD}), "xml_dtd"),
    "macros": (with_parts(**{"xl/vbaProject.bin": "x"}), "macros"),
    "embedded": (with_parts(**{"xl/embeddings/oleObject1.bin": "x"}), "macros"),
    "macro type": (
        with_parts(**{"[Content_Types].xml": TYPES.replace("application/xml", "application/macroEnabled")}),
        "macros",
    ),
    "links": (with_parts(**{"xl/externalLinks/externalLink1.xml": "<a/>"}), "external_links"),
    "connections": (with_parts(**{"xl/connections.xml": "<a/>"}), "external_links"),
    "outside target": (
        with_parts(**{"xl/worksheets/_rels/sheet1.xml.rels": relations(external=("oleObject", "file:///x"))}),
        "external_links",
    ),
    "two sheets": (with_parts(**{"xl/workbook.xml": workbook("data", "more")}), "many_sheets"),
    "hidden sheet": (with_parts(**{"xl/workbook.xml": workbook("data", state="hidden")}), "hidden_sheet"),
    "very hidden": (with_parts(**{"xl/workbook.xml": workbook("a", state="veryHidden")}), "hidden_sheet"),
    "empty sheet": (package(sheet()), "empty_file"),
    "blank cells": (package(sheet(row(1, " ", "  "))), "empty_file"),
}  # fmt: skip


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_package_is_refused_as_a_whole(shape):
    content, code = HOSTILE[shape]
    assert read(content)[1] == [(code, None, None)]


def test_a_member_that_lies_about_its_size_is_refused():
    content = bytearray(package(sheet(HEAD, DATA), compression=zipfile.ZIP_STORED))
    at = content.index(b"<sheetData>")
    content[at + 1 : at + 6] = b"SHEET"  # the checksum no longer fits
    assert read(bytes(content))[1] == [("bad_zip_member", None, None)]


def test_members_that_overlap_are_refused():
    content = package(sheet(HEAD, DATA))
    central = content.rindex(b"PK\x01\x02")
    first = content.index(b"PK\x01\x02")
    overlapping = bytearray(content)
    overlapping[central + 42 : central + 46] = content[first + 42 : first + 46]
    assert read(bytes(overlapping))[1] == [("bad_zip_member", None, None)]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (package(sheet(HEAD)), [("no_rows", None, None)]),
        (package(sheet(row(1, "report", "value"), DATA)), [("missing_column", 1, "indicator")]),
        (package(sheet(row(1, "report", "indicator", "id"), DATA)), [("unknown_column", 1, "id")]),
        (package(sheet(row(1, "report", "indicator", None, "note"), DATA)), [("header", 1, None)]),
        (package(sheet(HEAD, row(2, 2024, "a", attributes='hidden="1"'))), [("hidden_row", 2, None)]),
        (
            package(sheet(HEAD, row(2, 2024, "a", attributes='ht="0"'))),
            [("hidden_row", 2, None)],
        ),
        (package(sheet(HEAD, DATA, before='<sheetFormatPr zeroHeight="1"/>')), "hidden_row"),
        (
            package(sheet(HEAD, DATA, before='<cols><col min="3" max="4" hidden="1"/></cols>')),
            [("hidden_column", None, "value"), ("hidden_column", None, "signed_on")],
        ),
        (package(sheet(HEAD, DATA, before='<cols><col min="3" max="3" width="0"/></cols>')), "hidden_column"),
        (
            package(sheet(HEAD, DATA, after='<mergeCells><mergeCell ref="B2:C2"/></mergeCells>')),
            [("merged", 2, "indicator")],
        ),
        (package(sheet(HEAD, DATA, f'<row r="40">{cell("J40", "x")}</row>')), [("stray_cell", 40, "J")]),
        (
            package(sheet(HEAD, DATA, f'<row r="1048576">{cell("A1048576", 2024)}</row>')),
            [("too_many_rows", 1048576, None)],
        ),
        (package(sheet(f'<row r="1">{cell("XFD1", "x")}</row>', DATA)), [("too_many_columns", 1, None)]),
        (package(sheet(HEAD, row(2, 2024, "a", 5, None, "x" * 10_001))), [("cell_too_long", 2, "note")]),
        (package(sheet(HEAD, row(2, 2024, "a", 5, None, "a\u202eb"))), [("bidi", 2, "note")]),
        (package(sheet(HEAD, row(2, 2024, "\u0441ases", 5))), [("confusable", 2, "indicator")]),
        (package(sheet(HEAD, row(2, 2024, "a", 5, None, "_x0000_"))), [("control_char", 2, "note")]),
        (package(sheet(HEAD, DATA, f"<!--{NOISE}-->")), [("not_xlsx", None, None)]),
        (package(sheet(HEAD, DATA, f'<row x="{NOISE}"/>')), [("not_xlsx", None, None)]),
        (package(sheet(HEAD, DATA, before=f"<cols>{'<col/>' * 16_385}</cols>")), [("not_xlsx", None, None)]),
    ],
)
def test_what_is_wrong_in_the_sheet_is_named_with_its_place(content, problems):
    found = read(content)[1]
    if isinstance(problems, str):
        assert {code for code, _, _ in found} == {problems}
    else:
        assert found == problems


def test_a_title_above_the_table_is_told_with_the_row_of_the_header():
    content = package(sheet(row(1, "Bilan 2024"), row(3, "report", "indicator"), row(4, 2024, "a")))
    with read_table(content, "f.xlsx", COLUMNS) as table:
        (problem,) = table.problems
    assert (problem.code, problem.row, problem.params) == ("header", 1, {"reason": "below", "found": 3})


def test_a_workbook_that_is_locked_is_told_so():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    with read_table(content, "f.xlsx", COLUMNS) as table:
        (problem,) = table.problems
    assert (problem.code, problem.params) == ("not_xlsx", {"reason": "locked"})


def test_the_declared_dimension_is_not_believed():
    content = package(sheet(HEAD, DATA, row(3, 2024, "b", 6), before='<dimension ref="A1:A1"/>'))
    assert len(read(content)[0]) == 2


def test_cells_with_a_look_and_no_content_are_blank():
    styled = '<row r="3"><c r="A3" s="1"/><c r="J3" s="1"/></row>'
    rows, problems = read(package(sheet(HEAD, DATA, styled)))
    assert len(rows) == 1
    assert not problems


def test_an_address_that_became_a_hyperlink_is_no_link_to_a_file():
    outside = relations(external=("hyperlink", "https://example.org/"))
    content = package(sheet(HEAD, DATA), members={"xl/worksheets/_rels/sheet1.xml.rels": outside})
    assert read(content)[1] == []


def test_a_workbook_beyond_the_size_limit_is_not_opened():
    assert read(package(sheet(HEAD, DATA)), xlsx_size=100)[1] == [("too_large", None, None)]


def test_a_workbook_of_another_program_is_read():
    book = openpyxl.Workbook()
    book.active.append(["report", "indicator", "value", "note"])
    book.active.append([2024, "cases_total", 755541.25, "قضايا"])
    buffer = io.BytesIO()
    book.save(buffer)
    rows, problems = read(buffer.getvalue())
    assert rows == [(2, [Decimal(2024), "cases_total", Decimal("755541.25"), "قضايا"])]
    assert not problems
