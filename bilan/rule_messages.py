"""What is wrong in a file, in the reader's language: one message for each rule code, with its cure.

The codes are a promise (design.md, "Numbers and files"): scripts read them, people read these words.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .numerals import write
from .tables.shape import Problem

MESSAGES = {
    # the file as a whole
    "encoding": _(
        "This is not text in the encoding of the rest of the file. Save the whole file as CSV UTF-8"
        " and send it again."
    ),
    "empty_file": _("The file is empty. Send a file with a header and at least one row."),
    "no_rows": _("The file has a header and no rows. Add the rows and send it again."),
    "too_large": _("The file is larger than is read (%(limit)s MiB). Split it and send the parts."),
    "too_many_rows": _("The file has more rows than are read (%(limit)s). Split it and send the parts."),
    "not_xlsx": _(
        "This is not a sound XLSX workbook. Open it in a spreadsheet, save it as XLSX, and send that."
    ),
    "zip_bomb": _("The workbook unpacks to far more than a table needs. Copy the table into a new workbook."),
    "bad_zip_member": _(
        "The workbook holds a part that does not belong there. Copy the table into a new workbook."
    ),
    "too_many_members": _(
        "The workbook has more parts than a table needs (%(limit)s at most). Copy the table into a "
        "new workbook."
    ),
    "xml_dtd": _(
        "The workbook holds a document type, which can hide other files. Copy the table into a new workbook."
    ),
    "macros": _("The workbook holds macros or embedded objects. Save it as XLSX without them."),
    "external_links": _(
        "The workbook refers to other files. Break the links, keep the values, and send it again."
    ),
    "many_sheets": _("The workbook has more than one sheet. Keep only the sheet with the table."),
    "hidden_sheet": _(
        "The workbook has a hidden sheet. Show or delete it, so that nothing unseen is imported."
    ),
    # the header
    "header": _("No column is named here. The first row names the columns, each by its name."),
    "missing_column": _("This column is missing from the header and cannot be. Add it."),
    "unknown_column": _("No column of this table has this name. Correct the heading or delete the column."),
    "duplicate_column": _("This column stands twice in the header. Keep one of them."),
    "too_many_columns": _(
        "The header has more columns than are read (%(limit)s). Delete those that are not needed."
    ),
    # the row
    "columns_count": _(
        "The header has %(expected)s columns and this row has %(found)s. Put cells with the "
        "separator in quotes."
    ),
    "quote": _(
        'A quotation mark is opened and not closed, or stands alone inside a cell. Double it ("") '
        "or close it."
    ),
    "hidden_row": _(
        "This row is hidden in the sheet. Show it or delete it, so that nothing unseen is imported."
    ),
    "hidden_column": _(
        "This column is hidden in the sheet. Show it or delete it, so that nothing unseen is imported."
    ),
    "stray_cell": _(
        "There is something in cell %(cell)s, beside the table. Clear it or give its column a heading."
    ),
    "merged": _("Cells %(cells)s are merged. Unmerge them and fill each cell."),
    "duplicate_row": _(
        "The file has already said this for the same key (row %(first_row)s). Keep one of the rows."
    ),
    "nothing_stated": _("This row states nothing: give a value, a change or a wording."),
    # the cell
    "cell_too_long": _("The cell is longer than %(limit)s characters. Shorten it."),
    "mojibake": _("The letters of this cell are garbled. Write it again, or save the file as CSV UTF-8."),
    "control_char": _(
        "The cell holds a control character (%(character)s) that nobody can see. Write it again."
    ),
    "invisible_char": _("The cell holds an invisible character (%(character)s). Write it again without it."),
    "bidi": _(
        "The cell holds a character that reverses the direction of reading (%(character)s), so that"
        " it may not say "
        "what it shows. Write it again without it."
    ),
    "confusable": _(
        "The code holds a letter of another script (%(character)s) that looks like a Latin one. "
        "Type it again."
    ),
    "formula": _("The cell holds a formula. Replace it by its value (copy, paste as values)."),
    "error_cell": _("The cell holds a spreadsheet error. Put the value there, or leave it blank."),
    "bad_type": _(
        "The cell is of a type that does not fit its column. Type a number or a text, as the column needs."
    ),
    # numbers
    "bad_number": _(
        "This is not plainly a number. Write it with digits, a sign in front if need be, and nothing else."
    ),
    "ambiguous_number": _(
        "This can be read as %(as_whole)s or as %(as_decimal)s. Write the decimals with another digit "
        "(%(with_zero)s) or the number without a separator (%(plain)s)."
    ),
    "bad_grouping": _("The digits are not grouped in threes. Write the number without separators."),
    "not_integer": _("This is counted in whole numbers. Write it without decimals."),
    "negative": _("This cannot be below zero. Correct the sign."),
    "out_of_range": _("This number is beyond what is possible here. Check its digits and its sign."),
    "too_precise": _("This is measured with at most %(decimals)s decimals. Write no more."),
    "unit_mismatch": _(
        "A percentage stands where none is meant. Write the number in the measure of the indicator."
    ),
    "year": _("This is not a year that can be meant. Write it with four digits, as in 2024."),
    # what the record knows
    "unknown_report": _("There is no report of this year. Open it first, or correct the year."),
    "report_closed": _("The report of this year is not open for changes. Open a correction first."),
    "unknown_code": _("No such code is recorded. Correct it, or record it first."),
    "empty_code": _("Nothing stands here, and something must. Fill the cell."),
    "bad_choice": _("This is none of the words allowed here: %(choices)s."),
    "not_allowed": _("You may not change this. Ask the person in charge of the chapter."),
    # the same codes, where their reason is known
    "encoding:binary": _(
        "This is no text but a picture, a document or an archive. Send the table as CSV or XLSX."
    ),
    "encoding:workbook": _("This is a workbook. Let its name end in .xlsx and send it again."),
    "encoding:unread": _("This text is in %(encoding)s. Save it as CSV UTF-8 and send it again."),
    "not_xlsx:locked": _("The workbook is locked by a password. Save it without one and send it again."),
    "header:blank": _("Column %(letters)s has no heading. Name it or delete it."),
    "header:quoted": _(
        "The whole row stands between two quotation marks, so that it is one cell. Save the file again with "
        "a cell for each column."
    ),
    "header:separator": _(
        "The cells are parted by %(separator)s. Save the file with commas, semicolons or tabs between them."
    ),
    "header:declared": _(
        "The line “sep=” names another separator than the one between the cells. Correct it or delete it."
    ),
    "header:below": _("The columns are named in row %(found)s. Delete the rows above it."),
    "unknown_column:near": _(
        "No column of this table has this name: is %(nearest)s meant? Correct the heading or delete the "
        "column."
    ),
    "unknown_code:near": _("No such code is recorded: is %(nearest)s meant? Correct it, or record it first."),
    "bad_type:date": _("This is not a date. Write it as year-month-day, as in 2024-12-24."),
    "bad_type:period": _(
        "This is not a period. Write a year, or two dates with a stroke between: 2024-01-01/2024-12-20."
    ),
    "bad_type:address": _("This is not the address of a page. Write it whole, from https:// on."),
    "year:later": _("A bilan of %(report)s states no figure of a later year."),
    "unknown_code:form": _("A code is made of lower-case Latin letters, digits, - and _. Write it so."),
    "not_allowed:text_file": _(
        "This file is not in the folder of the table, or cannot be named in an upload. Load texts by the "
        "command line, or leave the cell as it was."
    ),
    "not_allowed:circle": _("This row would stand above itself. Name another parent."),
    "too_large:resources": _(
        "Reading the file took more time or memory than a table needs. Save it again, smaller and plainer."
    ),
}


def message(code: str, params: Mapping[str, object] | None = None) -> str:
    """What a rule code says, in the language in force: what is wrong and how to cure it."""
    given = {name: _said(value) for name, value in (params or {}).items()}
    if code == "ambiguous_number" and params:
        given |= _cures_of_ambiguity(params)
    said = MESSAGES.get(f"{code}:{given.get('reason')}", MESSAGES[code])
    return str(said) % defaultdict(lambda: "…", given)


def place_of(problem: Problem) -> str:
    """Where a problem is, as a person finds it in the sheet: "row 3, value"; empty for the whole file."""
    if problem.row is None:
        return problem.column or ""
    words = {"row": problem.row, "column": problem.column}
    return str(_("row %(row)s, %(column)s") if problem.column else _("row %(row)s")) % words


def message_of(problem: Problem) -> str:
    """The message of a problem with its place before it."""
    place = place_of(problem)
    said = message(problem.code, problem.params)
    return f"{place}: {said}" if place else said


def _language() -> str:
    language = (get_language() or "en")[:2]
    return language if language in ("ar", "fr") else "en"


def _said(value: object) -> str:
    """A param as a page writes it: numbers by language, lists with commas."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, Decimal)):
        return write(Decimal(value), _language())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _cures_of_ambiguity(params: Mapping[str, object]) -> dict[str, str]:
    """How to write each reading so that nobody can take it for the other: 1,9480 and 1948."""
    mark = "." if _language() == "en" else ","
    whole, _point, fraction = format(params["as_decimal"], "f").partition(".")
    return {
        "as_whole": format(params["as_whole"], "f"),
        "as_decimal": f"{whole}{mark}{fraction}",
        "with_zero": f"{whole}{mark}{fraction}0",
        "plain": format(params["as_whole"], "f"),
    }
