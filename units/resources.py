"""The tables of this chapter: kinds of unit, and what happened to units."""

from bilan.columns.cells import ChoiceColumn, ListColumn
from bilan.columns.references import CodeColumn, CommandColumn
from bilan.resources import (
    TableResource,
    code_column,
    names,
    note_column,
    place_column,
    quote_column,
    report_column,
    source_column,
)

from .models import UnitEvent, UnitKind


class UnitKindResource(TableResource):
    """Kinds of unit."""

    table, model = "unit_kinds", UnitKind

    code = code_column()
    declared_by = ListColumn(ar="المؤشر المصرح به", fr="indicateur déclaré")
    name_ar, name_fr, name_en = names()


class UnitEventResource(TableResource):
    """Events of units; a unit begins with the first event that names it."""

    table, model = "units", UnitEvent

    report = report_column(key=True)
    unit = CodeColumn(ar="الوحدة", fr="unité", key=True, may_create=True)
    kind = CodeColumn(ar="النوع", fr="type", required=True)
    command = CommandColumn(ar="القيادة", fr="commandement")
    event = ChoiceColumn(ar="الحدث", fr="événement", key=True)
    name_ar, name_fr, name_en = names()
    source = source_column()
    quote, place, note = quote_column(), place_column(), note_column()
