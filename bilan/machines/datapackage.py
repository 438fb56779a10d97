"""`datapackage.json`: the files of a release described as Frictionless Data has it, beside the files."""

import hashlib

from django.db import models
from django.utils.translation import override

from bilan.api.answers import answer, not_found, read_only
from bilan.canonical import canonical_file, tables
from bilan.linked_data import LICENCE
from bilan.models import Command, Release
from bilan.models.named import ChoiceField
from bilan.released import labels_of, visible_releases

RANKS = ("official", "agency", "press")


@read_only
def datapackage(request, year, number=None):
    """The description of the current release's files, or of an older release's."""
    releases = list(visible_releases().filter(year=year).order_by("-number"))
    release = next((release for release in releases if number in (None, release.number)), None)
    if release is None:
        return not_found()
    content = description(release, request.build_absolute_uri(f"/ar/{year}/"))
    current = releases[0]
    if current.pk != release.pk:
        content["superseded_by"] = f"{current.year}/{current.number}"
        content["superseded_on"] = current.visible_from.isoformat()
    return answer(content)


def description(release: Release, homepage: str) -> dict:
    """The package of one release; texts in English, names of the report in three languages."""
    labels = labels_of([release])[release.pk]
    titles = labels.get("reports", {}).get(str(release.year), {})
    with override("en"):
        return {
            "profile": "tabular-data-package",
            "name": f"bilan-{release.year}",
            "id": f"{release.year}/{release.number}",
            "title": titles.get("title_en") or f"Annual results {release.year}",
            "title_ar": titles.get("title_ar", ""),
            "title_fr": titles.get("title_fr", ""),
            "description": (
                "Annual results of Morocco's General Directorate of National Security as their sources state "
                "them. An empty cell is what a source does not state, never zero; an empty command is the "
                f"whole country. Release {release.number}, SHA-256 {release.digest}."
            ),
            "version": str(release.number),
            "created": release.visible_from.isoformat(),
            "homepage": homepage,
            "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
            "keywords": ["police", "crime statistics", "Morocco", "DGSN", str(release.year)],
            "sources": _sources(labels),
            "resources": [_resource(release, name) for name in tables()],
        }


def _sources(labels: dict) -> list[dict]:
    """The sources, highest rank first."""
    found = labels.get("sources", {}).items()
    ranked = sorted(found, key=lambda item: (RANKS.index(item[1].get("rank", "press")), item[0]))
    return [
        {"title": row.get("title") or code, **({"path": row["address"]} if row.get("address") else {})}
        for code, row in ranked
    ]


def _resource(release: Release, name: str) -> dict:
    table, content = tables()[name], canonical_file(release, f"{name}.csv")
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": str(table.entries._meta.verbose_name_plural),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            # A key may hold an empty cell (the whole country), which a primary key may not.
            "uniqueKeys": [_natural_key(table)],
        },
    }


def _natural_key(table) -> list[str]:
    keys = (
        list(one.fields)
        for one in table.entries._meta.constraints
        if isinstance(one, models.UniqueConstraint)
    )
    return next(keys)


def _field(table, name: str) -> dict:
    """A column: its type as the file writes it, and what its values may be."""
    column = table.entries._meta.get_field(name)
    found = {"name": name, "title": str(column.verbose_name), **_type(column)}
    constraints = dict(found.pop("constraints", {}))
    may_be_empty = column.null or column.blank or _is_country(column)
    if not may_be_empty:
        constraints["required"] = True
    return found | ({"constraints": constraints} if constraints else {})


def _is_country(column) -> bool:
    return column.is_relation and column.related_model is Command


def _type(column) -> dict:
    kind = column.get_internal_type()
    if column.name in ("report", "year"):
        return {"type": "year"}
    if isinstance(column, ChoiceField):
        return {
            "type": "string",
            "constraints": {"enum": [str(value) for value, _name in column.flatchoices]},
        }
    if kind == "DecimalField":
        return {"type": "number", "decimalChar": ".", "bareNumber": True}
    if kind == "DateField":
        return {"type": "date", "format": "default"}
    return {"type": "integer"} if "Integer" in kind else {"type": "string"}
