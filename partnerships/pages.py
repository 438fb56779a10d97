"""What public pages show of framework agreements, from released rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bilan.document import blocks
from bilan.edition import current_releases, label_of, rows_of, source_of
from bilan.models import in_language
from bilan.templatetags.bilan import rank_word

from .models import ReleasedAgreement


@dataclass(frozen=True)
class Entry:
    """One agreement of the register with the names in force at its release."""

    row: ReleasedAgreement
    year: int
    partner: dict | None
    sector: dict | None
    source: dict


class Register:
    """The agreements recorded up to a bilan, held against the total that it declares.

    The total is cumulative ("the agreements signed so far"), so earlier bilans' entries count with it.
    """

    def __init__(self, entries: list[Entry], declared=None, year: int | None = None):
        self.entries = sorted(entries, key=lambda entry: (entry.year, entry.row.reference))
        self.declared = declared
        self.year = year

    @property
    def named(self) -> list[Entry]:
        """Entries whose partner a source names."""
        return [entry for entry in self.entries if entry.partner]

    @property
    def unnamed(self) -> list[Entry]:
        """Entries whose partner no source names."""
        return [entry for entry in self.entries if not entry.partner]

    @property
    def missing(self) -> int:
        """How many the bilan declares beyond those recorded."""
        return max(int(self.declared) - len(self.entries), 0) if self.declared is not None else 0

    @property
    def ranks(self) -> list[str]:
        """The ranks of the sources that name partners, highest first."""
        used = {entry.source["rank"] for entry in self.named}
        return [rank for rank in ("official", "agency", "press") if rank in used]


def register_of(edition, declared_by: str) -> Register:
    """The register up to one edition, from its own rows and from earlier years' current releases."""
    releases = {release.pk: release for release in edition.current if release.year < edition.year}
    rows = edition.rows_beside(ReleasedAgreement, list(releases))
    releases[edition.release.pk] = edition.release
    entries = [_entry(row, releases[row.release_id]) for row in rows]
    return Register(entries, edition.declared.get(declared_by), edition.year)


def whole_register(**conditions) -> list[Entry]:
    """The agreements of all current releases that meet the conditions."""
    releases = {release.pk: release for release in current_releases()}
    rows = rows_of(ReleasedAgreement).filter(release__in=list(releases), **conditions).order_by("pk")
    return [_entry(row, releases[row.release_id]) for row in rows]


def _entry(row, release) -> Entry:
    return Entry(
        row,
        release.year,
        label_of(release, "partners", row.partner) if row.partner else None,
        label_of(release, "sectors", row.sector) if row.sector else None,
        source_of(release, row.source),
    )


def by_sector(register: Register) -> list[dict]:
    """Entries by sector, the unassigned last: `[{"sector": {…} or None, "entries": [Entry]}]`."""
    groups: dict[str, list[Entry]] = {}
    for entry in register.entries:
        groups.setdefault(entry.sector["code"] if entry.sector else "", []).append(entry)
    return [
        {"sector": groups[code][0].sector, "entries": groups[code]}
        for code in sorted(groups, key=lambda code: (not code, code))
    ]


def document_blocks(register: Register) -> list[dict]:
    """The register in the report as a document: the four counts, then the names."""
    if not register.entries:
        return []
    counts = [
        (_("Declared"), "–" if register.declared is None else f"{register.declared:f}"),
        (_("Recorded"), len(register.entries)),
        (_("Named"), len(register.named)),
        (_("Not named"), len(register.unnamed)),
    ]
    names = [
        (in_language(entry.partner, "name"), "", f"{entry.row.reference} · {rank_word(entry.source['rank'])}")
        for entry in register.named
    ]
    return [
        blocks.heading(_("Framework agreements")),
        blocks.facts(counts),
        blocks.note(_("The total is cumulative: agreements signed so far, not those of one year.")),
        blocks.entries(names),
    ]
