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
from .models import Change, Recorded, Release, ReportEntry, in_language
from .models.recorded import KEY_SEPARATOR
from .released import looking_back, newest_of_each_year, rows_of, visible_releases

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


def renamed_in_draft(labels: dict) -> dict[str, dict[str, str]]:
    """What `renamed_for` would say of the codes that a draft's labels name, for its preview."""
    found: dict[str, dict[str, str]] = {}
    for table, steps in _steps().items():
        led = {old: _followed(steps, old) for old in steps}
        found[table] = {old: new for old, new in led.items() if new in labels.get(table, {})}
    return {table: pairs for table, pairs in found.items() if pairs}


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
    """The models whose records have an address under their code, a page or an item of the API, by table."""
    models = {model.table_name(): model for model in apps.get_models() if issubclass(model, Recorded)}
    paged = {table for chapter in chapters() for table in chapter.paged}
    named = {
        table
        for table, model in models.items()
        if not issubclass(model, ReportEntry) and any(one.name == "code" for one in model._meta.fields)
    }
    return {table: models[table] for table in sorted(paged | named)}


def _code_of(model: type) -> str:
    """The column of a model that its pages are named by."""
    names = {column.name for column in model._meta.concrete_fields}
    return "code" if "code" in names else "reference"


def _states(release: Release, table: str, code: str) -> bool:
    """Whether a release has a row about the code, or its name in force."""
    return code in release.labels.get(table, {}) or bool(_rows([release], table, code))


def _rows(releases: list[Release], table: str, code: str) -> dict[int, object]:
    """The first row of each release that speaks of a code, by the release's key."""
    found: dict[int, object] = {}
    for part in (part for chapter in chapters() for part in chapter.tables):
        for column in part.entries._meta.concrete_fields:
            if table_named_by(part.entries, column) == table:
                rows = rows_of(part.released, releases).filter(**{column.name: code}).order_by("-pk")
                found |= {row.release_id: row for row in rows}
    return found


def table_named_by(entries: type, column) -> str:
    """The table whose codes a column of an entry holds; empty for a column that holds none."""
    if column.name == "reference":
        return entries.table_name()
    target = column.related_model if column.is_relation else None
    return target.table_name() if target and issubclass(target, Recorded) else ""


def successors(releases: list[Release], table: str) -> dict[str, str]:
    """`{old: new}` of the codes that have another one now by these releases, which have their labels."""
    following: dict[str, str] = {}
    said: dict[str, int] = {}
    # A draft that is previewed has no key yet: it comes last.
    for release in sorted(releases, key=lambda one: (not one.pk, one.pk)):
        for own in release.labels.get(table, {}):
            following.pop(own, None)
        told = release.labels.get(RENAMED, {}).get(table, {})
        following |= told
        said |= dict.fromkeys(told, release.pk)
    for old in [old for old in following if not any(table in one.labels for one in releases)]:
        # No names are kept of this table: rows say whether a later release gave the code to another record.
        if any(pk > said[old] for pk in _rows(releases, table, old)):
            following.pop(old)
    found = {old: _followed(following, old) for old in following}
    return {old: new for old, new in found.items() if new}


def successor(releases: list[Release], table: str, code: str) -> str:
    """The code that a code has now by these releases, which have their labels; empty when it is its own."""
    return successors(releases, table).get(code, "")


def codes_of(releases: list[Release], table: str, code: str) -> list[str]:
    """The code and those that it had before, by these releases: years that kept the old one count with it."""
    earlier = {old for old, new in successors(releases, table).items() if new == code}
    return [code, *sorted(earlier - {code})]


def own_codes(edition, table: str) -> dict[str, str]:
    """`{code of another year's release: the edition's code of the same record}`, where they differ.

    A record that was renamed between two bilans is one record: its years are compared all the same.
    """
    following = successors([*edition.current, edition.release], table)
    own = {following.get(code, code): code for code in edition.labels.get(table, {})} if following else {}
    found = {code: own.get(following.get(code, code)) for code in {*following, *following.values()}}
    return {code: mine for code, mine in found.items() if mine and mine != code}


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


def formerly(releases: list[Release], table: str, code: str, *, by_name: bool = False) -> Formerly | None:
    """What visible releases said of a code, the newest first; None when none did, or a current one does.

    `by_name`: a record that a release only names counts as stated by it.
    """
    rows = _rows(releases, table, code)
    stated = {one.pk for one in releases if one.pk in rows or (by_name and code in one.labels.get(table, {}))}
    told = [
        (release, release.labels.get(table, {}).get(code) or rows[release.pk])
        for release in releases
        if release.pk in stated
    ]
    if not told or stated & {one.pk for one in newest_of_each_year(releases)}:
        return None
    return Formerly(code, told[0][1], [release for release, _record in told])


def kept(table: str, *, drawn: bool = False, by_name: bool = False) -> Callable:
    """Decorator of the page of one record: where it is no more, leads to its new code, or tells what it was.

    A drawing (`drawn`) has no room for that: it is made once more from the releases that stated it, and says
    so. `by_name`: the record has its page as soon as a release names it. Nothing published vanishes: no
    address that answered 200 answers 404 later.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **named):
            [code] = [*args, *named.values()]
            try:
                return view(request, code)
            except Http404:
                releases = labelled(list(visible_releases().order_by("-pk")))
                new = successor(newest_of_each_year(releases), table, code)
                if new:
                    place = request.resolver_match.view_name
                    return redirect(reverse(place, args=[new]), permanent=True)
                if drawn:
                    return _as_it_was(releases, table, code, lambda: view(request, code))
                found = formerly(releases, table, code, by_name=by_name)
                if found is None:
                    raise
                return render(request, "bilan/formerly.html", {"found": found})

        return answer

    return decorate


def _as_it_was(releases: list[Release], table: str, code: str, make: Callable):
    """What `make` gave last before a correction or a withdrawal took it away; Http404 when it never did."""
    stating = set(_rows(releases, table, code))
    in_time = sorted(releases, key=lambda one: (one.visible_from, one.pk))
    tried = {frozenset(one.pk for one in newest_of_each_year(releases)) & stating}
    for place in range(len(in_time) - 1, 0, -1):
        past = newest_of_each_year(in_time[:place])
        told_by = frozenset(one.pk for one in past) & stating
        if told_by and told_by not in tried:
            tried.add(told_by)
            with looking_back(past):
                try:
                    return make()
                except Http404:
                    continue
    raise Http404
