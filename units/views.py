"""Public pages of the specialised units: all of them by kind, command and year; one of them."""

from django.http import Http404
from django.shortcuts import render

from bilan.renamings import kept

from .pages import all_events, by_command, by_kind, by_year, events_of, schematic


def catalogue(request):
    """Every unit of the current releases, by kind, by command and by year."""
    events = all_events()
    context = {"kinds": by_kind(events), "commands": by_command(events), "years": by_year(events)}
    context["schematic"] = schematic(events)
    return render(request, "units/catalogue.html", context)


@kept("unit")
def unit(request, code):
    """One unit: what each bilan states of it."""
    events = events_of(code)
    if not events:
        raise Http404
    return render(request, "units/unit.html", {"events": events, "last": events[-1]})
