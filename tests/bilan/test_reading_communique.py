"""The 2024 communiqué: every figure with its value, year, word, qualifier and place, and nothing else."""

from decimal import Decimal

import pytest

from bilan.reading import read

from .texts import DATA, make_catalogue

STATED = {
    ("infra_level", 2024): ("2", None, "", ""),
    ("agreements", 2024): ("17", None, "", ""),
    ("mobile_units", 2024): ("80", None, "", ""),
    ("mobile_beneficiaries", 2024): ("130242", None, "", ""),
    ("k9_new", 2024): ("3", None, "", ""),
    ("cases_total", 2024): ("755541", None, "stable", "about"),
    ("cases_total", 2023): ("738748", None, "", ""),
    ("violent_cases", 2024): (None, "-10", "fall", ""),
    ("theft_threat", 2024): (None, "-24", "fall", ""),
    ("car_theft", 2024): (None, "-20", "fall", ""),
    ("theft_violence", 2024): (None, "-12", "fall", ""),
    ("burglary", 2024): (None, "-10", "fall", ""),
    ("sexual_assault", 2024): (None, "-4", "fall", ""),
    ("drug_cases", 2024): (None, "-7", "fall", ""),
    ("bank_robbery", 2024): (None, "-45", "fall", ""),
}


@pytest.fixture(scope="module")
def text():
    return (DATA / "texts" / "2024.ar.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading(text):
    return read(text, year=2024, catalogue=make_catalogue())


def number(text):
    return None if text is None else Decimal(text)


def test_every_figure_is_found_and_nothing_else(reading):
    assert {(f.indicator, f.year): (f.value, f.change, f.wording, f.qualifier) for f in reading.figures} == {
        key: (number(value), number(change), wording, qualifier)
        for key, (value, change, wording, qualifier) in STATED.items()
    }
    assert reading.unmatched == []


def test_changes_are_in_percent_and_all_figures_are_national(reading):
    assert {f.change_in for f in reading.figures if f.change is not None} == {"percent"}
    assert {f.command for f in reading.figures} == {""}


def test_quotes_stand_at_their_places_and_do_not_overlap(reading, text):
    spans = sorted((f.start, f.end) for f in reading.figures)
    assert all(text[f.start : f.end] == f.quote for f in reading.figures)
    assert all(earlier[1] <= later[0] for earlier, later in zip(spans, spans[1:], strict=False))


def test_every_number_is_accounted_for(reading):
    assert reading.coverage == 1
    reasons = {account.text: account.reason for account in reading.numbers if account.reason}
    assert reasons == {"2024": "year", "2023": "year", "2022": "range", "2026": "range", "99": "name"}


def test_the_canine_brigades_are_three_units_at_three_commands(reading):
    created = [(unit.kind, unit.event, unit.command) for unit in reading.units]
    assert created == [
        ("canine-brigade", "created", "casablanca"),
        ("canine-brigade", "created", "al-hoceima"),
        ("canine-brigade", "created", "safi"),
        ("catering-unit", "created", "gms-99"),
    ]
    assert [(total.kind, total.value) for total in reading.declared] == [("canine-brigade", 3)]
