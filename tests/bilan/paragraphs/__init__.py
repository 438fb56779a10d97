"""Paragraphs in our own words, each with the figures that a careful person reads in it.

A file holds many, written before the reader saw them::

    # 2022 ar whole-and-change
    text, of one line or several
    = cases_total 820274 -30.22% fall
    = cases_total@2021 1153741
    = cannabis:tanger 12.5 ~about

``@`` gives the year when it is not the report's, ``:`` a command, ``%`` or ``pp`` a change, ``~`` a
qualifier; ``rise``, ``fall`` and ``stable`` are words of the text (not written where several may be argued).
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
HEAD = re.compile(r"# (?P<year>\d{4}) (?P<language>ar|fr) (?P<name>.+)")
FIGURE = re.compile(r"(?P<indicator>[a-z0-9_]+)(?:@(?P<year>\d{4}))?(?::(?P<command>[a-z0-9-]+))?")


@dataclass
class Paragraph:
    """``figures``: (indicator, year, value, change, change_in, command); ``words`` by (indicator, year,
    command)."""

    name: str
    year: int
    text: str
    figures: set = field(default_factory=set)
    words: dict = field(default_factory=dict)


def paragraphs(name):
    """The paragraphs of a file of this folder."""
    return parse((HERE / f"{name}.txt").read_text(encoding="utf-8"))


def parse(content):
    """The paragraphs written in ``content``."""
    found = []
    for line in content.splitlines():
        head = HEAD.fullmatch(line)
        if head:
            found.append(Paragraph(head["name"], int(head["year"]), ""))
        elif line.startswith("= "):
            add_figure(found[-1], line[2:].split())
        elif found:
            found[-1].text += line + "\n"
    for paragraph in found:
        paragraph.text = paragraph.text.strip()
    return found


def add_figure(paragraph, parts):
    """Adds the figure that one ``=`` line writes."""
    match = FIGURE.fullmatch(parts[0])
    year = int(match["year"] or paragraph.year)
    value = change = None
    change_in = wording = qualifier = ""
    for part in parts[1:]:
        if part in ("rise", "fall", "stable"):
            wording = part
        elif part.startswith("~"):
            qualifier = part[1:]
        elif part.endswith("%"):
            change, change_in = Decimal(part[:-1]), "percent"
        elif part.endswith("pp"):
            change, change_in = Decimal(part[:-2]), "points"
        else:
            value = Decimal(part)
    key = (match["indicator"], year, match["command"] or "")
    paragraph.figures.add((key[0], year, value, change, change_in, key[2]))
    paragraph.words[key] = (wording, qualifier)
