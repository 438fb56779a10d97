"""Texts with the figures they state (our own wording), and the catalogue to read them against."""

import csv
import json
from decimal import Decimal
from pathlib import Path

from bilan.reading import Catalogue, CommandEntry, IndicatorEntry, UnitKindEntry, split_aliases

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "data"


def rows_of(table):
    """Rows of a data file."""
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names_of(row):
    return tuple((language, row[f"name_{language}"]) for language in ("ar", "fr") if row[f"name_{language}"])


def make_catalogue():
    """The catalogue that the data files describe."""
    return Catalogue(
        indicators=tuple(
            IndicatorEntry(
                code=row["code"],
                kind=row["kind"],
                measure=row["measure"],
                decimals=int(row["decimals"]),
                parent=row["parent"],
                names=names_of(row),
                aliases=tuple(
                    (language, alias)
                    for language in ("ar", "fr")
                    for alias in split_aliases(row[f"aliases_{language}"])
                ),
            )
            for row in rows_of("indicators")
        ),
        commands=tuple(CommandEntry(row["code"], row["level"], names_of(row)) for row in rows_of("commands")),
        unit_kinds=tuple(
            UnitKindEntry(row["code"], row["declared_by"], names_of(row)) for row in rows_of("unit_kinds")
        ),
    )


def texts():
    """[(name, {"year", "language", "text", "figures"})] of every text of this folder."""
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(HERE.glob("*.json"))]


def expected(text):
    """Figures as (indicator, year, value, change, change_in, command)."""
    return {
        (
            row["indicator"],
            row["year"],
            number(row["value"]),
            number(row["change"]),
            row["change_in"],
            row["command"],
        )
        for row in text["figures"]
    }


def found(reading):
    """The same of a reading."""
    return {(f.indicator, f.year, f.value, f.change, f.change_in, f.command) for f in reading.figures}


def number(cell):
    return Decimal(cell) if cell else None
