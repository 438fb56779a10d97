"""Cells of words: text, codes that rows give themselves, choices, lists, addresses."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from import_export.fields import Field

from bilan.numerals import parse_year, write_plain
from bilan.tables import Kind
from bilan.tables.cells import guard

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
# Left and right marks at the ends of a cell come with copied Arabic and say nothing.
MARKS = "\u200e\u200f\u061c"
# Ways of writing a cell that a column remembers.
CACHED = 50_000


SPACES = " \u00a0\u2007\u2009\u202f"


class CellError(ValueError):
    """A cell that its column refuses: `code` is the rule code, `params` what its message needs."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code, self.params = code, params


def trimmed(cell) -> str:
    """A cell's text without white space and direction marks at its ends; a typed number as text."""
    if isinstance(cell, Decimal):
        return write_plain(cell)
    return cell.strip().strip(MARKS).strip()


class Column(Field):
    """One column of a table, for both directions.

    `attribute` is the model's field. `ar` and `fr` are headings taken beside the contract's name.
    A `key` column is `needed` in every file (unless its absence means something); a `required` one in
    every new row.
    """

    # The codes of the table that it refers to, if it does.
    lookup = None
    # How the cells are read and typed.
    kind = Kind.CODE
    # Fields that the column fills beside its own, from what it put into `seen`.
    derived: tuple[str, ...] = ()
    # Whether `parse` looks at nothing but the cell, and tells later columns nothing.
    stands_alone = False

    def __init__(self, attribute=None, *, ar="", fr="", key=False, needed=None, required=False):
        super().__init__(attribute)
        self.ar, self.fr, self.key, self.required = ar, fr, key, required
        self.needed = key if needed is None else needed

    def bind(self, name, model, lookups) -> "Column":
        """Readies the column for one import or export."""
        self.name = name
        self.attribute = self.attribute or name
        self.field = model._meta.get_field(self.attribute)
        self.column = self.field.column
        self.default = None if self.field.null else self.field.get_default()
        # Cells whose value is known whatever the rest of the row says, and what they tell later columns.
        self.known: dict = {} if self.key else {"": None}
        self.tells: dict | None = None
        self.prepare(lookups)
        return self

    def prepare(self, lookups) -> None:
        """What a kind of column needs before the first row."""

    def parse(self, cell, seen: dict):
        """A cell to the database's value, None when blank; CellError or NumberError when refused.

        `seen` holds what earlier columns of the row found.
        """
        raise NotImplementedError

    def parse_all(self, cells, seen: dict):
        """The cells of a block of rows, as `parse` reads each; None when that needs a look at each row.

        `seen` holds, by column, what earlier columns found in each of the rows. Refusals as of `parse`, for
        whichever cell: the caller reads the block row by row then.
        """
        if not self.stands_alone:
            return None
        known = self.known
        return [known[cell] if cell in known else self.parse(cell, {}) for cell in cells]

    def write(self, value) -> str:
        """The database's value as text."""
        return "" if value is None else str(value)

    def cell(self, value):
        """The database's value as a cell of a file: text, Decimal, whole number, or None when blank."""
        return self.write(value)

    def export(self, instance, **kwargs):
        """The cell of a record (for django-import-export), safe in a spreadsheet."""
        value = self.field.value_from_object(instance)
        return guard(self.write(value)) if self.kind is Kind.TEXT else self.write(value)


class TextColumn(Column):
    """Words as they were written; only spaces at the ends go: a tab or a line break there was put there."""

    kind = Kind.TEXT
    stands_alone = True

    def parse(self, cell, seen):
        """Text; refused when longer than its field."""
        text = write_plain(cell) if isinstance(cell, Decimal) else cell.strip(SPACES)
        if not text:
            return None
        limit = self.field.max_length
        if limit and len(text) > limit:
            raise CellError("cell_too_long", limit=limit)
        return text

    def parse_all(self, cells, seen):
        """Texts that are not too long at once."""
        if type(self) is not TextColumn or set(map(type, cells)) != {str}:
            return super().parse_all(cells, seen)
        limit = self.field.max_length
        if limit and max(map(len, cells)) > limit:
            return None
        return [cell.strip(SPACES) or None for cell in cells]


class OwnCodeColumn(Column):
    """The code that a row gives itself."""

    def parse(self, cell, seen):
        """Lower-case Latin letters, digits, - and _."""
        text = trimmed(cell)
        if not text:
            raise CellError("empty_code")
        if len(text) > self.field.max_length:
            raise CellError("cell_too_long", limit=self.field.max_length)
        if not CODE.fullmatch(text):
            raise CellError("unknown_code", reason="form")
        seen[self.name] = text
        return text


class ChoiceColumn(Column):
    """One of a few words."""

    stands_alone = True

    def prepare(self, lookups):
        """The choices of the field."""
        self.choices = {str(value): str(value) for value, _label in self.field.flatchoices if value != ""}
        self.known |= self.choices

    def parse(self, cell, seen):
        """The choice, whatever the case of its letters."""
        choice = self.choices.get(cell)
        if choice is None:
            text = trimmed(cell)
            if not text and self.key:
                raise CellError("empty_code")
            if not text:
                return None
            choice = self.choices.get(text.casefold())
            if choice is None:
                raise CellError("bad_choice", choices=", ".join(self.choices))
        return choice


class BreaksColumn(TextColumn):
    """Years before which a series breaks, parted by `;`."""

    def parse(self, cell, seen):
        """The years, each checked, in the form of the contract."""
        text = super().parse(cell, seen)
        return text and ";".join(str(parse_year(year)) for year in text.split(";"))


class ListColumn(TextColumn):
    """Codes parted by spaces."""

    def parse(self, cell, seen):
        """The codes with one space between."""
        text = super().parse(cell, seen)
        for code in text.split() if text else ():
            if not CODE.fullmatch(code):
                raise CellError("unknown_code")
        return text and " ".join(text.split())


class AddressColumn(TextColumn):
    """The address of a page, http or https."""

    check = URLValidator(schemes=("http", "https"))

    def parse(self, cell, seen):
        """The address as it was written."""
        text = super().parse(cell, seen)
        if text:
            try:
                self.check(text)
            except ValidationError:
                raise CellError("bad_type", reason="address") from None
        return text
