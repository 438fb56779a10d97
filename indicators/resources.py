"""The tables of this chapter: measures, indicators and figures."""

from bilan.columns.cells import BreaksColumn, ChoiceColumn, TextColumn
from bilan.columns.quantities import ChangeColumn, ValueColumn, WholeColumn, YearColumn
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
    three_languages,
)

from .models import DECIMALS, Figure, Indicator, Measure


class MeasureResource(TableResource):
    """Units of measurement."""

    table, model = "measures", Measure

    code = code_column()
    name_ar, name_fr, name_en = names()


class IndicatorResource(TableResource):
    """Indicators with their definitions."""

    table, model = "indicators", Indicator
    # A count, and a level, is a whole number.
    whole = ("kind", ("count", "level"), "decimals")

    code = code_column()
    theme = CodeColumn(ar="المحور", fr="thème", required=True)
    kind = ChoiceColumn(ar="النوع", fr="nature", required=True)
    measure = CodeColumn(ar="وحدة القياس", fr="unité de mesure", required=True)
    decimals = WholeColumn(most=DECIMALS, ar="عدد الأرقام العشرية", fr="décimales")
    good = ChoiceColumn(ar="الاتجاه الإيجابي", fr="sens favorable")
    parent = CodeColumn(ar="المؤشر الأب", fr="indicateur parent")
    iccs = TextColumn(ar="رمز ICCS", fr="code ICCS")
    breaks = BreaksColumn(ar="انقطاعات السلسلة", fr="ruptures de série")
    name_ar, name_fr, name_en = names()
    definition_ar, definition_fr, definition_en = three_languages("التعريف", "définition")
    aliases_ar = TextColumn(ar="العبارات العربية في النصوص", fr="expressions en arabe")
    aliases_fr = TextColumn(ar="العبارات الفرنسية في النصوص", fr="expressions en français")


class FigureResource(TableResource):
    """Figures: one statement of one source a row."""

    table, model = "figures", Figure
    states_one_of = ("value", "change", "wording")

    report = report_column(key=True)
    indicator = CodeColumn(
        ar="المؤشر", fr="indicateur", key=True, extra=("decimals", "kind", "measure__code")
    )
    year = YearColumn(ar="السنة", fr="année", key=True)
    # No column, like an empty cell, is the whole country.
    command = CommandColumn(ar="القيادة", fr="commandement", key=True, needed=False)
    value = ValueColumn(ar="القيمة", fr="valeur")
    change = ChangeColumn(ar="التغير", fr="évolution")
    change_in = ChoiceColumn(ar="وحدة التغير", fr="unité de l’évolution")
    wording = ChoiceColumn(ar="الوصف", fr="qualification")
    qualifier = ChoiceColumn(ar="الدقة", fr="précision")
    source = source_column(key=True)
    quote, place, note = quote_column(), place_column(), note_column()
