"""What public pages show of units, from released rows."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from bilan.document import blocks
from bilan.edition import current_releases, label_of, rows_of, source_of
from bilan.models import Command, in_language
from bilan.renamings import codes_of, successor, successors
from bilan.templatetags.bilan import rank_word

from .models import ReleasedUnitEvent


@dataclass(frozen=True)
class Event:
    """One event of one unit with the names in force at its release."""

    row: ReleasedUnitEvent
    year: int
    kind: dict
    command: dict
    source: dict


def of_edition(edition) -> list[dict]:
    """The events of one bilan by kind, each held against the total that the bilan declares.

    `[{"kind": {…}, "events": [Event], "declared": Decimal or None, "recorded": 3, "unnamed": 0}]`
    """
    groups = defaultdict(list)
    for row in edition.rows(ReleasedUnitEvent):
        kind, command = edition.label("unit_kinds", row.kind), edition.label("commands", row.command)
        event = Event(row, edition.year, kind, command, edition.source(row.source))
        groups[row.kind].append(event)
    return [_held_against(edition, events) for _kind, events in sorted(groups.items())]


def _held_against(edition, events: list[Event]) -> dict:
    declared = edition.declared.get(events[0].kind.get("declared_by", ""))
    recorded = sum(event.row.event == ReleasedUnitEvent.Event.CREATED for event in events)
    missing = max(int(declared) - recorded, 0) if declared is not None else 0
    return {
        "kind": events[0].kind,
        "events": events,
        "declared": declared,
        "recorded": recorded,
        "missing": missing,
    }


def events_of(code: str) -> list[Event]:
    """The events of one unit, those under earlier codes too; none for a code that was renamed."""
    releases = current_releases()
    if successor(releases, "unit", code):
        return []
    return _events(releases, unit__in=codes_of(releases, "unit", code))


def all_events(**conditions) -> list[Event]:
    """The events of all current releases that meet the conditions, oldest bilan first."""
    return _events(current_releases(), **conditions)


def events_at(code: str) -> list[Event]:
    """The events at one command, under its earlier codes too."""
    releases = current_releases()
    return _events(releases, command__in=codes_of(releases, "commands", code))


def _events(current: list, **conditions) -> list[Event]:
    releases = {release.pk: release for release in current}
    rows = rows_of(ReleasedUnitEvent).filter(release__in=list(releases), **conditions).order_by("pk")
    renamed = {table: successors(current, table) for table in ("unit", "unit_kinds", "commands")}
    events = [_event(row, releases[row.release_id], renamed) for row in rows]
    return sorted(events, key=lambda event: (event.year, event.row.unit, event.row.pk))


def _event(row, release, renamed: dict) -> Event:
    """An event with the names of its release, under the codes that its unit, kind and command have now."""
    kind, command = label_of(release, "unit_kinds", row.kind), label_of(release, "commands", row.command)
    row.unit = renamed["unit"].get(row.unit, row.unit)
    row.kind = kind["code"] = renamed["unit_kinds"].get(row.kind, row.kind)
    row.command = command["code"] = renamed["commands"].get(row.command, row.command)
    return Event(row, release.year, kind, command, source_of(release, row.source))


def units(events: list[Event]) -> list[list[Event]]:
    """The events gathered by unit, each unit's in order of years."""
    gathered = defaultdict(list)
    for event in events:
        gathered[event.row.unit].append(event)
    return [gathered[unit] for unit in sorted(gathered)]


def by_kind(events: list[Event]) -> list[dict]:
    """Units by kind: `[{"kind": {…}, "units": [[Event]]}]`, as each unit's last event names its kind."""
    groups = defaultdict(list)
    for unit in units(events):
        groups[unit[-1].kind["code"]].append(unit)
    return [{"kind": groups[code][0][-1].kind, "units": groups[code]} for code in sorted(groups)]


def by_command(events: list[Event]) -> list[dict]:
    """Units by the command that they are at: `[{"command": {…}, "units": [[Event]]}]`."""
    groups = defaultdict(list)
    for unit in units(events):
        groups[unit[-1].command["code"]].append(unit)
    return [{"command": groups[code][0][-1].command, "units": groups[code]} for code in sorted(groups)]


def by_year(events: list[Event]) -> list[dict]:
    """Events by the bilan that states them, newest first: `[{"year": 2024, "events": [Event]}]`."""
    groups = defaultdict(list)
    for event in events:
        groups[event.year].append(event)
    return [{"year": year, "events": groups[year]} for year in sorted(groups, reverse=True)]


def schematic(events: list[Event]) -> dict:
    """Commands without a map: level by level, each with its units, as each unit's last event places it.

    `{"kinds": [{…}], "levels": [{"level": "regional", "rows": [row]}], "rows": [row], "sources": ["…"]}`,
    a row being `{"command": {…}, "cells": [({kind}, [Event])]}`: one cell a kind, in the order of the kinds.
    """
    placed = [unit[-1] for unit in units(events)]
    kinds = {event.row.kind: event.kind for event in placed}
    cells = defaultdict(lambda: {kind: [] for kind in sorted(kinds)})
    for event in placed:
        cells[event.row.command][event.row.kind].append(event)
    commands = {event.row.command: event.command for event in placed}
    rows = [
        {"command": commands[code], "cells": [(kinds[kind], found) for kind, found in cells[code].items()]}
        for code in sorted(cells)
    ]
    order = Command.Level.values
    rows.sort(key=lambda row: order.index(row["command"].get("level") or Command.Level.COUNTRY))
    levels = groupby(rows, key=lambda row: row["command"].get("level") or Command.Level.COUNTRY)
    return {
        "kinds": [kinds[code] for code in sorted(kinds)],
        "levels": [{"level": level, "rows": list(found)} for level, found in levels],
        "rows": rows,
        "sources": sorted({event.source["publisher"] or event.source["title"] for event in placed}),
    }


def document_blocks(edition) -> list[dict]:
    """Units in the report as a document: by kind, with where they are and what was declared."""
    groups = of_edition(edition)
    if not groups:
        return []
    items = []
    for group in groups:
        places = [
            in_language(event.command if event.row.command else event.row, "name")
            for event in group["events"]
        ]
        caveat = [rank_word(group["events"][0].source["rank"])]
        if group["declared"] is not None:
            caveat.insert(0, f"{_('Declared')} {group['declared']:f} · {_('recorded')} {group['recorded']}")
        name = in_language(group["kind"], "name")
        items.append((name, " · ".join(places), " · ".join(caveat)))
    return [blocks.heading(_("What was created")), blocks.entries(items)]
