"""Blocks of the report as a document: plain data that chapters give and `bilan.typ` lays out.

Every text is written for the reader's language already, numbers isolated for direction; lengths of bars are
exact decimals as text.
"""

from decimal import Decimal

# First-strong isolation would read a minus sign as neutral: numbers are isolated left to right.
ISOLATE, END = "\u2066", "\u2069"


def isolated(text: str) -> str:
    """A number or a Latin name that keeps left to right inside any text."""
    return f"{ISOLATE}{text}{END}"


def direction(value: Decimal | None) -> str:
    """`fall`, `rise` or `level`."""
    if not value:
        return "level"
    return "fall" if value < 0 else "rise"


def heading(text, level: int = 1) -> dict:
    """A heading; level 1 enters the contents."""
    return {"kind": "heading", "text": str(text), "level": level}


def note(text) -> dict:
    """A line of small print."""
    return {"kind": "note", "text": str(text)}


def saying(kind: str, text, *, tag="", value: Decimal | None = None) -> dict:
    """A word (`word`), a published change (`published`) or one that we compute (`computed`)."""
    return {"kind": kind, "text": str(text), "tag": str(tag), "direction": direction(value)}


def lead(label, value, *, says: list[dict], caveat="") -> dict:
    """The lead figure of the report."""
    return {"kind": "lead", "label": str(label), "value": value, "says": says, "caveat": str(caveat)}


def figures(items: list[dict]) -> dict:
    """Figures beside the lead one; each from `figure()`."""
    return {"kind": "figures", "items": items}


def figure(label, value, *, caveat="", change: Decimal | None = None) -> dict:
    """One of several figures; a change as its value takes the colour of its direction."""
    return {"label": str(label), "value": value, "caveat": str(caveat), "direction": direction(change)}


def bars(rows: list[dict], low: Decimal, high: Decimal) -> dict:
    """Bars on one scale; each from `bar()`."""
    return {"kind": "bars", "rows": rows, "scale": {"low": str(low), "high": str(high)}}


def bar(label, said: dict, length: Decimal | None, *, computed: bool, caveat="") -> dict:
    """One change: solid as published, dashed as computed; no bar for a word without a length."""
    return {
        "label": str(label),
        "said": said,
        "length": None if length is None else str(length),
        "computed": computed,
        "direction": direction(length),
        "caveat": str(caveat),
    }


def table(headings: list, widths: list[int], rows: list[list], numeric: tuple[int, ...] = ()) -> dict:
    """A table; `numeric` lists the columns set at the end, `widths` their shares of the page."""
    return {
        "kind": "table",
        "headings": [str(text) for text in headings],
        "widths": widths,
        "rows": [[str(text) for text in row] for row in rows],
        "numeric": list(numeric),
    }


def entries(items: list[tuple]) -> dict:
    """Entries of a register or statements: (title, text, caveat) each."""
    named = [dict(zip(("title", "text", "caveat"), map(str, item), strict=True)) for item in items]
    return {"kind": "entries", "items": named}


def facts(items: list[tuple]) -> dict:
    """Pairs of a label and its value."""
    return {"kind": "facts", "items": [{"label": str(label), "value": str(value)} for label, value in items]}
