"""What texts are read against: the indicators and kinds of unit of every chapter, and the commands."""

from functools import lru_cache

from .chapter import chapters
from .models import Command
from .reading import Catalogue, CommandEntry, Reading, read

READ_IN = ("ar", "fr")


def names_of(row) -> tuple[tuple[str, str], ...]:
    """(language, name) of a named record in the languages that texts are read in."""
    names = ((language, getattr(row, f"name_{language}")) for language in READ_IN)
    return tuple((language, name) for language, name in names if name)


def current_catalogue() -> Catalogue:
    """The Catalogue as recorded now; commands bear the names of all their periods."""
    offered = [chapter.catalogue() for chapter in chapters()]
    return Catalogue(
        indicators=tuple(entry for part in offered for entry in part.get("indicators", ())),
        commands=tuple(
            CommandEntry(command.code, command.level, names_of(command))
            for command in Command.objects.order_by("code", "valid_from", "pk")
        ),
        unit_kinds=tuple(entry for part in offered for entry in part.get("unit_kinds", ())),
    )


def reading_of(source, report) -> Reading:
    """What the rules read in a source's text for a report, against the catalogue as it is now. Read only."""
    return _read(source.text, report.year, current_catalogue())


@lru_cache(maxsize=8)
def _read(text: str, year: int, catalogue: Catalogue) -> Reading:
    return read(text, year=year, catalogue=catalogue)
