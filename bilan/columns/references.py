"""Columns that refer to other rows by their codes."""

from datetime import date

from bilan.models.places import COUNTRY
from bilan.numerals import NumberError, parse_year
from bilan.tables import Kind

from .cells import CACHED, CODE, CellError, Column, trimmed


class CodeColumn(Column):
    """A reference by code. `extra` names fields of the other table that later columns of the row need.

    With `may_create`, a code that is not there yet is one that this file creates.
    """

    def __init__(self, attribute=None, *, extra=(), may_create=False, **kwargs):
        super().__init__(attribute, **kwargs)
        self.extra, self.may_create = extra, may_create

    def prepare(self, lookups):
        """Reads the other table's codes."""
        self.lookup = lookups.of(self.field.related_model, self.extra)
        self.inside = self.field.related_model is self.field.model
        self.tells = {} if self.extra else None

    def parse(self, cell, seen):
        """The id of the code."""
        pk = self.find(trimmed(cell))
        if pk is None:
            return None
        if self.extra:
            seen[self.name] = self.lookup.extra[pk]
        if len(self.known) < CACHED:
            self.known[cell] = pk
            if self.tells is not None:
                self.tells[cell] = self.told(pk)
        return pk

    def parse_all(self, cells, seen):
        """The ids of the codes, each looked up once."""
        known = self.known
        for cell in dict.fromkeys(cells):
            if cell not in known:
                self.parse(cell, {})
        return [known[cell] for cell in cells] if all(map(known.__contains__, cells)) else None

    def told(self, pk):
        """What later columns of the row need of the other table."""
        return self.lookup.extra[pk]

    def find(self, code: str) -> int | None:
        """The id of a trimmed code; None for a blank cell that need not be filled."""
        if not code:
            if self.key:
                raise CellError("empty_code")
            return None
        pk = self.lookup.ids.get(code)
        if pk is not None:
            return pk
        if self.may_create or self.inside:
            if not CODE.fullmatch(code) or len(code) > 80:
                raise CellError("unknown_code")
            return self.lookup.placeholder(code)
        raise self._unknown(code)

    def _unknown(self, code: str) -> CellError:
        near = self.lookup.nearest(code)
        return CellError("unknown_code", reason="near", nearest=near) if near else CellError("unknown_code")

    def write(self, value):
        """The code."""
        return "" if value is None else self.lookup.written[value]


class ReportColumn(CodeColumn):
    """The year of the bilan that states the row."""

    kind = Kind.YEAR

    def cell(self, value):
        """The year."""
        return self.lookup.stated[value]

    def find(self, code):
        """The id of the report of a year."""
        if not code:
            return super().find(code)
        try:
            year = parse_year(code)
        except NumberError:
            raise CellError("unknown_report") from None
        pk = self.lookup.ids.get(str(year))
        if pk is None:
            raise CellError("unknown_report")
        return pk

    def parse(self, cell, seen):
        """The report's id; later columns see its year."""
        pk = super().parse(cell, seen)
        if pk is not None:
            seen["report"] = self.lookup.stated[pk]
        return pk

    def prepare(self, lookups):
        """Reports tell their year."""
        super().prepare(lookups)
        self.tells = {"": None}

    def told(self, pk):
        """The year."""
        return self.lookup.stated[pk]


class CommandColumn(CodeColumn):
    """A command by code, in the version of the report's year; blank is the whole country."""

    def prepare(self, lookups):
        """The country is what a blank cell, or no cell, means."""
        super().prepare(lookups)
        self.default = self.lookup.country
        self._of_year: dict = {}
        if self.key and self.default is not None:
            self.known[""] = self.default

    def parse_all(self, cells, seen):
        """The ids of the versions, each looked up once, where all rows are of one report."""
        years = set(seen.get("report", [None]))
        if len(years) > 1:
            return None
        (year,) = years
        known = {cell: self.parse(cell, {"report": year}) for cell in dict.fromkeys(cells)}
        return [known[cell] for cell in cells]

    def parse(self, cell, seen):
        """The id of the version in force at the end of the report's year."""
        year = seen.get("report")
        known = self._of_year.get((cell, year))
        if known is not None:
            return known
        code = trimmed(cell)
        if not code:
            return self._country() if self.key else None
        found = self.lookup.in_force(code, date(year or date.today().year, 12, 31))
        if found is None:
            return self.find(code)
        if len(self._of_year) < CACHED:
            self._of_year[cell, year] = found
        return found

    def _country(self):
        if self.lookup.country is None:
            raise CellError("unknown_code", code=COUNTRY)
        return self.lookup.country

    def write(self, value):
        """The code; nothing for the whole country."""
        code = super().write(value)
        return "" if code == COUNTRY else code


class ParentCommandColumn(CodeColumn):
    """The command above, in the version of the day from which the row is in force."""

    parse_all = Column.parse_all

    def parse(self, cell, seen):
        """The id of the parent's version."""
        code = trimmed(cell)
        if not code:
            return None
        found = self.lookup.in_force(code, seen.get("valid_from") or date.min)
        return self.find(code) if found is None else found
