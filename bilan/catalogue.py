"""What texts are read against: the indicators and kinds of unit of every chapter, and the commands."""

from .chapter import chapters
from .models import Command
from .reading import Catalogue, CommandEntry

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
