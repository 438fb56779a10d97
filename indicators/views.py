"""Public pages of the indicators: the catalogue, one indicator through the years, its drawing by itself."""

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from bilan.corrections import corrections_about
from bilan.models import in_language
from bilan.released import looks_back
from bilan.renamings import kept
from bilan.views import citation_of

from .compare.selection import Selection
from .pages import (
    break_sentences,
    catalogue_by_theme,
    drawing,
    drawing_alone,
    indicator_with_labels,
    plate,
    scale_of,
)


def catalogue(request):
    """Every indicator that a current release states, by theme."""
    return render(request, "indicators/catalogue.html", {"themes": catalogue_by_theme()})


@kept("indicators")
def indicator(request, code):
    """One indicator: every year that is stated, its source and rank, gaps and breaks, other statements."""
    found = indicator_with_labels(code)
    if found is None:
        raise Http404
    series = found["series"]
    if not series.readings:
        about = {"corrections": corrections_about("indicators", "indicator", found["codes"])}
        return render(request, "indicators/indicator_of_commands.html", found | about)
    chosen = Selection((code,), tuple(reading.year for reading in series.readings))
    compared = f"{reverse('compare')}?{chosen.query()}"
    context = {
        "compare": compared,
        "files": [(kind, f"{compared}&format={kind}") for kind in ("csv", "xlsx", "json")],
        **plate(series),
        "scale": scale_of(series.changes_only()),
        "corrections": corrections_about("indicators", "indicator", found["codes"]),
        "has_others": any(reading.others or reading.disagreements for reading in series.readings),
        "embed": request.build_absolute_uri(f"{request.path}embed/"),
        "citation": citation_of(request, in_language(found["indicator"], "name"), series.span),
    }
    return render(request, "indicators/indicator.html", found | context)


@kept("indicators", drawn=True)
def series_drawing(request, code):
    """The drawing by itself, with its caveat and sources inside, for other people's pages."""
    found = indicator_with_labels(code)
    if found is None or len(found["series"].with_value()) < 2:
        raise Http404
    address = request.build_absolute_uri(request.path.removesuffix("series.svg"))
    return HttpResponse(drawing_alone(found["series"], address), content_type="image/svg+xml")


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept("indicators", drawn=True)
def embed(request, code):
    """The drawing with its caveat and sources, in a page that other sites may frame; the only such page."""
    found = indicator_with_labels(code)
    if found is None or not found["series"].readings:
        raise Http404
    series = found["series"]
    context = {
        "drawing": drawing(series),
        "breaks": break_sentences(series) if drawing(series) else [],
        "newest": series.newest,
        "no_longer": looks_back(),
        "address": request.build_absolute_uri(request.path.removesuffix("embed/")),
    }
    return render(request, "indicators/embed.html", found | context)
