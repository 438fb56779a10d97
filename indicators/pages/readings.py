"""What all the statements of one figure come to: the reference, what others say, what we compute.

The value, the change and the word of a year may come from different sources; for each the reference is chosen
apart: highest rank, then the report of the same year, then the oldest source, then its code. Nothing is
corrected: a published change and the one computed from the counts stand side by side.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

# Python 3.11's own takes a lock at every first look.
from django.utils.functional import cached_property

from bilan.edition import RANKS, source_of
from bilan.numerals import computed_change

FIELDS = ("value", "change", "wording")
IN_POINTS = ("rate", "share")
NEVER_COMPUTED = ("level",)


@dataclass(frozen=True)
class Statement:
    """One row of one release with its source: title, publisher, address, rank, published_on, code."""

    row: object
    source: dict
    report: int

    @property
    def rank(self) -> str:
        """Official, agency or press."""
        return self.source["rank"]

    def order(self) -> tuple:
        """Sorts statements of one figure, the reference first."""
        row = self.row
        return (
            RANKS.index(self.rank),
            self.report != row.year,
            self.source.get("published_on") or "9999",
            self.source["code"],
            self.report,
        )


@dataclass
class Reading:
    """One indicator in one year (and command): all that is stated of it."""

    indicator: str
    year: int
    command: str = ""
    statements: list[Statement] = field(default_factory=list)
    before: "Reading | None" = None
    kind: str = "count"

    def _reference(self, name: str) -> Statement | None:
        return next((one for one in self.statements if getattr(one.row, name) not in (None, "")), None)

    @cached_property
    def value(self) -> Statement | None:
        """The statement whose value is the reference."""
        return self._reference("value")

    @cached_property
    def change(self) -> Statement | None:
        """The statement whose published change is the reference."""
        return self._reference("change")

    @cached_property
    def wording(self) -> Statement | None:
        """The statement whose word is the reference."""
        return self._reference("wording")

    @cached_property
    def main(self) -> Statement:
        """The highest-ranked statement: what the figure is shown with first."""
        return self.statements[0]

    @cached_property
    def others(self) -> list[Statement]:
        """Statements that are the reference of nothing."""
        chosen = [self.value, self.change, self.wording]
        return [one for one in self.statements if not any(one is other for other in chosen)]

    @cached_property
    def is_word(self) -> bool:
        """Whether the word leads: the text chose it, and no source of its rank gives a change."""
        if not self.wording:
            return False
        return not self.change or RANKS.index(self.wording.rank) < RANKS.index(self.change.rank)

    @cached_property
    def disagreements(self) -> list[str]:
        """The fields on which sources of the reference's own rank state different things."""
        return [name for name in FIELDS if self._differs(name)]

    def _differs(self, name: str) -> bool:
        reference = getattr(self, name)
        if reference is None:
            return False
        stated = {
            _comparable(one.row, name)
            for one in self.statements
            if one.rank == reference.rank and getattr(one.row, name) not in (None, "")
        }
        return len(stated) > 1

    @property
    def unit(self) -> str:
        """What a computed change is in: rates and shares move by points."""
        return "points" if self.kind in IN_POINTS else "percent"

    @cached_property
    def computed(self) -> Decimal | None:
        """The change from the year before, computed from the two reference values; None without a base."""
        if self.kind in NEVER_COMPUTED or not (self.value and self.before and self.before.value):
            return None
        new, old = self.value.row.value, self.before.value.row.value
        return new - old if self.unit == "points" else computed_change(new, old)

    @cached_property
    def gap(self) -> Decimal | None:
        """By how many points the published change and the computed one differ, beyond rounding; or None."""
        if self.change is None or self.computed is None or self.change.row.change_in != self.unit:
            return None
        published = self.change.row.change.normalize()
        if self.computed.quantize(Decimal(1).scaleb(min(published.as_tuple().exponent, 0))) == published:
            return None
        return abs(self.computed - published)

    @property
    def is_known_by_change_only(self) -> bool:
        """Whether no source at all gives a number: the percentage is the whole figure."""
        return self.value is None

    @property
    def value_is_lower_ranked(self) -> bool:
        """Whether the number comes from a lower rank than the change or word shown with it."""
        stated = self.wording if self.is_word else self.change
        return bool(self.value and stated) and RANKS.index(self.value.rank) > RANKS.index(stated.rank)


def _comparable(row, name: str):
    return (row.change, row.change_in) if name == "change" else getattr(row, name)


def readings(statements: Iterable[Statement], kinds: dict[str, str] | None = None) -> dict[tuple, Reading]:
    """Gather statements into `{(indicator, year, command): Reading}`, each tied to the year before it.

    `kinds` gives the kind of each indicator: rates and shares are computed in points, levels never.
    """
    gathered = defaultdict(list)
    for one in statements:
        gathered[one.row.indicator, one.row.year, one.row.command].append(one)
    found = {
        key: Reading(*key, sorted(stated, key=Statement.order), kind=(kinds or {}).get(key[0], "count"))
        for key, stated in gathered.items()
    }
    for (indicator, year, command), reading in found.items():
        reading.before = found.get((indicator, year - 1, command))
    return found


def statement_of(row, release) -> Statement:
    """A statement with its source, from a current release."""
    return Statement(row, source_of(release, row.source), release.year)
