"""The public pages of the report: home, one bilan, its text, its releases, and the pages about the site."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from . import canonical, downloads
from .announcements import announcements
from .chapter import chapters
from .corrections import changes_of, corrections
from .edition import current_edition, edition_as_it_stood, labelled, newest_edition, rows_of, visible_release
from .linked_data import LICENCE
from .models import Release, ReleasedDocument, ReleasedText
from .pages import command_versions, marks_in, paragraphs, source_counts
from .released import visible_releases
from .renamings import kept


@vary_on_headers("Accept-Language")
def to_language(request):
    """`/`: to the language that the browser asks for, Arabic otherwise."""
    return redirect(f"/{get_language_from_request(request)}/")


def favicon(request):
    """The mark of the site, where browsers look for it beside drawings and files."""
    return redirect(static("bilan/favicon.svg"))


def home(request):
    """The newest bilan's headline figures, and every bilan by year."""
    edition = newest_edition()
    speaking = [chapter for chapter in chapters() if chapter.home_template_name] if edition else []
    # By the clock, not by year: a correction of an older bilan is news too.
    newest = max(edition.current, key=lambda release: (release.visible_from, release.pk)) if edition else None
    context = {
        "edition": edition,
        "panels": [(chapter, chapter.home(edition)) for chapter in speaking],
        "years": source_counts(edition) if edition else [],
        "newest": newest,
        "announcements": announcements(),
    }
    return render(request, "bilan/home.html", context)


def report(request, year):
    """One bilan as its current release states it."""
    return render(request, "bilan/report.html", report_context(request, current_edition(year)))


def report_context(request, edition) -> dict:
    """What the page of an edition needs; the preview of a draft builds the same from its own edition."""
    # What was taken back states nothing: neither what is absent from it nor what other years register.
    speaking = [] if edition.is_withdrawn else chapters()
    laid = [(chapter, chapter.context(edition)) for chapter in speaking]
    headlines = [chapter for chapter in speaking if chapter.headline_template_name]
    headings = [heading for chapter, context in laid for heading in chapter.headings(context)]
    return {
        "edition": edition,
        "report": edition.report,
        "headlines": [(chapter.headline_template_name, chapter.headline(edition)) for chapter in headlines],
        "chapters": [(chapter, context) for chapter, context in laid if any(context.values())],
        # In the order of the page: what the bilan tells, then the record.
        "contents": sorted(headings, key=lambda heading: heading.in_record),
        "source": edition.main_source,
        "tables": [table.name for chapter in chapters() for table in chapter.tables],
        "citation": citation(request, edition),
        "corrected": _correction_of(edition),
    }


def _correction_of(edition):
    """What an edition changed of the one before it, when it is a correction that readers can see."""
    if edition.release.kind == Release.Kind.FIRST or not edition.release.pk:
        return None
    found = corrections(edition.of_its_year)
    return next((one for one in found if one.release.pk == edition.release.pk), None)


def report_text(request, year):
    """The official text of a bilan, every figure in it marked and linked to its indicator."""
    edition = current_edition(year)
    if not edition.has_texts and (earlier := _last_with_text(year)):
        edition = earlier
    context = text_context(request, edition) | {"as_it_stood": not edition.is_current}
    return render(request, "bilan/report_text.html", context)


def _last_with_text(year: int):
    """The last release of a bilan that holds a text: one that was published stays at its address."""
    texts = rows_of(ReleasedText).filter(release__in=visible_releases().filter(year=year))
    number = texts.order_by("-release__number").values_list("release__number", flat=True).first()
    return edition_as_it_stood(year, number) if number else None


def text_context(request, edition) -> dict:
    """What the page of an edition's text needs; Http404 where no text is held."""
    if not edition.texts:
        raise Http404
    text = edition.texts[0]
    laid = paragraphs(text.text, marks_in(edition, text.source))
    return {
        "edition": edition,
        "source": edition.source(text.source),
        "title": laid[0],
        "paragraphs": laid[1:],
        "count": sum(bool(piece.mark) for paragraph in laid for piece in paragraph.pieces),
        "digest": text.text_digest,
        "citation": citation(request, edition),
    }


def release_list(request, year):
    """The releases of one bilan with their notes, the newest first."""
    releases = list(visible_releases().filter(year=year).order_by("-number"))
    if not releases:
        raise Http404
    # The number may be higher than the kind says: a release before it may have been called off.
    changes = [(release, changes_of(release)) for release in releases if release.kind != Release.Kind.FIRST]
    context = {"year": year, "releases": releases, "changes": changes}
    return render(request, "bilan/release_list.html", context)


def correction_list(request):
    """Every change to what had been published, newest first."""
    return render(request, "bilan/corrections.html", {"corrections": corrections()})


def release_detail(request, year, number):
    """One release as it stood, marked so when a later one has taken its place."""
    edition = edition_as_it_stood(year, number)
    return render(request, "bilan/report.html", report_context(request, edition) | {"as_it_stood": True})


@kept("commands", by_name=True)
def command(request, code):
    """One command: its ranks and names through the years, and what chapters state of it."""
    panels = [
        (chapter.command_template_name, chapter.at_command(code))
        for chapter in chapters()
        if chapter.command_template_name
    ]
    versions = command_versions(code)
    if not versions:
        raise Http404
    return render(request, "bilan/command.html", {"code": code, "versions": versions, "panels": panels})


def data(request, year, table, kind, number=None):
    """One table of a release as a file; the current release when no number is given."""
    release, *_ = labelled([visible_release(year, number)])
    found = canonical.tables().get(table)
    if found is None:
        raise Http404
    content, content_type = downloads.file_of(release, found, kind)
    name = f"bilan-{year}-{release.number}-{table}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def document(request, year, language, number=None):
    """A release as a document, as it was frozen with it."""
    release = visible_release(year, number)
    documents = rows_of(ReleasedDocument).filter(language=language)
    found = documents.filter(release=release).first()
    if found is None:
        earlier = visible_releases().filter(year=year, pk__in=documents.values("release")).order_by("-number")
        last = None if number else earlier.values_list("number", flat=True).first()
        if last is None:
            raise Http404
        return redirect("release_document", year=year, number=last, language=language)
    name = f"bilan-{year}-{release.number}.{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(bytes(found.content), content_type="application/pdf", headers=headers)


def canonical_file(request, year, name, number=None):
    """What a release's digest covers beside its tables: the names in force, and the list of checksums."""
    release = visible_release(year, number)
    if name == canonical.LABELS:
        return HttpResponse(canonical.canonical_file(release, name), content_type="application/json")
    return HttpResponse(canonical.checksums(release), content_type="text/plain; charset=utf-8")


def methodology(request):
    """Definitions, ranks of sources, conventions for numbers, policy of revision."""
    return render(request, "bilan/methodology.html")


def accessibility(request):
    """The statement of accessibility."""
    return render(request, "bilan/accessibility.html")


def about(request):
    """What the site is, the licence of its data, whom to write to."""
    return render(request, "bilan/about.html", {"contact": settings.CONTACT, "licence": LICENCE})


def citation(request, edition) -> dict:
    """How to cite an edition: words and a permanent address."""
    release = edition.release
    words = _("General Directorate of National Security, annual results %(year)s, Bilan, release %(number)s.")
    place = reverse("release_detail", args=[release.year, release.number])
    return {
        "text": words % {"year": release.year, "number": release.number},
        "address": request.build_absolute_uri(place),
    }


def citation_of(request, title: str, years: str) -> dict:
    """How to cite a page that grows with each bilan: its title, the years it covers, its address."""
    words = _("“%(title)s”, %(years)s, Bilan, record of the results of National Security.")
    return {
        "text": words % {"title": title, "years": years},
        "address": request.build_absolute_uri(request.path),
    }
