"""Cells made by the database itself: what `Column.cell` and the writer of files make of a value, in SQL."""

from bilan.models.places import COUNTRY
from bilan.tables import Kind

from .quantities import ChangeColumn, ValueColumn
from .references import CodeColumn, CommandColumn

GUARDED = "'=', '+', '-', '@', '''', {tab}"


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
            value = _typed(value, postgresql) if typed else _exact(value, postgresql)
        elif column.kind is Kind.DATE:
            # As text, whatever way of writing dates the server is set to; else SQLite's driver makes dates.
            value = f"to_char({value}, 'YYYY-MM-DD')" if postgresql else f"CAST({value} AS text)"
        elif column.kind is Kind.TEXT:
            value = _harmless(value, postgresql)
        elif column.kind is Kind.CODE:
            value = f"NULLIF({value}, '')"
        cells.append(value)
    return cells, " ".join(joins)


def _exact(value: str, postgresql: bool) -> str:
    """Plain digits without trailing zeros, and never exactly three decimals."""
    if postgresql:
        short = f"trim_scale({value})"
        return f"CASE WHEN scale({short}) = 3 THEN {short}::text || '0' ELSE {short}::text END"
    text = f"printf('%.3f', {value})"
    short = f"rtrim(rtrim({text}, '0'), '.')"
    return f"CASE WHEN {value} IS NULL THEN NULL WHEN {text} LIKE '%0' THEN {short} ELSE {text} || '0' END"


def _typed(value: str, postgresql: bool) -> str:
    return f"CAST({value} AS {'double precision' if postgresql else 'real'})"


def _harmless(value: str, postgresql: bool) -> str:
    """A text with `'` before what a spreadsheet would take for a formula."""
    listed = GUARDED.format(tab="chr(9)" if postgresql else "char(9)")
    return f"CASE WHEN substr({value}, 1, 1) IN ({listed}) THEN '''' || {value} ELSE NULLIF({value}, '') END"
