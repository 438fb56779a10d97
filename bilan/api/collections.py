"""Every list that the API offers, from the tables that the chapters declare."""

from functools import cache

from bilan.chapter import chapters
from bilan.models import Report

from .lists import Collection
from .names import Names, Releases, Reports
from .properties import is_named
from .rows import Rows


@cache
def collections() -> dict[str, Collection]:
    """Every list by its name."""
    tables = [table for chapter in chapters() for table in chapter.tables]
    found = [Reports(), Releases(), *map(Rows, tables), *map(Names, _named_models(tables))]
    return {one.name: one for one in found}


def _named_models(tables) -> list[type]:
    """The models of all records that rows refer to, directly or through each other, by table name."""
    found, waiting = set(), [table.entries for table in tables]
    while waiting:
        for column in waiting.pop()._meta.concrete_fields:
            model = column.related_model
            if (
                model
                and model is not Report
                and hasattr(model, "table_name")
                and is_named(model)
                and model not in found
            ):
                found.add(model)
                waiting.append(model)
    return sorted(found, key=lambda model: model.table_name())
