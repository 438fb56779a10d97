"""The chapter of figures in the report as a document."""

from django.utils.translation import gettext as _

from bilan.document import blocks
from bilan.models import in_language
from bilan.numerals import write, write_percent
from bilan.templatetags.bilan import language, qualifier, rank_word, wording_text

from .report import ReportFigures, Row, scale_of

# A document is read; longer tables are taken from the files.
MOST_ROWS = 1000


def document_blocks(edition) -> list[dict]:
    """Key figures, what changed, every figure by theme, and what is absent."""
    figures = edition.once("figures", ReportFigures)
    return [
        *_key_figures(figures),
        *_changes(figures),
        *_tables(figures),
        *_absent(figures),
    ]


def number(value, indicator: dict) -> str:
    """A published value as the language writes it, a rate with its per cent sign."""
    if indicator.get("kind") in ("rate", "share"):
        return blocks.isolated(write_percent(value, language(), sign=False))
    return blocks.isolated(write(value, language()))


def change(value, unit: str, *, decimals: int | None = None) -> str:
    """A change with its sign, in percent or points."""
    if unit == "points":
        written = blocks.isolated(write(value, language(), decimals=decimals, sign=True))
        return _("%(number)s points") % {"number": written}
    if decimals is None:
        return blocks.isolated(write_percent(value, language()))
    gap = "" if language() == "en" else "\u00a0"
    return blocks.isolated(f"{write(value, language(), decimals=decimals, sign=True)}{gap}%")


def published(row: Row) -> dict | None:
    """The published change as a saying; None where none was published."""
    stated = row.reading.change
    if stated is None:
        return None
    return blocks.saying(
        "published", change(stated.row.change, stated.row.change_in), value=stated.row.change
    )


def computed(row: Row, tag="") -> dict | None:
    """The change that we compute, two decimals, dashed."""
    value = row.reading.computed
    if value is None:
        return None
    return blocks.saying("computed", change(value, row.reading.unit, decimals=2), tag=tag, value=value)


def word(row: Row, tag="") -> dict:
    """The word of the text."""
    return blocks.saying("word", wording_text(row.reading.wording.row.wording), tag=tag)


def caveats(row: Row) -> list[str]:
    """What must stand beside the figure: no number, a lower rank, a qualifier, the rank."""
    reading, found = row.reading, []
    if reading.is_known_by_change_only:
        found.append(_("No number published"))
    elif reading.value_is_lower_ranked:
        words = _("No number at this rank; the number elsewhere:")
        found.append(
            f"{words} {number(reading.value.row.value, row.indicator)} ({rank_word(reading.value.rank)})"
        )
    qualified = qualifier(reading.main.row.qualifier)
    return [*found, *([str(qualified)] if qualified else []), rank_word(reading.main.rank)]


def _key_figures(figures: ReportFigures) -> list[dict]:
    headline = figures.headline()
    lead = headline["lead"]
    if lead is None:
        return []
    reading = lead.reading
    says = [word(lead, _("word of the text"))] if reading.is_word else []
    if not reading.is_word and published(lead):
        says.append({**published(lead), "tag": _("published")})
    if computed(lead):
        says.append(computed(lead, _("computed")))
    against = []
    if reading.before and reading.before.value:
        stated = number(reading.before.value.row.value, lead.indicator)
        words = _("against %(number)s stated of %(year)s")
        against.append(words % {"number": stated, "year": reading.before.year})
    found = [
        blocks.heading(_("Key figures")),
        blocks.lead(
            in_language(lead.indicator, "name"),
            number(reading.value.row.value, lead.indicator),
            says=says,
            caveat=" · ".join([*against, *caveats(lead)]),
        ),
    ]
    beside = [_beside(row) for row in headline["figures"]]
    return [*found, blocks.figures(beside)] if beside else found


def _beside(row: Row) -> dict:
    reading, name = row.reading, in_language(row.indicator, "name")
    if published(row) and (not reading.value or reading.value_is_lower_ranked):
        stated = reading.change.row.change
        return blocks.figure(name, published(row)["text"], caveat=" · ".join(caveats(row)), change=stated)
    return blocks.figure(
        name, number(reading.value.row.value, row.indicator), caveat=" · ".join(caveats(row))
    )


def _changes(figures: ReportFigures) -> list[dict]:
    rows = figures.changed()
    if not rows:
        return []
    scale = scale_of(rows)
    found = [
        blocks.heading(_("What changed")),
        blocks.note(
            _("The axis of numbers runs left to right: left of the line is a fall, right of it a rise.")
        ),
        blocks.note(_("Solid as published, dashed as computed.")),
    ]
    for group in figures.groups(rows):
        name = in_language(group["parent"] or group["theme"], "name")
        found.append(blocks.heading(name, 2))
        found.append(blocks.bars([_bar(row) for row in group["rows"]], scale.low, scale.high))
    return found


def _bar(row: Row) -> dict:
    if row.reading.is_word:
        said = computed(row) or word(row)
        tag = [f"{wording_text(row.reading.wording.row.wording)} ({_('word of the text')})"]
    else:
        said, tag = published(row), []
    return blocks.bar(
        in_language(row.indicator, "name"),
        said,
        row.drawn,
        computed=row.drawn_is_computed,
        caveat=" · ".join([*tag, *caveats(row)]),
    )


def _tables(figures: ReportFigures) -> list[dict]:
    tables = figures.tables()
    if not tables:
        return []
    headings = [_("Indicator"), _("Value"), _("Published change"), _("Computed change"), _("Source and rank")]
    found, left = [blocks.heading(_("Every figure"))], MOST_ROWS
    for table in tables:
        rows = [_cells(row) for row in table["rows"][:left]]
        left -= len(rows)
        if rows:
            found.append(blocks.heading(in_language(table["theme"], "name"), 2))
            found.append(blocks.table(headings, [38, 17, 15, 15, 24], rows, numeric=(1, 2, 3)))
    if left <= 0:
        found.append(blocks.note(_("The document stops here; the files have every row.")))
    return found


def _cells(row: Row) -> list[str]:
    reading = row.reading
    value = number(reading.value.row.value, row.indicator) if reading.value else _("not published")
    stated = published(row)
    if stated:
        said = stated["text"]
    else:
        said = wording_text(reading.wording.row.wording) if reading.wording else ""
    ours = computed(row)
    source = reading.main.source
    return [
        in_language(row.indicator, "name"),
        value,
        said,
        ours["text"] if ours else "",
        f"{source['publisher'] or source['title']} · {rank_word(source['rank'])}",
    ]


def _absent(figures: ReportFigures) -> list[dict]:
    absent = figures.absent()
    if not absent:
        return []
    words = _("Stated by the bilan of %(year)s, absent from this one") % {"year": figures.year - 1}
    names = " · ".join(in_language(indicator, "name") for indicator in absent)
    return [
        blocks.heading(words, 2),
        blocks.note(names),
        blocks.note(_("Absent is not zero: nothing was published.")),
    ]
