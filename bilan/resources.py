"""The tables of the contract: their columns, keys and headings, the same for import and export.

Each table is one django-import-export resource, registered by its name. Reading and writing files goes
through `bilan.importing` and `bilan.exporting`; the stock import of django-import-export, which holds no
promise of ours (owner, state, all or nothing, history), is shut here.
"""

from functools import cache
from graphlib import TopologicalSorter

from django.utils.module_loading import autodiscover_modules
from import_export.resources import Resource

from bilan.columns.cells import AddressColumn, ChoiceColumn, ListColumn, OwnCodeColumn, TextColumn
from bilan.columns.lookups import Lookups
from bilan.columns.quantities import DateColumn, PeriodColumn, WholeColumn, YearColumn
from bilan.columns.references import CodeColumn, ParentCommandColumn, ReportColumn
from bilan.columns.texts import TextFileColumn
from bilan.models import Command, Report, Source, Statement, Theme
from bilan.tables import Column

_tables: dict[str, type] = {}


class TableResource(Resource):
    """One table. Subclasses give `table`, `model` and columns, in the contract's order."""

    table = ""
    model = None
    # Groups of columns of which a row must fill one at least.
    states_one_of: tuple[str, ...] = ()
    # (column, column): the second date is not before the first.
    in_order: tuple[tuple[str, str], ...] = ()
    # (column, its values, column): for these values the second column is zero.
    whole: tuple = ()
    # Columns that others of the row are read by.
    read_first: tuple[str, ...] = ()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.table:
            _tables[cls.table] = cls

    def __init__(self, lookups: Lookups | None = None, **kwargs):
        super().__init__(**kwargs)
        self.lookups = lookups or Lookups()
        for name, column in self.fields.items():
            column.bind(name, self.model, self.lookups)

    @property
    def columns(self) -> dict:
        """Columns by name."""
        return self.fields

    @property
    def keys(self) -> list:
        """The columns of the natural key."""
        return [column for column in self.fields.values() if column.key]

    @property
    def by_database_column(self) -> dict:
        """Columns by the name that the database has for them."""
        return {column.column: column for column in self.fields.values()}

    @property
    def refers_to_itself(self) -> bool:
        """Whether rows may have a parent in the same table."""
        return any(getattr(column, "inside", False) for column in self.fields.values())

    @property
    def rows_stand_alone(self) -> bool:
        """Whether no row refers to what the same file creates."""
        return not any(
            getattr(column, "inside", False) or getattr(column, "may_create", False)
            for column in self.fields.values()
        )

    @classmethod
    def chapter(cls) -> str:
        """The chapter that the table's rows belong to; empty for a reference table."""
        return cls.model.chapter

    @classmethod
    def headings(cls) -> dict[str, tuple[str, ...]]:
        """By column: the headings that files may carry, the contract's name first."""
        return {column.name: (column.name, *column.aliases) for column in cls.file_columns()}

    @classmethod
    def file_columns(cls) -> list[Column]:
        """The columns as files have them: names, other headings, kinds."""
        return [
            Column(name, column.kind, column.needed, tuple(filter(None, (column.ar, column.fr))))
            for name, column in cls.fields.items()
        ]

    def get_queryset(self):
        """All rows, by key."""
        return self.model._base_manager.order_by(*(column.attribute for column in self.keys), "pk")

    def import_data(self, *args, **kwargs):
        """Shut: a file goes through bilan.importing."""
        raise NotImplementedError("Import through bilan.importing: this path keeps no history.")


@cache
def tables() -> dict[str, type]:
    """Every table by its name, in order of dependence: a table comes after those that it refers to."""
    autodiscover_modules("resources")
    named = {resource.model: name for name, resource in _tables.items()}
    needs: dict = {}
    for name, resource in _tables.items():
        related = (
            resource.model._meta.get_field(column.attribute or label).related_model
            for label, column in resource.fields.items()
            if isinstance(column, CodeColumn)
        )
        needs[name] = {named[model] for model in related if model in named} - {name}
    return {name: _tables[name] for name in TopologicalSorter(needs).static_order()}


# Columns that several tables share, with their headings.
def report_column(**kwargs):
    """The year of the bilan."""
    return ReportColumn(ar="الحصيلة", fr="bilan", required=True, **kwargs)


def source_column(**kwargs):
    """The source that states the row."""
    return CodeColumn(ar="المصدر", fr="source (code)", required=True, **kwargs)


def quote_column():
    """The words of the source."""
    return TextColumn(ar="الاقتباس", fr="citation")


def place_column():
    """Which occurrence of the quote."""
    return WholeColumn(least=1, ar="الموضع", fr="occurrence")


def note_column():
    """A remark of the editors."""
    return TextColumn(ar="ملاحظة", fr="remarque")


def code_column(**kwargs):
    """The code that a row gives itself."""
    return OwnCodeColumn(ar="الرمز", fr="code unique", key=True, **kwargs)


LANGUAGE_HEADINGS = {
    "ar": ("بالعربية", "en arabe"),
    "fr": ("بالفرنسية", "en français"),
    "en": ("بالإنجليزية", "en anglais"),
}


def three_languages(ar: str, fr: str, *, required=False) -> tuple:
    """Three text columns, Arabic, French and English; the Arabic one is the reference."""
    return tuple(
        TextColumn(ar=f"{ar} {in_ar}", fr=f"{fr} {in_fr}", required=required and language == "ar")
        for language, (in_ar, in_fr) in LANGUAGE_HEADINGS.items()
    )


def names() -> tuple:
    """name_ar, name_fr, name_en."""
    return three_languages("الاسم", "nom", required=True)


class ReportResource(TableResource):
    """Reports by year."""

    table, model = "reports", Report

    year = YearColumn(ar="السنة", fr="année", key=True)
    title_ar, title_fr, title_en = three_languages("العنوان", "titre")
    period = PeriodColumn(ar="الفترة", fr="période")
    published_on = DateColumn(ar="تاريخ النشر", fr="publié le")


class SourceResource(TableResource):
    """Sources, with the texts that we hold of them."""

    table, model = "sources", Source

    code = code_column()
    title = TextColumn(ar="العنوان", fr="titre", required=True)
    publisher = TextColumn(ar="الناشر", fr="éditeur")
    address = AddressColumn(ar="الرابط", fr="adresse")
    language = ChoiceColumn(ar="اللغة", fr="langue", required=True)
    rank = ChoiceColumn(ar="الرتبة", fr="rang", required=True)
    published_on = DateColumn(ar="تاريخ النشر", fr="publié le")
    text_file = TextFileColumn(ar="ملف النص", fr="fichier du texte")


class CommandResource(TableResource):
    """Commands, one row for each period of a code."""

    table, model = "commands", Command
    in_order = (("valid_from", "valid_to"),)
    # The parent's version is that of the day from which the row is in force.
    read_first = ("valid_from",)

    code = code_column()
    level = ChoiceColumn(ar="المستوى", fr="niveau", required=True)
    parent = ParentCommandColumn(ar="التابع له", fr="rattaché à")
    name_ar, name_fr, name_en = names()
    valid_from = DateColumn(ar="ساري من", fr="en vigueur depuis", key=True)
    valid_to = DateColumn(ar="ساري إلى", fr="en vigueur jusqu’au")


class ThemeResource(TableResource):
    """Themes, in the order of the page."""

    table, model = "themes", Theme

    code = code_column()
    position = WholeColumn(ar="الترتيب", fr="position")
    name_ar, name_fr, name_en = names()
    headline = ListColumn(ar="المؤشرات الرئيسية", fr="indicateurs phares")


class StatementResource(TableResource):
    """What bilans say without a number."""

    table, model = "statements", Statement
    states_one_of = ("text_ar", "text_fr", "text_en")

    report = report_column(key=True)
    code = code_column()
    theme = CodeColumn(ar="المحور", fr="thème")
    text_ar, text_fr, text_en = three_languages("النص", "texte")
    source = source_column()
    quote, place, note = quote_column(), place_column(), note_column()
