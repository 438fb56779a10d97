"""The year at a glance: the page on which a clerk fills the indicators of a theme by keyboard."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bilan import people
from bilan.admin import site
from bilan.models import Command, Report, Source, Theme
from indicators.models import Figure

from .sheet import Sheet

CHAPTER = Figure.chapter


def _offered(user, report) -> bool:
    return people.may_see(user, CHAPTER)


@site.report_page("year/", name="year", label=gettext_lazy("Year at a glance"), offered=_offered)
def year(request, report_id):
    """Leads to the first theme."""
    _refuse_strangers(request.user)
    report = get_object_or_404(Report, pk=report_id)
    theme = themes().first()
    if theme is None:
        messages.info(request, _("There is no indicator yet: write one down first."))
        return HttpResponseRedirect(reverse("admin:indicators_indicator_changelist"))
    return HttpResponseRedirect(reverse("admin:year_theme", args=[report.pk, theme.code]))


@site.report_page("year/<slug:theme>/", name="year_theme", label="", offered=lambda user, report: False)
def year_theme(request, report_id, theme):
    """One theme's sheet: shown, or saved whole."""
    _refuse_strangers(request.user)
    report = get_object_or_404(Report, pk=report_id)
    theme = get_object_or_404(Theme, code=theme)
    asked = request.POST if request.method == "POST" else request.GET
    source, command = chosen_source(report, asked), chosen_command(asked)
    if command is None:
        messages.info(request, _("A figure needs a command: write the whole country down first."))
        return HttpResponseRedirect(reverse("admin:bilan_command_changelist"))
    if request.method == "POST" and source:
        return save(request, report, theme, source, command)
    return show(request, Sheet(report, theme, source=source, command=command))


def save(request, report, theme, source, command):
    """Saves the sheet and leads on, or shows it again with its errors."""
    if not may_fill(request.user, report):
        raise PermissionDenied
    sheet = Sheet(report, theme, source=source, command=command, data=request.POST)
    counts = sheet.save(request.user, request.POST.get("edit_reason", ""))
    if not sheet.is_valid:
        return show(request, sheet, status=422)
    tell(request, sheet, counts)
    following = next_theme(theme) if "next" in request.POST else None
    address = reverse("admin:year_theme", args=[report.pk, (following or theme).code])
    return HttpResponseRedirect(f"{address}?source={source.code}&command={command.pk}")


def tell(request, sheet, counts) -> None:
    """What was saved, and which values jump."""
    total = sum(counts.values())
    if not total:
        messages.info(request, _("Nothing was changed."))
        return
    said = ngettext("%(total)d figure was saved", "%(total)d figures were saved", total) % {"total": total}
    detail = _("new: %(new)d, changed: %(changed)d, taken out: %(removed)d") % counts
    messages.success(request, f"{said} ({detail}).")
    for row in sheet.rows:
        if row.jumps and row.form.done:
            warning = _("Check %(indicator)s: it moves further from last year than it ever did.")
            messages.warning(request, warning % {"indicator": row.indicator})


def show(request, sheet, status=200):
    """The page of a sheet."""
    context = {
        **site.each_context(request),
        "title": _("Year at a glance: %(year)s") % {"year": sheet.report.year},
        "sheet": sheet,
        "report": sheet.report,
        "themes": themes(),
        "sources": Source.objects.by_rank(),
        "commands": Command.objects.order_by("level", "code", "pk"),
        "may_fill": sheet.source is not None and may_fill(request.user, sheet.report),
        "following": next_theme(sheet.theme),
        "reason": request.POST.get("edit_reason", ""),
        "last_year": sheet.report.year - 1,
    }
    return TemplateResponse(request, "admin/indicators/year.html", context, status=status)


def themes():
    """The themes that have indicators, in the order of the page."""
    return (
        Theme.objects.annotate(held=Count("indicators")).filter(held__gt=0).order_by("position", "code", "pk")
    )


def next_theme(theme):
    """The theme after this one, or None after the last."""
    listed = list(themes())
    places = {each.pk: place for place, each in enumerate(listed)}
    return next(iter(listed[places.get(theme.pk, len(listed)) + 1 :]), None)


def chosen_source(report, asked):
    """The source asked for; else the best that states figures of the report; else its year's official text.

    None where there is neither: whom a figure is ascribed to is the clerk's to say, never a guess.
    """
    if asked.get("source"):
        return get_object_or_404(Source, code=asked["source"])
    ranked = Source.objects.by_rank()
    stating = Figure.objects.filter(report=report, year=report.year).values("source")
    official = {"rank": Source.Rank.OFFICIAL, "published_on__year": report.year}
    return ranked.filter(pk__in=stating).first() or ranked.filter(**official).first()


def chosen_command(asked):
    """The command asked for, or the whole country."""
    if asked.get("command"):
        return get_object_or_404(Command, pk=asked["command"] if asked["command"].isdigit() else 0)
    return Command.objects.filter(level=Command.Level.COUNTRY).first()


def may_fill(user, report) -> bool:
    """A clerk of figures, while the report is open."""
    return report.is_open and people.may_edit(user, CHAPTER)


def _refuse_strangers(user) -> None:
    if not people.may_see(user, CHAPTER):
        raise PermissionDenied
