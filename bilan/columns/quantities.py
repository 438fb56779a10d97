"""Columns of numbers, years and dates."""

import re
from datetime import date
from decimal import Decimal
from operator import gt

from bilan.numerals import NumberError, fold_digits, parse_change, parse_number, parse_year, write_plain
from bilan.tables import Kind

from .cells import CACHED, CellError, Column, TextColumn, trimmed

# Plain numbers that are their own normal form; all others go through the grammar.
PLAIN_COUNT = re.compile(r"[1-9][0-9]{0,11}|0")
PLAIN_COUNTS = re.compile(rf"(?:(?:{PLAIN_COUNT.pattern})?\n)*+")
PLAIN_QUANTITY = re.compile(r"(?:[1-9][0-9]{0,11}|0)\.[0-9]?[1-9]")
PLAIN_CHANGE = re.compile(r"-?(?:[1-9][0-9]?(?:\.[0-9]?[1-9])?|0\.[0-9]?[1-9])|0")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class ValueColumn(Column):
    """A published number, in the decimals of its indicator (`seen`: decimals, kind, measure)."""

    kind = Kind.NUMBER
    PERCENTAGES = ("rate", "share")

    def parse(self, cell, seen):
        """An exact number as text."""
        if cell.__class__ is str:
            if PLAIN_COUNT.fullmatch(cell):
                return cell
            if not cell or not trimmed(cell):
                return None
        if "indicator" not in seen:
            return None  # the indicator is refused already, and nobody knows what its numbers are
        decimals, kind, measure = seen["indicator"]
        if decimals > 1 and cell.__class__ is str and PLAIN_QUANTITY.fullmatch(cell):
            return cell
        percent = kind in self.PERCENTAGES or measure == "percent"
        return f"{parse_number(cell, decimals=decimals, percent=percent, minimum=0):f}"

    def parse_all(self, cells, seen):
        """Plain counts at once, the others by the indicators of their rows."""
        if _all_counts(cells):
            return [cell or None for cell in cells]
        told = seen["indicator"]
        return [self.parse(cell, {"indicator": one}) for cell, one in zip(cells, told, strict=True)]

    def write(self, value):
        """ASCII digits, never exactly three decimals."""
        return write_plain(_exact(value))

    def cell(self, value):
        """The exact number."""
        return _exact(value)


class ChangeColumn(Column):
    """A published change."""

    kind = Kind.NUMBER

    def prepare(self, lookups):
        """Changes met before are known: they have few digits, and many rows have the same."""
        self._read: dict = {}

    def parse(self, cell, seen):
        """An exact number as text."""
        if cell.__class__ is str:
            if PLAIN_CHANGE.fullmatch(cell):
                return cell
            if not cell or not trimmed(cell):
                return None
        return f"{parse_change(cell):f}"

    def parse_all(self, cells, seen):
        """The changes, each read once."""
        read = self._read
        if len(read) > CACHED:
            read.clear()
        for cell in set(cells).difference(read):
            read[cell] = self.parse(cell, seen)
        return [read[cell] for cell in cells]

    def write(self, value):
        """ASCII digits."""
        return write_plain(_exact(value))

    def cell(self, value):
        """The exact number."""
        return _exact(value)


def _all_counts(cells) -> bool:
    """Whether all cells are blank or texts of plain counts; numbers typed as numbers are not."""
    if set(map(type, cells)) != {str}:
        return False
    lines = "\n".join([*cells, ""])
    return lines.count("\n") == len(cells) and PLAIN_COUNTS.fullmatch(lines) is not None


def _exact(value):
    """A decimal as it was stored: SQLite gives a REAL back, exact to 15 digits."""
    return Decimal(f"{value:.3f}") if isinstance(value, float) else None if value is None else Decimal(value)


class YearColumn(Column):
    """A year that a row speaks of, never later than its report."""

    kind = Kind.YEAR

    def cell(self, value):
        """The year."""
        return value

    def prepare(self, lookups):
        """Years met before are known."""
        self._years: dict = {}

    def parse(self, cell, seen):
        """The year as a number."""
        year = self._years.get(cell)
        if year is None:
            year = parse_year(cell)
            self._years[cell] = year
        if year > seen.get("report", year):
            raise CellError("year", reason="later", report=str(seen["report"]))
        seen[self.name] = year
        return year

    def parse_all(self, cells, seen):
        """The years, each read once."""
        years = self._years
        for cell in dict.fromkeys(cells):
            if cell not in years:
                years[cell] = parse_year(cell)
        found = [years[cell] for cell in cells]
        if any(map(gt, found, seen.get("report", found))):
            return None
        seen[self.name] = found
        return found


class WholeColumn(Column):
    """A small whole number: a place, a position, decimals."""

    kind = Kind.NUMBER
    stands_alone = True

    def cell(self, value):
        """The number."""
        return value

    def __init__(self, attribute=None, *, least=0, most=32767, **kwargs):
        super().__init__(attribute, **kwargs)
        self.least, self.most = least, most

    def parse(self, cell, seen):
        """The number."""
        if cell.__class__ is str and not trimmed(cell):
            return None
        number = parse_number(cell, decimals=0, minimum=0)
        if not self.least <= number <= self.most:
            raise CellError("out_of_range", minimum=self.least, maximum=self.most)
        return int(number)


class DateColumn(Column):
    """A date, ISO 8601."""

    kind = Kind.DATE

    def parse(self, cell, seen):
        """The date as ISO text."""
        text = fold_digits(trimmed(cell))
        if not text:
            return None
        day = _day_of(text)
        if day is None:
            raise CellError("bad_type", reason="date")
        seen[self.name] = day
        return text


def _day_of(text: str) -> date | None:
    """The day of an ISO date; Python alone would take more forms of it."""
    try:
        return date.fromisoformat(text) if ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


class PeriodColumn(TextColumn):
    """The period as stated: a year, or two ISO dates with a stroke between."""

    def parse(self, cell, seen):
        """The period; refused in another form, or when it ends before it begins."""
        text = super().parse(cell, seen)
        if text is None:
            return None
        text = fold_digits(text)
        days = [_day_of(part) for part in text.split("/")]
        if len(days) != 2 or None in days:
            return _year_of(text)
        if days[1] < days[0]:
            raise CellError("out_of_range", minimum=days[0])
        return text


def _year_of(text: str) -> str:
    try:
        return str(parse_year(text))
    except NumberError:
        raise CellError("bad_type", reason="period") from None
