"""What a reading gives back: figures to confirm, units, and an account of every number of the text."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Proposal:
    """A figure found: ``quote`` is ``text[start:end]``, the words of the source that state it.

    ``candidates`` lists (indicator code, score from 0 to 1), best first; ``indicator`` is the one proposed.
    """

    start: int
    end: int
    quote: str
    indicator: str
    year: int
    value: Decimal | None = None
    change: Decimal | None = None
    change_in: str = ""
    wording: str = ""
    qualifier: str = ""
    command: str = ""
    candidates: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class UnitProposal:
    """A unit said to be created, extended, moved or closed; ``command`` is empty when none is named."""

    start: int
    end: int
    quote: str
    kind: str
    event: str
    command: str = ""


@dataclass
class Declared:
    """A total that the text declares for a kind of unit, to be checked against its register."""

    kind: str
    indicator: str
    value: Decimal
    start: int
    end: int


@dataclass
class Unmatched:
    """A number that looks like a statistic without a sure indicator: offered to the clerk, never forced."""

    start: int
    end: int
    quote: str
    value: Decimal
    measure: str
    phrase: str
    reason: str
    candidates: list[tuple[str, float]] = field(default_factory=list)


@dataclass(slots=True)
class NumberAccount:
    """One number of the text and what became of it.

    ``figure`` is an index into ``Reading.figures``; otherwise ``reason`` says why the number is no figure,
    or is empty while a person has still to decide. ``value`` is the number without its sign, if it is sure.
    """

    start: int
    end: int
    text: str
    figure: int | None = None
    reason: str = ""
    value: Decimal | None = None


@dataclass
class Reading:
    """All that was read in one text."""

    figures: list[Proposal] = field(default_factory=list)
    units: list[UnitProposal] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    numbers: list[NumberAccount] = field(default_factory=list)

    @property
    def coverage(self):
        """Share of the numbers that a figure carries or a rule dismissed, from 0 to 1 (1 without numbers)."""
        if not self.numbers:
            return Decimal(1)
        told = sum(1 for number in self.numbers if number.figure is not None or number.reason)
        return Decimal(told) / Decimal(len(self.numbers))
