"""Cells made by the database itself: what `Column.cell` and the writer of files make of a value, in SQL."""

import re

from bilan.models.places import COUNTRY
from bilan.tables import Kind

from .cells import ChoiceColumn
from .quantities import ChangeColumn, ValueColumn
from .references import CodeColumn, CommandColumn

# = + - @ ' and the tab, as `bilan.tables.cells.guard` has them.
GUARDED = "(61, 43, 45, 64, 39, 9)"


SPECIAL = re.compile('[,"\\r\\n]')


def selection(resource, *, postgresql: bool, typed: bool = False) -> tuple[list[str], str]:
    """One SQL expression a column, as its cell stands in a CSV file, and the FROM that they need.

    `t` is the table; blank cells are NULL, so that no database writes them with quotation marks. With
    `typed` numbers stay numbers, as a workbook has them (15 digits: the cell shows the decimal again).
    """
    cells, joins = [], [f'"{resource.model._meta.db_table}" t']
    for number, column in enumerate(resource.columns.values()):
        value = f't."{column.column}"'
        if isinstance(column, CodeColumn):
            other = column.field.related_model._meta.db_table
            joins.append(f'LEFT JOIN "{other}" j{number} ON j{number}.id = {value}')
            value = f'j{number}."{column.lookup.key}"'
            if isinstance(column, CommandColumn):
                value = f"NULLIF({value}, '{COUNTRY}')"
        elif isinstance(column, ValueColumn | ChangeColumn):
            places = column.field.decimal_places
            value = _typed(value, postgresql) if typed else _exact(value, places, postgresql)
        elif column.kind is Kind.DATE:
            # As text, whatever way of writing dates the server is set to; else SQLite's driver makes dates.
            value = f"to_char({value}, 'YYYY-MM-DD')" if postgresql else f"CAST({value} AS text)"
        elif column.kind is Kind.TEXT:
            value = _harmless(value, postgresql)
        elif column.kind is Kind.CODE:
            value = f"NULLIF({value}, '')"
        cells.append(value)
    return cells, " ".join(joins)


def line_of(resource, cells: list[str]) -> str:
    """The cells of `selection` as one line of a CSV file (SQLite, which has no COPY)."""
    parts = []
    for column, cell in zip(resource.columns.values(), cells, strict=True):
        # A text is looked at as it is kept: most are blank.
        looked_at = f't."{column.column}"' if column.kind is Kind.TEXT else cell
        if _may_need_quotes(column):
            quoted = f"""'"' || replace({cell}, '"', '""') || '"'"""
            special = """'*[,"' || char(10) || char(13) || ']*'"""
            blank = f"CASE WHEN {looked_at} = '' THEN ''" if column.kind is Kind.TEXT else "CASE"
            cell = f"{blank} WHEN {looked_at} GLOB {special} THEN {quoted} ELSE {cell} END"
        parts.append(f"coalesce({cell}, '')")
    return " || ',' || ".join(parts) + " || char(10)"


def _may_need_quotes(column) -> bool:
    """Whether a cell may hold what CSV puts in quotation marks; codes of another table are all known."""
    if column.lookup is not None:
        return any(map(SPECIAL.search, column.lookup.ids))
    return column.kind in (Kind.TEXT, Kind.CODE) and not isinstance(column, ChoiceColumn)


def _exact(value: str, places: int, postgresql: bool) -> str:
    """Plain digits without trailing zeros, and never exactly three decimals."""
    if postgresql:
        short = f"trim_scale({value})"
        if places < 3:
            return short
        return f"CASE WHEN scale({short}) = 3 THEN {short}::text || '0' ELSE {short}::text END"
    text = f"printf('%.{places}f', {value})"
    short = f"rtrim({text}, '0')"
    if places == 3:
        short = f"CASE WHEN {text} LIKE '%0' THEN {short} ELSE {text} || '0' END"
    whole = f"CAST({value} AS integer)"
    return f"CASE WHEN {value} IS NULL THEN NULL WHEN {value} = {whole} THEN {whole} ELSE {short} END"


def _typed(value: str, postgresql: bool) -> str:
    return f"CAST({value} AS {'double precision' if postgresql else 'real'})"


def _harmless(value: str, postgresql: bool) -> str:
    """A text with `'` before what a spreadsheet would take for a formula."""
    first = f"{'ascii' if postgresql else 'unicode'}({value})"
    return f"CASE WHEN {first} IN {GUARDED} THEN '''' || {value} ELSE NULLIF({value}, '') END"
