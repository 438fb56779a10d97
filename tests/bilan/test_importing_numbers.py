"""Numbers in all notations through a file into the record, out again and in again: none differs.

`NUMBERS=100000 pytest tests/bilan/test_importing_numbers.py` is the long form.
"""

import csv
import os
import random
from decimal import Decimal
from itertools import islice, product

import pytest

from bilan.exporting import export_table
from bilan.importing.process import import_file
from indicators.models import Figure
from tests.factories import make_country, make_indicator, make_report, make_source

pytestmark = pytest.mark.django_db

NUMBERS = int(os.environ.get("NUMBERS", "3000"))
YEARS = range(1956, 2025)
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
GROUPS = ("", " ", "\u00a0", "\u202f", "\u2009", ".", ",", "٬", "'")
MARKS = (".", ",", "٫")


def written(chance, value: Decimal, places: int) -> str:
    """A number in a notation by chance, of those that can be read in one way only."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    group, mark = chance.choice(GROUPS), chance.choice(MARKS)
    text = f"{int(whole):,}".replace(",", group)
    fraction = fraction.rstrip("0")
    if fraction:
        if len(fraction) == 3:
            fraction += "0"  # three digits after a lone mark could be a group
        text = text if group != mark else whole
        text += mark + fraction
    elif places and len(text) > len(whole):
        # A lone mark before three digits is refused where there are decimals; a space is none.
        text = f"{int(whole):,}".replace(",", "\u202f")
    minus = chance.choice("-\u2212") if value < 0 else chance.choice(["", "", "+"])
    text = (minus + text).translate(str.maketrans(DIGITS[0], chance.choice(DIGITS)))
    return chance.choice(["", "\u200f", " "]) + text + chance.choice(["", "\u200e", " "])


def some_value(chance, places: int) -> Decimal:
    """A value of one to twelve digits before the point."""
    return Decimal(chance.randrange(10 ** chance.randint(1, 12 + places))).scaleb(-places)


def test_numbers_in_all_notations_come_back_as_they_were(tmp_path):
    chance = random.Random(20241224)
    make_report(2024)
    make_country()
    make_source("paper")
    make_indicator("cases_total")
    make_indicator("cocaine", kind="quantity", decimals=3)
    count = NUMBERS // (2 * len(YEARS)) + 1
    places = tmp_path / "commands.csv"
    places.write_text(
        "code,level,name_ar,valid_from\n" + "".join(f"c-{n},prefecture,أمن,\n" for n in range(count)), "utf-8"
    )
    assert not import_file("commands", places, write=True).errors
    expected = {}
    path = tmp_path / "numbers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=chance.choice(",;\t"))
        writer.writerow(["report", "indicator", "year", "command", "value", "change", "source"])
        keys = product(["cases_total", "cocaine"], YEARS, range(count))
        for indicator, year, place in islice(keys, NUMBERS):
            decimals = 3 if indicator == "cocaine" else 0
            value = some_value(chance, decimals)
            change = Decimal(chance.randrange(-10000, 10**6)).scaleb(-2)
            expected[indicator, year, f"c-{place}"] = value, change
            texts = written(chance, value, decimals), written(chance, change, 2)
            writer.writerow([2024, indicator, year, f"c-{place}", *texts, "paper"])
    outcome = import_file("figures", path, write=True)
    assert outcome.problems.first() == []
    assert outcome.new == outcome.rows == len(expected)
    columns = ("indicator__code", "year", "command__code", "value", "change")
    for *key, value, change in Figure.objects.values_list(*columns).iterator(2000):
        assert expected[tuple(key)] == (value, change)
    for kind in ("csv", "xlsx"):
        again = tmp_path / f"again.{kind}"
        again.write_bytes(b"".join(export_table("figures", kind)))
        outcome = import_file("figures", again, write=True)
        assert (outcome.problems.first(), outcome.unchanged) == ([], len(expected))
