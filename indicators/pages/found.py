"""What search finds of figures: the indicators by name, definition and aliases, and each number stated."""

from bilan.chapter import Findable
from bilan.models.named import LANGUAGES
from bilan.models.recorded import plain
from bilan.numerals import write, write_percent
from indicators.models import ReleasedFigure

LEFT_TO_RIGHT, POP = "\u2066", "\u2069"

# Beyond so many figures of one release each is found through its indicator: nobody reads that many hits.
MOST_FIGURES = 20_000


def findables(release):
    """The indicators that a release states, then its figures; of a mass of figures only its indicators."""
    indicators = release.labels.get("indicators", {})
    rows = ReleasedFigure.objects.filter(release=release).order_by("pk")
    stated = set(rows.order_by("indicator").values_list("indicator", flat=True).distinct())
    for code, columns in indicators.items():
        if code in stated:
            names, definitions = _texts(columns, "name"), _texts(columns, "definition")
            aliases = f"{columns.get('aliases_ar', '')} {columns.get('aliases_fr', '')}"
            yield Findable("indicators", code, f"indicators/{code}/", names, definitions, aliases)
    if rows.count() > MOST_FIGURES:
        return
    for row in rows.iterator():
        yield _figure(row, release, indicators.get(row.indicator, {}))


def _figure(row, release, indicator: dict) -> Findable:
    """A figure is found by its number, its words and its indicator; it is shown by its words."""
    commands, sources = release.labels.get("commands", {}), release.labels.get("sources", {})
    at = _texts(commands.get(row.command, {}), "name")
    titles = {
        language: " · ".join(
            filter(None, (name or row.indicator, at[language], str(row.year), _stated(row, language)))
        )
        for language, name in _texts(indicator, "name").items()
    }
    numbers = " ".join(plain(number) for number in (row.value, row.change) if number is not None)
    quoted = {sources.get(row.source, {}).get("language", "ar"): row.quote}
    code = f"{row.indicator}-{row.year}-{row.command}-{row.source}"
    place = f"indicators/{row.indicator}/" + (
        f"#{row.command}-{row.year}" if row.command else f"#y{row.year}"
    )
    return Findable("figures", code, place, titles, quoted, numbers)


def _stated(row, language: str) -> str:
    """The number, or the published change, isolated for direction; nothing where the text has but a word."""
    if row.value is not None:
        return f"{LEFT_TO_RIGHT}{write(row.value, language)}{POP}"
    if row.change is None:
        return ""
    in_points = row.change_in == row.ChangeIn.POINTS
    written = write(row.change, language, sign=True) if in_points else write_percent(row.change, language)
    return f"{LEFT_TO_RIGHT}{written}{POP}"


def _texts(columns: dict, field: str) -> dict[str, str]:
    return {language: columns.get(f"{field}_{language}") or "" for language in LANGUAGES}
