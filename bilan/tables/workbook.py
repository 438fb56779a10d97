"""What a workbook says of itself: its one visible sheet, its shared texts, which styles mean a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from .package import Package, feed, local, parser_of
from .shape import FileRefused

MAX_STRINGS = 64 * 2**20
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LONGEST_FORMAT = 255  # as spreadsheets allow
_BUILT_IN_PERCENT = {9, 10}


class Style(Enum):
    """What the number format of a cell makes of its number."""

    PLAIN = 0
    DATE = 1
    PERCENT = 2


def unescaped(text: str) -> str:
    """The text of a cell without the `_xHHHH_` that stands for characters XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def style_of(format_code: str) -> Style:
    """What a number format shows: a date, a percentage, or the number."""
    bare = _LITERAL.sub("", format_code[:_LONGEST_FORMAT])
    if "%" in bare:
        return Style.PERCENT
    if bare.lower() != "general" and re.search(r"[ymdhs]", bare.replace("E+", ""), re.IGNORECASE):
        return Style.DATE
    return Style.PLAIN


@dataclass(frozen=True, slots=True)
class Workbook:
    """Where the sheet is, what its cells refer to, and from which day dates count."""

    sheet: str
    strings: list[str]
    styles: list[Style]
    from_1904: bool


def open_workbook(package: Package) -> Workbook:
    """Find the one visible sheet. Raises FileRefused: many_sheets, hidden_sheet, macros, not_xlsx …"""
    start_parts = [path for kind, path in package.relations("").values() if kind == "officeDocument"]
    part = start_parts[0] if start_parts else "xl/workbook.xml"
    if part not in package.names:
        raise FileRefused("not_xlsx")
    _refuse_macro_types(package)
    relations = package.relations(part)
    if any(kind == "externalLink" for kind, _ in relations.values()):
        raise FileRefused("external_links")
    sheets, from_1904 = _sheets(package, part)
    for sheet in sheets:
        if sheet.get("state", "visible") != "visible":
            raise FileRefused("hidden_sheet", value=sheet.get("name", ""))
    if len(sheets) > 1:
        raise FileRefused("many_sheets", value=", ".join(sheet.get("name", "") for sheet in sheets)[:200])
    identity = next((value for key, value in sheets[0].items() if local(key) == "id"), "") if sheets else ""
    kind, path = relations.get(identity, ("", ""))
    if kind != "worksheet" or path not in package.names:
        raise FileRefused("not_xlsx")
    package.relations(path)  # for the links that it would refuse
    targets = dict(relations.values())
    return Workbook(
        path,
        _strings(package, targets.get("sharedStrings")),
        _styles(package, targets.get("styles")),
        from_1904,
    )


def _refuse_macro_types(package: Package) -> None:
    def start(_: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise FileRefused("macros")

    package.parse("[Content_Types].xml", start)


def _sheets(package: Package, part: str) -> tuple[list[dict[str, str]], bool]:
    sheets: list[dict[str, str]] = []
    from_1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        name = local(element)
        if name == "sheet":
            sheets.append(attributes)
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "0").lower() in ("1", "true")
        elif name == "externalReference":
            raise FileRefused("external_links")

    package.parse(part, start)
    return sheets, from_1904


def _strings(package: Package, part: str | None) -> list[str]:
    """The shared texts. Phonetic readings (rPh) are no part of them."""
    strings: list[str] = []
    pieces: list[str] = []
    inside = [False, False]  # in a text, in a phonetic reading

    def start(element: str, _: dict[str, str]) -> None:
        name = local(element)
        if name == "si":
            pieces.clear()
        elif name == "t":
            inside[0] = True
        elif name == "rPh":
            inside[1] = True

    def end(element: str) -> None:
        name = local(element)
        if name == "si":
            strings.append(unescaped("".join(pieces)))
        elif name == "t":
            inside[0] = False
        elif name == "rPh":
            inside[1] = False

    def text(piece: str) -> None:
        if inside[0] and not inside[1]:
            pieces.append(piece)

    if part in package.names:
        package.refuse_larger(part, MAX_STRINGS)
        for _ in feed(parser_of(start, end, text), package.chunks(part), part):
            pass
    return strings


def _styles(package: Package, part: str | None) -> list[Style]:
    """The meaning of each cell style (`s` of a cell), in their order."""
    custom: dict[int, Style] = {}
    styles: list[Style] = []
    inside = [False]

    def start(element: str, attributes: dict[str, str]) -> None:
        name = local(element)
        if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
            custom[int(attributes["numFmtId"])] = style_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            styles.append(_style_of_id(attributes.get("numFmtId", "0"), custom))

    def end(element: str) -> None:
        if local(element) == "cellXfs":
            inside[0] = False

    if part in package.names:
        package.parse(part, start, end)
    return styles


def _style_of_id(identity: str, custom: dict[int, Style]) -> Style:
    number = int(identity) if identity.isdigit() and len(identity) < 10 else 0
    if number in custom:
        return custom[number]
    if number in _BUILT_IN_DATES:
        return Style.DATE
    return Style.PERCENT if number in _BUILT_IN_PERCENT else Style.PLAIN
