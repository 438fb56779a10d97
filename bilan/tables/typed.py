"""The value of a workbook's cell by its own type: exact numbers, texts as they are, dates in date columns."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Context, Decimal

from bilan.numerals import write_plain

from .shape import Kind
from .sheet import Cell
from .workbook import Style, Workbook

_NUMBER = re.compile(r"[+-]?[0-9]{1,330}(?:\.[0-9]{0,330})?(?:[eE][+-]?[0-9]{1,3})?")
# A spreadsheet shows and means 15 digits; the file has 17 of the binary number behind them
# (0.30000000000000004 for 0.3).
_AS_SHOWN = Context(prec=15)


def number_of(text: str) -> Decimal | None:
    """The number that a cell holds, from its own text, to the 15 digits that spreadsheets have."""
    text = text.strip()
    return _AS_SHOWN.create_decimal(text) if _NUMBER.fullmatch(text) else None


def _day_of(serial: Decimal, *, from_1904: bool) -> str | None:
    """The ISO date of a spreadsheet's day number; None when it has a time of day or is no day at all."""
    if serial != serial.to_integral_value() or not 61 <= serial < 2_958_466:
        return None  # below 61 Excel counts a 29 February 1900 that never was
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    try:
        return (start + timedelta(days=int(serial))).isoformat()
    except OverflowError:
        return None


def typed_cell(cell: Cell, kind: Kind, workbook: Workbook) -> tuple[str | Decimal, str | None]:
    """The value of a cell for a column of a kind, and the rule code of what is wrong with it, or None.

    A percentage by format (−0.1 shown as −10%) comes as the text that the person sees, so that a
    percentage where none is meant is refused.
    """
    if cell.formula:
        return "", "formula"
    if cell.type in ("s", "inlineStr", "str"):
        return cell.text, None
    if cell.type == "e":
        return "", "error_cell"
    if cell.type == "d":
        return (cell.text[:10], None) if kind is Kind.DATE else ("", "bad_type")
    number = number_of(cell.text) if cell.type == "n" else None
    if number is None:
        return "", "bad_type"
    style = workbook.styles[cell.style] if cell.style < len(workbook.styles) else Style.PLAIN
    if style is Style.DATE:
        day = _day_of(number, from_1904=workbook.from_1904) if kind is Kind.DATE else None
        return (day, None) if day else ("", "bad_type")
    if kind is Kind.DATE:
        return "", "bad_type"
    if style is Style.PERCENT:
        return (
            (write_plain(number.scaleb(2)) + "%", None) if abs(number.adjusted()) < 100 else ("", "bad_type")
        )
    return number, None
