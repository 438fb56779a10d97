"""Codes resolved once: what the cells of a file refer to, by code and by id."""

from datetime import date
from difflib import get_close_matches

from bilan.models import Command, Report
from bilan.models.places import COUNTRY

# A wrong code is told with the one that it is near to: so many are looked for, among so many at most.
ASKED, AMONG, LONGEST = 50, 2000, 80


class Lookup:
    """The records of one table by their code, and what history and files write for each of them.

    `ids` is code → id; `stated` is id → the key as history keeps it; `written` is id → the cell of a file;
    `extra` is id → what rows that mention it need to know (an indicator's decimals and kind).
    A code that the file itself is about to create gets a negative id until it is written (`pending`).
    """

    key = "code"

    def __init__(self, model, extra: tuple[str, ...] = ()):
        self.model = model
        self.ids: dict[str, int] = {}
        self.stated: dict = {}
        self.written: dict = {}
        self.extra: dict = {}
        self.pending: dict[str, int] = {}
        self._near: dict[str, str] = {}
        self.load(extra)

    def load(self, extra):
        """Reads the table, only the columns that are needed."""
        columns = ["pk", self.key, *extra]
        for pk, code, *rest in self.model._base_manager.values_list(*columns).iterator(5000):
            self.ids[str(code)] = pk
            self.stated[pk] = code
            self.written[pk] = str(code)
            if extra:
                self.extra[pk] = rest

    def nearest(self, code: str) -> str:
        """The recorded code that a wrong one is likely meant for, empty where none comes near."""
        if code not in self._near:
            if len(self._near) >= ASKED or len(self.ids) > AMONG or len(code) > LONGEST:
                return ""
            found = get_close_matches(code.casefold(), self.ids, n=1, cutoff=0.8)
            self._near[code] = found[0] if found else ""
        return self._near[code]

    def placeholder(self, code: str) -> int:
        """The negative id that stands for a code that is not written yet."""
        if code not in self.pending:
            number = -1 - len(self.pending)
            self.pending[code] = number
            self.stated[number] = self.written[number] = code
        return self.pending[code]


class ReportLookup(Lookup):
    """Reports by year; `extra` is the state."""

    key = "year"

    def load(self, extra):
        """Reads years and states."""
        super().load(("state",))

    def closed(self) -> list[int]:
        """Ids of the reports that take no edit."""
        return [pk for pk, (state,) in self.extra.items() if state not in Report.OPEN_STATES]


class CommandLookup(Lookup):
    """Commands by code and time: a code may have had several ranks and names."""

    def load(self, extra):
        """Reads the versions of each code, oldest first."""
        self.versions: dict[str, list] = {}
        rows = self.model._base_manager.values_list("pk", "code", "valid_from", "valid_to")
        for pk, code, start, end in rows:
            self.versions.setdefault(code, []).append((start or date.min, end or date.max, pk))
            self.stated[pk] = f"{code}|{start.isoformat() if start else ''}"
            self.written[pk] = code
        for code, versions in self.versions.items():
            versions.sort()
            self.ids[code] = versions[-1][2]
        # Ids of the codes that have had several versions.
        self.several = [pk for group in self.versions.values() if len(group) > 1 for *_period, pk in group]
        self.country = self.ids.get(COUNTRY)

    def in_force(self, code: str, day: date) -> int | None:
        """The version of a code on a day; the nearest one where none was in force that day."""
        versions = self.versions.get(code)
        if not versions:
            return None
        current = [pk for start, end, pk in versions if start <= day <= end]
        if current:
            return current[-1]
        ended = [pk for start, _end, pk in versions if start <= day]
        return ended[-1] if ended else versions[0][2]


class Lookups:
    """The lookups that one import or export needs, each read once.

    `folder` is where the texts of sources are, None where files name none.
    """

    def __init__(self, folder=None):
        self.folder = folder
        self._made: dict = {}

    def of(self, model, extra: tuple[str, ...] = ()) -> Lookup:
        """The lookup of a model."""
        if model not in self._made:
            kind = {Command: CommandLookup, Report: ReportLookup}.get(model, Lookup)
            self._made[model] = kind(model, extra)
        elif extra and not self._made[model].extra:
            self._made[model].load(extra)
        return self._made[model]
