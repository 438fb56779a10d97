"""`/{lang}/feed.xml`: every release and correction, newest first, with what it changed."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bilan.canonical import cell, tables
from bilan.differences import ADDED, REMOVED, Difference, differences
from bilan.models import Release, in_language
from bilan.released import labels_of, visible_releases

MOST_ENTRIES = 30
MOST_LINES = 25
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


def feed(request):
    """The feed of one language."""
    language = get_language()
    content = Atom1Feed(
        title=_("Bilan: releases and corrections"),
        link=request.build_absolute_uri(f"/{language}/"),
        subtitle=_("Annual results of the General Directorate of National Security, as published."),
        description=None,
        language=language,
        feed_url=request.build_absolute_uri(request.path),
        author_name=_("Bilan"),
    )
    releases = list(visible_releases().order_by("-visible_from", "-pk")[:MOST_ENTRIES])
    before = _superseded_by(releases)
    for release in releases:
        address = request.build_absolute_uri(reverse("release_detail", args=[release.year, release.number]))
        content.add_item(
            title=title(release),
            link=address,
            description=_content(release, before.get(release.pk)),
            pubdate=release.visible_from,
            updateddate=release.visible_from,
            # The same in every language and on every host that serves this release.
            unique_id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, release.digest)}",
            categories=[str(release.year), release.kind],
        )
    return HttpResponse(content.writeString("utf-8"), content_type=CONTENT_TYPE)


def title(release: Release) -> str:
    """What a release is, in a line."""
    names = {
        Release.Kind.FIRST: _("Annual results %(year)s"),
        Release.Kind.CORRECTION: _("Annual results %(year)s: correction, release %(number)s"),
        Release.Kind.WITHDRAWAL: _("Annual results %(year)s: withdrawn"),
    }
    return names[release.kind] % {"year": release.year, "number": release.number}


def _superseded_by(releases) -> dict[int, Release]:
    """The release that each correction took the place of."""
    years = {release.year for release in releases if release.number > 1}
    by_number = {(one.year, one.number): one for one in visible_releases().filter(year__in=years)}
    found = {}
    for release in releases:
        earlier = [number for year, number in by_number if year == release.year and number < release.number]
        if earlier:
            found[release.pk] = by_number[release.year, max(earlier)]
    return found


def _content(release: Release, before: Release | None) -> str:
    """The note, then what changed, as HTML."""
    changed = differences(release, before) if before else []
    labels = labels_of([release, before]) if before else {}
    note = in_language(release, "note")
    shown = ((line(one, *labels.values()),) for one in changed[:MOST_LINES])
    lines = format_html_join("", "<li>{}</li>", shown)
    rest = len(changed) - MOST_LINES
    if rest > 0:
        more = ngettext("and %(number)s more change", "and %(number)s more changes", rest) % {"number": rest}
        lines = format_html("{}<li>{}</li>", lines, more)
    digest = format_html("<p>SHA-256 <code>{}</code></p>", release.digest)
    told = format_html("<p>{}</p>", note) if note else ""
    return told + (format_html("<ul>{}</ul>", lines) if lines else "") + digest


def line(one: Difference, *labels: dict) -> str:
    """One difference in words; `labels` are those of the two releases, which name what its key names."""
    name = subject(one, labels)
    if one.kind == ADDED:
        return _("%(name)s: added") % {"name": name}
    if one.kind == REMOVED:
        return _("%(name)s: removed") % {"name": name}
    cells = [
        _("%(column)s: %(before)s → %(after)s")
        % {
            "column": column_name(one, column),
            "before": cell(one.before, column, 0) or _("not stated"),
            "after": cell(one.after, column, 0) or _("not stated"),
        }
        for column in one.columns
    ]
    return f"{name}: {'; '.join(cells)}"


def subject(one: Difference, labels) -> str:
    """What a difference is about: a record's own name, or the names of what its key names."""
    row = one.after or one.before
    if one.is_label and "title" in row:
        return row["title"]
    for field in ("name", "title", "text"):
        if row.get(f"{field}_ar"):
            return in_language(row, field)
    parts = []
    for name, value in one.key.items():
        if value and name != "source":
            record = None if one.is_label else _record(one.table, name, value, labels)
            parts.append(in_language(record, "name") if record else str(value))
    return " · ".join(parts)


def _record(table: str, name: str, code, labels) -> dict | None:
    """What the first of these labels that knows a code says of it."""
    column = tables()[table].entries._meta.get_field(name)
    if not column.is_relation:
        return None
    kept = column.related_model.table_name()
    return next((each[kept][code] for each in labels if code in each.get(kept, {})), None)


def column_name(one: Difference, column: str) -> str:
    """A column in words of the page's language; that of a record kept with the release by its name."""
    if one.is_label:
        return column
    return str(tables()[one.table].entries._meta.get_field(column).verbose_name)
