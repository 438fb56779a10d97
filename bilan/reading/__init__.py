"""Figures out of an official text, by rules: no model, no network, no database.

``read(text, year=…, catalogue=…)`` gives a Reading: figures with the words that state them, units, what is
left to a person, and an account of every number. Wrong silently is worse than missed aloud: several
candidates are offered, none is forced.
"""

from .catalogue import Catalogue, CommandEntry, IndicatorEntry, UnitKindEntry, split_aliases
from .reader import read
from .results import Declared, NumberAccount, Proposal, Reading, UnitProposal, Unmatched

__all__ = [
    "Catalogue",
    "CommandEntry",
    "Declared",
    "IndicatorEntry",
    "NumberAccount",
    "Proposal",
    "Reading",
    "UnitKindEntry",
    "UnitProposal",
    "Unmatched",
    "read",
    "split_aliases",
]
