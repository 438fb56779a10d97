"""Tables in files: CSV and XLSX read with every check before a figure is believed, and written safely.

Plain Python, no Django and no models: what a column means is the caller's affair. Words for the rule
codes are in `bilan.rule_messages`.
"""

from .reading import Table, read_table
from .shape import ADMIN_LIMITS, Column, FileRefused, Kind, Limits, Problem, Row
from .writing import write_csv, write_xlsx

__all__ = [
    "ADMIN_LIMITS",
    "Column",
    "FileRefused",
    "Kind",
    "Limits",
    "Problem",
    "Row",
    "Table",
    "read_table",
    "write_csv",
    "write_xlsx",
]
