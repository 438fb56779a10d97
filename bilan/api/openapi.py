"""The OpenAPI 3.1 description, made from the same properties and filters that answer."""

from functools import cache

from bilan.models import Release
from bilan.models.named import LANGUAGES

from .answers import JSON, PROBLEM
from .collections import collections
from .filters import MOST_ITEMS, parameters_of
from .lists import ROOT, Collection
from .properties import DIGEST, SOURCE_COLUMNS, YEAR, refer_to

TEXT_OR_NULL = {"type": ["string", "null"]}
INTRODUCTION = """\
The record of the published annual results of Morocco's General Directorate of National Security: read-only,
what is published and nothing else. Numbers are exact and therefore strings; what a source does not state is
null, never zero. The whole country is the command `morocco`. Published changes are those of the sources;
nothing here is computed. Every item names the release that holds it, and that release's SHA-256 digest. Items
keep their ids from release to release: a renamed code leads on to the item's new id (308), and what no
current release states any more is answered from the last one that stated it (`release.current` is false). A
filter by a code finds what the same record stated under an earlier one. Names are in Arabic (the reference),
French and English.

An answer may be kept for as long as its `Cache-Control` says; ask again with `If-None-Match`.
"""


@cache
def document() -> dict:
    """The whole document."""
    paths = {
        f"{ROOT}/": {"get": _operation("entrance", "Every list with its address.", refer_to("Entrance"), [])},
        f"{ROOT}/openapi.json": {
            "get": _operation("description", "This document.", {"type": "object"}, []),
        },
    }
    for collection in collections().values():
        paths[f"{ROOT}/{collection.name}"] = {"get": _listing(collection)}
        paths[f"{ROOT}/{collection.name}/{{id}}"] = {"get": _item(collection)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bilan", "version": "1", "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _listing(collection: Collection) -> dict:
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": one.about,
            "schema": one.schema,
            **({"style": "form", "explode": False} if one.schema["type"] == "array" else {}),
        }
        for name, one in parameters_of(collection.filters).items()
    ]
    schema = refer_to(f"{_kind(collection)}Page")
    operation = _operation(f"list_{collection.name}", collection.about, schema, parameters)
    operation["responses"]["400"] = _refusal("A parameter cannot be answered; `parameter` names it.")
    return operation


def _item(collection: Collection) -> dict:
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    operation = _operation(
        f"read_{collection.name}", f"One item of `{collection.name}`.", refer_to(_kind(collection)), [key]
    )
    operation["responses"]["308"] = {"description": "A code was renamed: `Location` is its item now."}
    operation["responses"]["404"] = _refusal("Nothing that is published has this id.")
    return operation


def _operation(name: str, about: str, schema: dict, parameters: list) -> dict:
    return {
        "operationId": name,
        "summary": about,
        "parameters": parameters,
        "responses": {"200": {"description": "As asked.", "content": {JSON: {"schema": schema}}}},
    }


def _refusal(about: str) -> dict:
    return {"description": about, "content": {PROBLEM: {"schema": refer_to("Problem")}}}


def _kind(collection: Collection) -> str:
    """The name of the items' schema: `unit_kinds` → `UnitKinds`."""
    return "".join(word.capitalize() for word in collection.name.split("_"))


def _object(properties: dict) -> dict:
    """An object that has these properties, all of them, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schemas() -> dict:
    found = _shared_schemas()
    for collection in collections().values():
        name = _kind(collection)
        found[name] = _object(_item_properties(collection))
        found[f"{name}Page"] = _object(
            {
                "items": {"type": "array", "items": refer_to(name), "maxItems": MOST_ITEMS},
                "total": {"type": "integer", "minimum": 0},
                "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS},
                "next": {
                    "type": ["string", "null"],
                    "format": "uri-reference",
                    "description": "Where the next page stands.",
                },
            }
        )
    return found


def _item_properties(collection: Collection) -> dict:
    """What an item holds: the same names in the same order as its list writes them."""
    own = {one.name: one.schema for one in collection.properties}
    return {**collection.opening, **own, **collection.closing}


def _shared_schemas() -> dict:
    texts = _object(dict.fromkeys(LANGUAGES, TEXT_OR_NULL))
    source = {"code": {"type": "string"}, **dict.fromkeys(SOURCE_COLUMNS, TEXT_OR_NULL)}
    offset = {"type": ["integer", "null"], "minimum": 0}
    problem = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    }
    release = {
        "id": {"type": "string"},
        "report": YEAR,
        "number": {"type": "integer", "minimum": 1},
        "kind": {"type": "string", "enum": Release.Kind.values},
        "current": {
            "type": "boolean",
            "description": "False where a correction or a withdrawal has taken its place since.",
        },
        "digest": DIGEST,
    }
    provenance = {
        "source": refer_to("SourceReference"),
        "quote": TEXT_OR_NULL | {"description": "The words of the source."},
        "place": offset | {"description": "Which occurrence of the quote, when there are several."},
        "start": offset | {"description": "Where the quote starts in the source's text, in characters."},
        "end": offset | {"description": "Where it ends."},
        "text_digest": {"anyOf": [DIGEST, {"type": "null"}], "description": "SHA-256 of that text."},
    }
    return {
        "Entrance": _object(
            {
                "lists": {"type": "object", "additionalProperties": {"type": "string"}},
                "description": {"type": "string"},
            }
        ),
        "Texts": _object(dict.fromkeys(LANGUAGES, TEXT_OR_NULL)),
        "Reference": _object({"code": {"type": "string"}, "name": texts}),
        "SourceReference": _object(source),
        "Provenance": _object(provenance),
        "ReleaseReference": _object(release),
        "Problem": {
            "type": "object",
            "properties": {**problem, "parameter": {"type": "string"}},
            "required": list(problem),
            "additionalProperties": False,
        },
    }
