"""What may be asked of a list: parameters with their schemas, read strictly.

A parameter that is unknown, repeated or malformed is refused by name: an answer to another question than the
one asked is worse than none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_VALUES = 20
MOST_ITEMS = 1000
USUAL_ITEMS = 100
CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
YEAR = re.compile(r"(?:19[5-9][0-9]|20[0-9][0-9]|2100)\Z")
RELEASE = re.compile(r"((?:19[5-9]|20[0-9])[0-9])~([1-9][0-9]{0,3})\Z")
KEY = re.compile(r"[A-Za-z0-9_~-]{1,400}\Z")
WHOLE = re.compile(r"[1-9][0-9]{0,3}\Z")


class BadParameter(ValueError):
    """A parameter that cannot be answered; `name` says which one."""

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Filter:
    """One parameter: its JSON schema, what it does, and how its text is read (or ValueError)."""

    schema: dict
    about: str
    read: Callable[[str], object]


@dataclass
class Ask:
    """A question put to a list: `filters` holds the accepted values by name."""

    filters: dict[str, list] = field(default_factory=dict)
    limit: int = USUAL_ITEMS
    after: str | None = None
    release: tuple[int, int] | None = None


def _list_of(pattern: re.Pattern, make: Callable[[str], object]):
    def read(text: str) -> list:
        values = text.split(",")
        if len(values) > MOST_VALUES:
            raise ValueError(f"names more than {MOST_VALUES} values")
        if not all(pattern.match(value) for value in values):
            raise ValueError("holds a value that cannot be one")
        return [make(value) for value in values]

    return read


def _array(items: dict) -> dict:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_VALUES}


def codes(about: str) -> Filter:
    """One or more codes, separated by commas."""
    schema = _array({"type": "string", "pattern": "^[a-z0-9]+(?:[-_][a-z0-9]+)*$", "maxLength": 80})
    return Filter(schema, about, _list_of(CODE, str))


def years(about: str) -> Filter:
    """One or more years."""
    return Filter(_array({"type": "integer", "minimum": 1956, "maximum": 2100}), about, _list_of(YEAR, _year))


def _year(text: str) -> int:
    year = int(text)
    if year < 1956:
        raise ValueError("holds a year before 1956")
    return year


def choices(values: list[str], about: str) -> Filter:
    """One or more of these words."""
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, values))})\Z")
    return Filter(_array({"type": "string", "enum": list(values)}), about, _list_of(pattern, str))


def release_filter() -> Filter:
    """One release by its id, superseded or not, in place of the current ones."""

    def read(text: str) -> tuple[int, int]:
        found = RELEASE.match(text)
        if not found:
            raise ValueError("is not the id of a release, such as 2024~1")
        return int(found[1]), int(found[2])

    about = "The rows of this release as it stood, superseded or not, in place of the current releases."
    return Filter({"type": "string", "pattern": "^(?:19[5-9]|20[0-9])[0-9]~[1-9][0-9]{0,3}$"}, about, read)


def after() -> Filter:
    """The id of the last item seen."""
    return Filter(
        {"type": "string", "pattern": "^[A-Za-z0-9_~-]{1,400}$"},
        "Only what follows the item with this id: the `next` of an answer holds it.",
        lambda text: _matching(KEY, text, "is not the id of an item"),
    )


def limit() -> Filter:
    """How many items an answer holds at most."""

    def read(text: str) -> int:
        if not WHOLE.match(text) or int(text) > MOST_ITEMS:
            raise ValueError(f"is not a whole number from 1 to {MOST_ITEMS}")
        return int(text)

    schema = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_ITEMS}
    return Filter(schema, "How many items an answer holds at most.", read)


def _matching(pattern: re.Pattern, text: str, otherwise: str) -> str:
    if not pattern.match(text):
        raise ValueError(otherwise)
    return text


def parameters_of(filters: dict[str, Filter]) -> dict[str, Filter]:
    """All parameters of a list, those that every list has included."""
    return {**filters, "limit": limit()}


def read_query(query, filters: dict[str, Filter]) -> Ask:
    """A question out of a query string (a QueryDict). Raises BadParameter."""
    known, ask = parameters_of(filters), Ask()
    for name, values in query.lists():
        if name not in known:
            shown = name if name.isascii() and name.isprintable() and len(name) <= 40 else "a parameter"
            raise BadParameter(shown, f"is not a parameter of this list; it has: {', '.join(known)}")
        if len(values) > 1:
            raise BadParameter(
                name, "stands more than once; separate values by commas where several may stand"
            )
        try:
            value = known[name].read(values[0])
        except ValueError as error:
            raise BadParameter(name, str(error)) from None
        if name in ("limit", "after", "release"):
            setattr(ask, name, value)
        else:
            ask.filters[name] = value
    return ask
