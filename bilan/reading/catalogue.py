"""What the reader must know of the record: indicators, commands, kinds of unit. Plain data, no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IndicatorEntry:
    """An indicator as the reader sees it.

    ``kind``: count, quantity, rate, share, level or average. ``measure``: code of the unit of measurement.
    ``names`` and ``aliases``: words of the indicator, by language ("ar", "fr").
    """

    code: str
    kind: str
    measure: str
    decimals: int = 0
    parent: str = ""
    names: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CommandEntry:
    """A territorial command or mobile group, with every name it bears, by language."""

    code: str
    level: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class UnitKindEntry:
    """A kind of specialised unit, the indicator that declares its total, and its names by language."""

    code: str
    declared_by: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything that a text is read against."""

    indicators: tuple[IndicatorEntry, ...] = ()
    commands: tuple[CommandEntry, ...] = ()
    unit_kinds: tuple[UnitKindEntry, ...] = ()


def split_aliases(cell):
    """The aliases written in one cell, separated by ``|`` or ``;`` (Latin or Arabic)."""
    for separator in ("؛", "|"):
        cell = cell.replace(separator, ";")
    return tuple(alias.strip() for alias in cell.split(";") if alias.strip())
