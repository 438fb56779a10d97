"""The tables of this chapter: sectors, partners and agreements."""

from bilan.columns.cells import ChoiceColumn, OwnCodeColumn
from bilan.columns.quantities import DateColumn
from bilan.columns.references import CodeColumn
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

from .models import Agreement, Partner, Sector


class SectorResource(TableResource):
    """Sectors."""

    table, model = "sectors", Sector

    code = code_column()
    name_ar, name_fr, name_en = names()


class PartnerResource(TableResource):
    """Partners."""

    table, model = "partners", Partner

    code = code_column()
    name_ar, name_fr, name_en = names()


class AgreementResource(TableResource):
    """The register of agreements; a partner that is not named stays so."""

    table, model = "agreements", Agreement

    report = report_column()
    reference = OwnCodeColumn(ar="المرجع", fr="référence", key=True)
    form = ChoiceColumn(ar="الشكل", fr="forme")
    partner = CodeColumn(ar="الشريك", fr="partenaire")
    sector = CodeColumn(ar="القطاع", fr="secteur")
    title_ar, title_fr, title_en = three_languages("العنوان", "titre")
    signed_on = DateColumn(ar="تاريخ التوقيع", fr="signé le")
    source = source_column()
    quote, place, note = quote_column(), place_column(), note_column()
