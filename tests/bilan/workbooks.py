"""Workbooks made for tests, part by part, so that they can be as wrong as need be."""

import io
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def relations(*targets, external=""):
    """A relations part: (kind, target) each, numbered rId1 onwards; `external` is one more, to a file."""
    listed = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    ]
    if external:
        kind, target = external
        listed.append(
            f'<Relationship Id="x" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        )
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(listed)}</Relationships>'


def cell(reference, value, kind="", style=None):
    """One cell: text by default, a number for numbers, or as `kind` (`b`, `e`, `d`, `s`) says."""
    style = f' s="{style}"' if style is not None else ""
    if not kind and isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"{style}><is><t xml:space="preserve">{value}</t></is></c>'
    kind = f' t="{kind}"' if kind else ""
    return f'<c r="{reference}"{kind}{style}><v>{value}</v></c>'


def row(number, *cells, attributes=""):
    """One row of ready cells (strings that start with `<`) or of values from column A on."""
    made = [
        value if isinstance(value, str) and value.startswith("<") else cell(f"{letter}{number}", value)
        for letter, value in zip("ABCDEFGHIJ", cells, strict=False)
        if value is not None
    ]
    return f'<row r="{number}" {attributes}>{"".join(made)}</row>'


def sheet(*rows, before="", after=""):
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def workbook(*sheets, state="visible", properties=""):
    states = [state, "visible", "visible"]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{states[number - 1]}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets or ("data",), start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'


def styles(*formats):
    """Styles numbered 1 onwards (0 is plain), by number format: a built-in id or a format code."""
    formats = (0, *formats)
    codes = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>'
        for at, code in enumerate(formats)
        if isinstance(code, str)
    )
    used = "".join(
        f'<xf numFmtId="{200 + at if isinstance(code, str) else code}"/>' for at, code in enumerate(formats)
    )
    return f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def package(sheet_xml, *, compression=zipfile.ZIP_DEFLATED, members=None):
    """The bytes of a workbook around one sheet; `members` replaces or adds parts by name."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "/xl/strings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    parts |= members or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
