"""The page of one text: its numbers, what is proposed of them, the form that writes what is taken."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bilan import people
from bilan.admin.entries import hold_open
from bilan.admin.site import site
from bilan.chapter import chapters_of
from bilan.models import Command, Dismissal, Edit, Report, Source, editing

from .intake import TextRead
from .marking import STATUSES, counts_of, marks_of, runs_of
from .placing import misplaced


class Stale(Exception):
    """The text or its reading is no longer what the page showed."""


class Wrong(Exception):
    """Rows cannot be written; `page` says which and why."""

    def __init__(self, page):
        super().__init__("rows cannot be written")
        self.page = page


@site.report_page("text/<slug:code>/", name="read_text", label="", offered=lambda user, report: False)
def read_text(request, report_id, code):
    """Shows what was read in a source's text; a clerk's form writes what is taken, all or nothing."""
    if not people.works_on_reports(request.user):
        raise PermissionDenied
    report = get_object_or_404(Report, pk=report_id)
    source = get_object_or_404(Source, code=code)
    if request.method == "POST":
        return take(request, report, source)
    return show(request, Page(TextRead(report, source, request.user)))


class Page:
    """All that the page of one text shows."""

    def __init__(self, read: TextRead):
        self.read = read
        self.intakes = [intake(read) for intake in site.intakes if people.may_see(read.user, intake.chapter)]
        handled = set().union(*(intake.placed() for intake in self.intakes))
        self.misplaced = misplaced(read, handled)
        self.errors: list[str] = []

    @property
    def may_write(self) -> bool:
        return any(intake.may_write for intake in self.intakes)

    @property
    def may_dismiss(self) -> bool:
        """Whether the person may say that a number is no figure, and take that back."""
        return any(intake.may_write and intake.dismisses for intake in self.intakes)

    @property
    def taken_back(self) -> list:
        """The dismissals that the person ticked to take back."""
        if not self.read.data or not self.may_dismiss:
            return []
        ticked = set(self.read.data.getlist("back"))
        return [row for row in self.read.dismissals.values() if f"{row.start}-{row.end}" in ticked]

    def check(self) -> None:
        """Raises Stale when the form was filled beside another text or another reading of it."""
        data = self.read.data
        if data.get("text_digest") != self.read.source.text_digest:
            raise Stale(_("The text was changed while the page was open. Nothing was written: look again."))
        shown = set(data.getlist("row"))
        if shown - set().union(*(intake.names for intake in self.intakes)):
            raise Stale(
                _(
                    "What is proposed changed while the page was open, by an edit or a new name in the "
                    "catalogue. Nothing was written: look again."
                )
            )

    def is_valid(self) -> bool:
        return not [intake for intake in self.intakes if not intake.is_valid()]

    def write(self) -> dict[str, int]:
        """Writes what is taken, placed again and taken back; inside an edit."""
        counts: dict[str, int] = {}
        by = self.read.user
        for intake in self.intakes:
            if intake.may_write:
                for done, count in intake.write(by).items():
                    counts[done] = counts.get(done, 0) + count
        for row in self.misplaced:
            if row.is_ticked:
                row.entry.changed_by, row.entry.changed_at = by, timezone.now()
                row.entry.save()
                counts["placed"] = counts.get("placed", 0) + 1
        for row in self.taken_back:
            Dismissal.objects.create(
                source=row.source, text_digest=row.text_digest, start=row.start, end=row.end,
                words=row.words, by=by, taken_back=True,
            )  # fmt: skip
            counts["back"] = counts.get("back", 0) + 1
        return counts


def take(request, report, source):
    """Writes what the form takes, in one edit; or shows it again with what is wrong, and writes nothing."""
    if not Page(TextRead(report, source, request.user)).may_write:
        raise PermissionDenied
    try:
        with editing(request.user, kind=Edit.Kind.TEXT, reason=request.POST.get("edit_reason", "")):
            hold_open(report.pk)
            source = Source.objects.select_for_update().get(pk=source.pk)
            page = Page(TextRead(report, source, request.user, request.POST))
            page.check()
            if not page.is_valid():
                raise Wrong(page)
            counts = page.write()
    except Wrong as wrong:
        return show(request, wrong.page, status=422)
    except Stale as stale:
        page = Page(TextRead(report, source, request.user))
        page.errors.append(str(stale))
        return show(request, page, status=422)
    except IntegrityError:
        page = Page(TextRead(report, source, request.user))
        page.errors.append(_("Somebody wrote the same entry just now. Nothing was written: look again."))
        return show(request, page, status=422)
    tell(request, counts)
    return HttpResponseRedirect(reverse("admin:read_text", args=[report.pk, source.code]))


def tell(request, counts) -> None:
    """What was written, in words."""
    if not counts:
        messages.info(request, _("Nothing was changed."))
        return
    words = {
        "new": lambda n: ngettext("%(n)d entry was added", "%(n)d entries were added", n),
        "changed": lambda n: ngettext("%(n)d entry was changed", "%(n)d entries were changed", n),
        "dismissed": lambda n: ngettext("%(n)d number was dismissed", "%(n)d numbers were dismissed", n),
        "placed": lambda n: ngettext("%(n)d quote was placed again", "%(n)d quotes were placed again", n),
        "back": lambda n: ngettext("%(n)d dismissal was taken back", "%(n)d dismissals were taken back", n),
    }
    said = [words[done](count) % {"n": count} for done, count in counts.items()]
    messages.success(request, ("، " if request.LANGUAGE_CODE == "ar" else ", ").join(said) + ".")


def show(request, page, status=200):
    """The page of a text."""
    read = page.read
    marks = marks_of(read, page.intakes)
    counts = counts_of(marks)
    context = {
        **site.each_context(request),
        "title": _("Read the text: %(year)s") % {"year": read.report.year},
        "report": read.report,
        "source": read.source,
        "page": page,
        "panels": [{"intake": intake, "about": intake.about()} for intake in page.intakes],
        "wrong": [row for intake in page.intakes for row in intake.wrong],
        "commands": in_force(read) if page.may_write else (),
        "may_dismiss": page.may_dismiss,
        "runs": runs_of(read.text, marks, quoted_in(request, read.text)),
        "marks": marks,
        "counts": counts,
        "legend": [{"name": name, "label": label, "count": counts[name]} for name, label in STATUSES.items()],
        "dismissed": [mark for mark in marks if mark["status"] == "person"],
        "by_rule": grouped([mark for mark in marks if mark["status"] == "rule"]),
        "earlier": Dismissal.objects.of_earlier_texts(read.source),
        "declared": declared(read),
        "reason": request.POST.get("edit_reason", ""),
    }
    return TemplateResponse(request, "admin/bilan/reading/page.html", context, status=status)


def in_force(read):
    """The commands that can be named, for the list under the boxes."""
    return Command.objects.in_force(read.report.year).order_by("level", "code", "pk")


def quoted_in(request, text: str) -> tuple[int, int] | None:
    """The characters that the address asks to show (`?at=120-180`), or None."""
    first, _dash, last = request.GET.get("at", "").partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return None
    if max(len(first), len(last)) > 9 or not int(first) < int(last) <= len(text):
        return None
    return int(first), int(last)


def grouped(marks: list[dict]) -> list[tuple]:
    """(reason, marks) of the numbers that rules dismissed, in the order of the text."""
    groups: dict = {}
    for mark in marks:
        groups.setdefault(str(mark["label"]), []).append(mark)
    return list(groups.items())


def declared(read) -> list[dict]:
    """Totals that the text declares beside what the registers hold: `[{"name", "declared", "recorded"}]`."""
    registers: dict[str, int] = {}
    for chapter in chapters_of(read.report):
        if people.may_see(read.user, chapter.slug):
            registers |= chapter.registers(read.report)
    return [
        {
            "code": figure.indicator,
            "mark": figure.start,
            "declared": figure.value,
            "recorded": registers[figure.indicator],
            "missing": max(0, figure.value - registers[figure.indicator]),
            "quote": figure.quote,
        }
        for figure in read.reading.figures
        if figure.indicator in registers
        and figure.value is not None
        and not figure.command
        and figure.year == read.report.year
    ]
