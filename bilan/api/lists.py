"""What all lists share: their properties, filters and pages, and how they name things."""

from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlencode

from bilan.models import Release

from .filters import Ask, Filter
from .properties import Property

SEPARATOR = "~"
ROOT = "/api/v1"


@dataclass(frozen=True)
class Page:
    """Some items of a list: how many there are in all, and the id after which the next page starts."""

    items: list[dict]
    total: int
    last: str | None = None


@dataclass
class Collection:
    """One list. `about` describes it; `properties` and `filters` are those of its items.

    `opening` and `closing` are the schemas of what stands before and after the properties in every item.
    """

    opening: ClassVar[dict] = {
        "id": {"type": "string"},
        "href": {"type": "string", "format": "uri-reference"},
    }
    closing: ClassVar[dict] = {}

    name: str
    about: str
    properties: list[Property] = field(default_factory=list)
    filters: dict[str, Filter] = field(default_factory=dict)

    def page(self, ask: Ask) -> Page:
        """The items that a question asks for."""
        raise NotImplementedError

    def item(self, key: str) -> dict | None:
        """One item by its id; None when nothing published has it."""
        raise NotImplementedError

    def moved(self, key: str) -> str:
        """The id that an item has now whose codes were renamed; empty when it is its own."""
        return ""

    def formerly(self, key: str) -> dict | None:
        """An item that no current release states, from the last one that did; None when none did."""
        return None

    def address(self, key: str, **parameters) -> str:
        """Where one item stands."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{ROOT}/{self.name}/{key}{query}"


def release_reference(release: Release, *, current: bool = True) -> dict:
    """The release that an item is read from, short; `current` is false for one that another took over."""
    return {
        "id": release_key(release),
        "report": release.year,
        "number": release.number,
        "kind": release.kind,
        "current": current,
        "digest": release.digest,
    }


def release_key(release: Release) -> str:
    """A release's id: `2024~1`."""
    return f"{release.year}{SEPARATOR}{release.number}"
