"""The staff side: one admin site of our own, on which only what we register stands.

Chapter apps register their records in their own `admin.py` with the classes named here.
"""

from .entries import EntryAdmin
from .fields import NumberField, WholeNumberField, YearField
from .records import NamedAdmin, RecordAdmin, RecordForm, TermAdmin
from .site import site

__all__ = [
    "EntryAdmin",
    "NamedAdmin",
    "NumberField",
    "RecordAdmin",
    "RecordForm",
    "TermAdmin",
    "WholeNumberField",
    "YearField",
    "site",
]

# They register their records.
from . import (  # noqa: E402, F401
    differences,
    history,
    imports,
    log,
    people,
    places,
    problems,
    reading,
    releases,
    reports,
    roles,
    system,
)
