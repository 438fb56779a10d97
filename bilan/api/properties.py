"""How a column of a record becomes a property of a JSON object: its name, its schema and its value.

A text in three languages is one object; a code is an object with its names; an exact number is a string, so
that no reader's floating point changes it; what is not stated is null, never an empty text or a zero.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from bilan.models import Command, Source
from bilan.models.named import LANGUAGES, ChoiceField
from bilan.models.places import COUNTRY
from bilan.models.recorded import plain

CODE = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
YEAR = {"type": "integer", "minimum": 1956, "maximum": 2100}
# Where the words stand: together in `provenance`.
PROVENANCE = ("source", "quote", "place", "quote_start", "quote_end", "quote_digest")


def refer_to(name: str) -> dict:
    """A reference to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


@dataclass(frozen=True)
class Property:
    """A property: `read(columns, labels)` gives its value from a row's columns and its release's labels."""

    name: str
    schema: dict
    read: Callable[[dict, dict], object]


def stated(value):
    """A column's value in JSON: exact numbers as text, nothing for what is not stated."""
    return None if value == "" else plain(value)


def texts(columns: dict, name: str) -> dict:
    """A text in three languages: `{"ar": …, "fr": …, "en": …}`."""
    return {language: stated(columns.get(f"{name}_{language}", "")) for language in LANGUAGES}


def reference(model: type, code: str, labels: dict) -> dict | None:
    """A record that a row names by its code, with its names as they were at the release."""
    if model is Command and not code:
        code = COUNTRY
    if not code:
        return None
    columns = labels.get(model.table_name(), {}).get(code, {})
    if model is Source:
        return {"code": code, **{name: stated(columns.get(name, "")) for name in SOURCE_COLUMNS}}
    return {"code": code, "name": texts(columns, "name")}


SOURCE_COLUMNS = ("title", "publisher", "address", "language", "rank", "published_on")


def properties_of(entries: type, columns: list[models.Field]) -> list[Property]:
    """The properties of some columns; `entries` is the model that holds keys where these hold codes."""
    found, grouped = [], set()
    for column in columns:
        group, _, language = column.name.rpartition("_")
        if language in LANGUAGES and group:
            if group not in grouped:
                grouped.add(group)
                found.append(_in_three_languages(group))
        else:
            found.append(_property(entries, column))
    return found


def _in_three_languages(group: str) -> Property:
    return Property(group, refer_to("Texts"), lambda columns, labels: texts(columns, group))


def _property(entries: type, column: models.Field) -> Property:
    key = entries._meta.get_field(column.name)
    if key.is_relation and is_named(key.related_model):
        return _key(column.name, key)
    return Property(column.name, schema_of(column), lambda columns, labels: stated(columns.get(column.name)))


def is_named(model: type) -> bool:
    """Whether records of this model have more to tell than their code."""
    return any(column.name in ("name_ar", "title") for column in model._meta.concrete_fields)


def _key(name: str, key: models.ForeignKey) -> Property:
    model = key.related_model
    kind = "SourceReference" if model is Source else "Reference"
    schema = refer_to(kind)
    if key.null:
        schema = {"anyOf": [schema, {"type": "null"}]}

    def read(columns, labels):
        return (
            reference(model, columns.get(name) or "", labels) if columns.get(name) or not key.null else None
        )

    return Property(name, schema, read)


def schema_of(column: models.Field) -> dict:
    """The JSON schema of one column's values; what may be empty may be null."""
    schema = dict(_simple_schema(column))
    if column.null or column.blank or column.get_internal_type() == "TextField":
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    schema["description"] = _in_english(column.verbose_name)
    return schema


def _simple_schema(column: models.Field) -> dict:
    kind = column.get_internal_type()
    if isinstance(column, ChoiceField):
        return {"type": "string", "enum": [str(value) for value, _label in column.flatchoices]}
    if kind == "DecimalField":
        return {"type": "string", "pattern": NUMBER}
    if kind == "DateField":
        return {"type": "string", "format": "date"}
    if "Integer" in kind:
        return {"type": "integer"}
    if column.name.endswith("digest"):
        return dict(DIGEST)
    return {"type": "string"}


def _in_english(text) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(text)


def provenance(columns: dict, labels: dict) -> dict:
    """Which source states a row, in which words, and where in its text they stand."""
    return {
        "source": reference(Source, columns["source"], labels),
        "quote": stated(columns["quote"]),
        "place": columns["place"],
        "start": columns["quote_start"],
        "end": columns["quote_end"],
        "text_digest": stated(columns["quote_digest"]),
    }
