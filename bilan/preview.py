"""Preview: a draft on the very pages that readers will see, for those who may, each look written down.

The public pages read editions of releases; here an edition is made of a draft's entries in the same shape,
frozen in memory and written nowhere.
"""

from contextlib import contextmanager
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from . import people, views
from .canonical import tables
from .chapter import chapters_of
from .edition import RANKS, Edition, current_releases, rows_of
from .freezing import frozen_columns, frozen_entries
from .models import Release, ReleasedText, Report, Source, WorkflowEvent
from .models.named import LANGUAGES
from .renamings import RENAMED, renamed_in_draft

# The key of no release: a draft's rows point to it.
NO_RELEASE = 0


class DraftEdition(Edition):
    """The edition that a report would be if it were released now."""

    def __init__(self, report):
        self.draft = report
        number = report.releases.filter(call_off=None).count() + 1
        release = Release(pk=NO_RELEASE, report=report, year=report.year, number=number)
        release.kind = Release.Kind.FIRST if number == 1 else Release.Kind.CORRECTION
        release.visible_from = timezone.now()
        release.labels = draft_labels(report)
        others = [other for other in current_releases() if other.year != report.year]
        current = sorted([release, *others], key=lambda each: each.year, reverse=True)
        super().__init__(release, current)

    def rows(self, model) -> list:
        """The draft's entries as rows of a release table, in the order in which they were written."""
        if model not in self._rows:
            table = next((table for table in tables().values() if table.released is model), None)
            self._rows[model] = self._draft_rows(table) if table else []
        return self._rows[model]

    def rows_beside(self, model, others, **about) -> list:
        """The draft's rows, and those of other releases that meet conditions."""
        released = rows_of(model).filter(release__in=others, **about).order_by("pk")
        return [*self.rows(model), *released]

    def _draft_rows(self, table) -> list:
        names = [column.name for column in frozen_columns(table.released)]
        entries = frozen_entries(table, self.draft).order_by("pk")
        return [
            table.released(pk=key, release_id=NO_RELEASE, **dict(zip(names, row, strict=True)))
            for key, *row in entries.values_list("pk", *[f"frozen_{name}" for name in names])
        ]

    @property
    def has_texts(self) -> bool:
        """Whether one of the draft's sources has a text."""
        return bool(self.texts)

    @cached_property
    def texts(self) -> list:
        """The texts of the draft's sources, the highest-ranked source first."""
        held = Source.objects.filter(code__in=self.labels.get("sources", {})).exclude(text="")
        texts = [
            ReleasedText(
                release_id=NO_RELEASE, source=source.code, text=source.text, text_digest=source.text_digest
            )
            for source in held.order_by("code")
        ]
        return sorted(texts, key=lambda text: RANKS.index(self.source(text.source)["rank"]))


def draft_labels(report) -> dict:
    """The names and definitions that a release of the draft would freeze."""
    own = {name: value for name, value in report.stated().items() if name != "year"}
    labels: dict = {"reports": {str(report.year): own}}
    for chapter in chapters_of(report):
        for table, records in chapter.labels(report).items():
            labels.setdefault(table, {}).update(records)
    return labels | ({RENAMED: renamed} if (renamed := renamed_in_draft(labels)) else {})


def report(request, language, year):
    """One bilan as its draft would be published."""
    return _show(request, language, year, "bilan/report.html", views.report_context)


def report_text(request, language, year):
    """The official text with the draft's figures marked."""
    return _show(request, language, year, "bilan/report_text.html", views.text_context)


@contextmanager
def public_addresses():
    """Lets links to public pages be written by a process that serves the staff side only."""
    before = get_urlconf()
    set_urlconf(import_string("bilan.urls.EveryAddress"))
    try:
        yield
    finally:
        set_urlconf(before)


def _show(request, language, year, template, context_of):
    """Renders a public page from a draft, in the language of its address, and writes down who looked."""
    if not people.may_preview(request.user):
        raise PermissionDenied
    if language not in LANGUAGES:
        raise Http404
    draft = get_object_or_404(Report, year=year)
    if draft.state == Report.State.DISCARDED:
        raise Http404
    with translation.override(language), public_addresses():
        context = context_of(request, DraftEdition(draft)) | {"is_preview": True}
        response = render(request, template, context)
    WorkflowEvent.objects.create(
        report=draft, verb=WorkflowEvent.Verb.PREVIEWED, by=request.user, reason=request.path
    )
    response.headers["Content-Language"] = language
    return response
