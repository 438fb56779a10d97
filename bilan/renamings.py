"""What had an address and has another now, or none: a renamed code leads on, and what was published is told.

A release keeps in its labels which earlier code each of its codes had (`{"renamed": {"indicators": {"old":
"new"}}}`), so readers are led on without a look at any draft, and not before the release is visible.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.apps import apps
from django.db import router
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from .chapter import chapters
from .edition import labelled
from .freshness import reading_from
from .models import Change, Recorded, Release, in_language
from .models.recorded import KEY_SEPARATOR
from .released import rows_of, visible_releases

RENAMED = "renamed"


def renamed_for(release: Release) -> dict[str, dict[str, str]]:
    """Which of the release's codes were published under another one: `{table: {old: new}}`, for its labels.

    The release has its rows and labels. A code that names another record by now leads nowhere.
    """
    earlier = Release.objects.filter(call_off__isnull=True, visible_from__lte=release.visible_from)
    found: dict[str, dict[str, str]] = {}
    with reading_from(router.db_for_write(Release)):
        for table, steps in _steps().items():
            for old, new in ((old, _followed(steps, old)) for old in steps):
                published = new and _states(release, table, new)
                if published and any(_states(one, table, old) for one in earlier.order_by("pk")):
                    found.setdefault(table, {})[old] = new
    return found


def _steps() -> dict[str, dict[str, str]]:
    """Every renaming of a code that is free now, by table: `{old: next}`, the last one of each code."""
    steps: dict[str, dict[str, str]] = {}
    for table, model in _tables().items():
        changes = Change.objects.filter(table=table).exclude(previous_key="").order_by("pk")
        for before, after in changes.values_list("previous_key", "key"):
            old, new = before.partition(KEY_SEPARATOR)[0], after.partition(KEY_SEPARATOR)[0]
            taken = Q(**{_code_of(model): old})
            if old != new and not model._base_manager.filter(taken).exists():
                steps.setdefault(table, {})[old] = new
    return steps


def _followed(steps: dict[str, str], code: str) -> str:
    """Where the renamings of a code end; empty when they turn in a circle."""
    seen = set()
    while code in steps:
        if code in seen:
            return ""
        seen.add(code)
        code = steps[code]
    return code


def _tables() -> dict[str, type]:
    """The models whose records have a public page under their code, by table."""
    models = {model.table_name(): model for model in apps.get_models() if issubclass(model, Recorded)}
    paged = {table for chapter in chapters() for table in chapter.paged} | {"commands"}
    return {table: models[table] for table in sorted(paged)}


def _code_of(model: type) -> str:
    """The column of a model that its pages are named by."""
    names = {column.name for column in model._meta.concrete_fields}
    return "code" if "code" in names else "reference"


def _states(release: Release, table: str, code: str) -> bool:
    """Whether a release has a row about the code, or its name in force."""
    return code in release.labels.get(table, {}) or _rows(release, table, code) is not None


def _rows(release: Release, table: str, code: str):
    """The first row of a release that speaks of a code; None when there is none."""
    for part in (part for chapter in chapters() for part in chapter.tables):
        for column in part.entries._meta.concrete_fields:
            target = column.related_model if column.is_relation else None
            own = part.entries.table_name() == table and column.name == "reference"
            if own or (target and issubclass(target, Recorded) and target.table_name() == table):
                row = rows_of(part.released, [release]).filter(**{column.name: code}).order_by("pk").first()
                if row is not None:
                    return row
    return None


def successor(releases: list[Release], table: str, code: str) -> str:
    """The code that a code has now by these releases, which have their labels; empty when it is its own."""
    following: dict[str, str] = {}
    for release in sorted(releases, key=lambda one: one.pk):
        for own in release.labels.get(table, {}):
            following.pop(own, None)
        following |= release.labels.get(RENAMED, {}).get(table, {})
    return _followed(following, code) if code in following else ""


def codes_of(releases: list[Release], table: str, code: str) -> list[str]:
    """The code and those that it had before, by these releases: years that kept the old one count with it."""
    earlier = {
        old
        for release in releases
        for old in release.labels.get(RENAMED, {}).get(table, {})
        if successor(releases, table, old) == code
    }
    return [code, *sorted(earlier - {code})]


@dataclass(frozen=True)
class Formerly:
    """What was published under a code and is in no current release: its name, and where it stays readable."""

    code: str
    record: dict | object
    releases: list[Release]

    @property
    def name(self) -> str:
        """Its last name in the page's language, its code without one."""
        return in_language(self.record, "name") or in_language(self.record, "title") or self.code


def formerly(releases: list[Release], table: str, code: str) -> Formerly | None:
    """What visible releases said of a code, the newest first; None when none did, or a current one does."""
    newest: dict[int, int] = {}
    for release in releases:
        newest[release.year] = max(release.number, newest.get(release.year, 0))
    told = []
    for release in releases:
        row = _rows(release, table, code)
        if row is not None:
            told.append((release, release.labels.get(table, {}).get(code) or row))
    if not told or any(newest[release.year] == release.number for release, _record in told):
        return None
    return Formerly(code, told[0][1], [release for release, _record in told])


def kept(table: str) -> Callable:
    """Decorator of the page of one record: where it is no more, leads to its new code, or tells what it was.

    Nothing published vanishes: no address that answered 200 answers 404 later.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **named):
            [code] = [*args, *named.values()]
            try:
                return view(request, code)
            except Http404:
                releases = labelled(list(visible_releases().order_by("-pk")))
                new = successor(releases, table, code)
                if new:
                    place = request.resolver_match.view_name
                    return redirect(reverse(place, args=[new]), permanent=True)
                found = formerly(releases, table, code)
                if found is None:
                    raise
                return render(request, "bilan/formerly.html", {"found": found})

        return answer

    return decorate
