"""A series in words and as a drawing, in the language of the page."""

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from bilan import charts
from bilan.models import in_language
from bilan.numerals import write
from bilan.released import looks_back

NO_LONGER = gettext_lazy(
    "No longer stated: this was corrected or withdrawn since. It is drawn as it stood before."
)
# Isolate an address for direction where there is no markup to do it.
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"


def _write(value) -> str:
    return write(value, (get_language() or "ar")[:2])


def _texts(series) -> dict:
    """Title and description: what the drawing shows, for those who do not see it."""
    stated = series.with_value()
    first, last, highest = stated[0], stated[-1], max(stated, key=lambda reading: reading.value.row.value)
    words = _(
        "From %(first)s in %(first_year)s to %(last)s in %(last_year)s; highest %(top)s in %(top_year)s."
    )
    description = words % {
        "first": _write(first.value.row.value),
        "first_year": first.year,
        "last": _write(last.value.row.value),
        "last_year": last.year,
        "top": _write(highest.value.row.value),
        "top_year": highest.year,
    }
    return {
        "title": f"{in_language(series.indicator, 'name')} · {first.year}–{last.year}",
        "description": " ".join([description, *break_sentences(series)]),
    }


def break_sentences(series) -> list[str]:
    """One sentence for each break, as under the drawing."""
    between = _("Break %(first)s–%(last)s: not comparable with the years before nor with those after.")
    once = _("Break in the series before %(year)s: not comparable across it.")
    return [
        once % {"year": gap.last + 1}
        if gap.first is None
        else between % {"first": gap.first, "last": gap.last}
        for gap in charts.bands(series.breaks)
    ]


def drawing(series, identity: str = "series") -> str:
    """The drawing of a page; empty when fewer than two years have a number.

    `identity` tells several drawings of one page apart.
    """
    if len(series.with_value()) < 2:
        return ""
    return charts.series(
        series.points(_write),
        charts.bands(series.breaks),
        write=_write,
        identity=identity,
        **_texts(series),
    )


def plate(series) -> dict:
    """What the plate of a series shows: its drawing (empty without one) and the sentences of its breaks."""
    return {"drawing": drawing(series), "breaks": break_sentences(series)}


def drawing_alone(series, address: str) -> str:
    """The drawing that travels alone: it carries its caveat, its sources and its address."""
    sources = " · ".join(
        f"{source['publisher']} ({rank_name(source['rank'])} {' '.join(map(str, source['years']))})"
        for source in series.sources()
    )
    notes = [
        *([str(NO_LONGER)] if looks_back() else []),
        *break_sentences(series),
        _("As published, each year in its own bilan; bilans appear before the year ends."),
        _("Sources: %(sources)s.") % {"sources": sources},
        f"{LEFT_TO_RIGHT}{address}{POP}",
    ]
    return charts.series_file(
        series.points(_write),
        charts.bands(series.breaks),
        write=_write,
        notes=notes,
        language=(get_language() or "ar")[:2],
        **_texts(series),
    )


def rank_name(rank: str) -> str:
    """The word for the rank of a source."""
    return {
        "official": pgettext("rank of a source", "Official"),
        "agency": pgettext("rank of a source", "Agency"),
        "press": pgettext("rank of a source", "Press"),
    }[rank]
