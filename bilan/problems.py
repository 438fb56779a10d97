"""Problems that every chapter looks for: quotes that are not in their text, half-given names, loops.

Each function takes all entries of a report at once: a handful of queries, whatever their number.
"""

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .chapter import Problem
from .folding import occurrences
from .models import Command
from .models.named import LANGUAGES, in_language


def cure(record) -> str:
    """The form in which a record is mended; empty where this process serves no staff pages."""
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    try:
        return reverse(f"admin:{label}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


def addition(model: type, **initial) -> str:
    """The empty form of a model with some columns filled in; empty where there are no staff pages."""
    try:
        form = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    except NoReverseMatch:
        return ""
    return f"{form}?{urlencode(initial)}"


def key_of(kind: str, *values) -> str:
    """The name of a problem with the values that it speaks of (300 characters at most)."""
    texts = [f"{value:f}" if isinstance(value, Decimal) else str(value) for value in values]
    return ":".join([kind, *texts])[:300]


def isolated(**shown) -> dict[str, str]:
    """What a message names, each isolated for direction: Latin codes and numbers mix with Arabic words."""
    return {name: f"\u2068{text}\u2069" for name, text in shown.items()}


def entry_problems(chapter, report) -> Iterator[Problem]:
    """What may be wrong with any entry, whatever the chapter."""
    for table in chapter.tables:
        yield from unfound_quotes(table, report)
        yield from half_named(table.entries.objects.filter(report=report))
    yield from half_named_labels(chapter, report)


def unfound_quotes(table, report) -> Iterator[Problem]:
    """Entries whose quote has no place in the text that we hold of their source, as the text is now.

    Words that stand in a changed text still wait for a person, who may place them all again on its page.
    """
    entries = table.entries.objects.filter(report=report).exclude(quote="").exclude(source__text="")
    for entry in entries.exclude(quote_digest=F("source__text_digest")).select_related():
        was_changed = bool(entry.quote_digest) and bool(occurrences(entry.quote, entry.source.text))
        if was_changed:
            words = _("%(entry)s: the text of %(source)s was changed; “%(quote)s” is to be placed again.")
        else:
            words = _("%(entry)s: the quote is not in the text of %(source)s: “%(quote)s”.")
        yield Problem(
            key=key_of("quote", table.name, entry.pk),
            message=words % isolated(entry=entry, source=entry.source.code, quote=entry.quote[:80]),
            blocks=True,
            address=(reading_page(report, entry.source) if was_changed else "") or cure(entry),
        )


def reading_page(report, source) -> str:
    """The page on which a source's text is read for a report; empty where there are no staff pages."""
    try:
        return reverse("admin:read_text", args=[report.pk, source.code])
    except NoReverseMatch:
        return ""


def triplets(model: type) -> list[str]:
    """`["name"]` or `["title"]`: the short texts that a model has in three languages."""
    names = {column.name for column in model._meta.concrete_fields}
    return [
        field for field in ("name", "title") if {f"{field}_{language}" for language in LANGUAGES} <= names
    ]


def missing_languages(columns: dict, field: str) -> list[str]:
    """The languages in which a text is missing although it is there in another."""
    missing = [language for language in LANGUAGES if not columns.get(f"{field}_{language}")]
    return missing if len(missing) < len(LANGUAGES) else []


def half_named(records) -> Iterator[Problem]:
    """Records named in some languages only."""
    fields = triplets(records.model)
    if not fields:
        return
    for record in records.select_related():
        for field in fields:
            missing = missing_languages(vars(record), field)
            if missing:
                yield Problem(
                    key=key_of("languages", record._meta.label_lower, record.pk, *missing),
                    message=_in_some_languages(record, missing),
                    blocks=True,
                    address=cure(record),
                )


def half_named_labels(chapter, report) -> Iterator[Problem]:
    """Names that the entries mention and that are there in some languages only."""
    for table, records in chapter.labels(report).items():
        for code, columns in records.items():
            missing = missing_languages(columns, "name")
            if missing:
                yield Problem(
                    key=key_of("languages", table, code, *missing),
                    message=_in_some_languages(f"{in_language(columns, 'name')} ({code})", missing),
                    blocks=True,
                    address=_list_of(table, code),
                )


def _list_of(table: str, code: str) -> str:
    """The staff's list of a table, at one code."""
    model = next(model for model in apps.get_models() if getattr(model, "table_name", str)() == table)
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + f"?q={code}"
    except NoReverseMatch:
        return ""


def _in_some_languages(record, missing: list[str]) -> str:
    named = {"ar": _("Arabic"), "fr": _("French"), "en": _("English")}
    words = _("%(record)s is named in some languages only; missing: %(languages)s.")
    return words % isolated(record=record, languages=", ".join(named[language] for language in missing))


def loops(model: type) -> Iterator[Problem]:
    """Records that are their own descendants through `parent`."""
    parents = dict(model._base_manager.values_list("pk", "parent"))
    looping = [pk for pk in parents if pk in _ancestors(pk, parents)]
    for record in model._base_manager.filter(pk__in=looping).order_by("pk"):
        yield Problem(
            key=key_of("loop", model._meta.model_name, record.code),
            message=_("%(record)s is its own descendant.") % isolated(record=record),
            blocks=True,
            address=cure(record),
        )


def _ancestors(pk: int, parents: dict) -> set:
    seen: set = set()
    while (pk := parents.get(pk)) is not None and pk not in seen:
        seen.add(pk)
    return seen


def report_problems(report) -> Iterator[Problem]:
    """What may be wrong with the report itself and with what all chapters share."""
    yield from half_named(type(report).objects.filter(pk=report.pk))
    yield from loops(Command)
