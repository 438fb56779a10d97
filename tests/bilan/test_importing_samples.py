"""Every sample file gets the answer that its manifest gives, on both databases and in three languages."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from bilan.importing.process import import_file
from bilan.models import Report
from indicators.models import Figure
from tests.factories import make_country, make_indicator, make_report, make_source

FOLDER = Path(__file__).parent.parent / "imports"
SAMPLES = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground():
    """What the manifest takes as given."""
    for year in range(2016, 2026):
        make_report(year)
    Report._base_manager.filter(year__lte=2024).update(state=Report.State.RELEASED)
    make_country()
    for code in ("cases_total", "gangs"):
        make_indicator(code)
    make_indicator("cocaine", kind="quantity", decimals=3)
    make_indicator("theft_threat", kind="count")
    make_source("dgsn-2024-ar")


def answer_of(outcome):
    """The problems in the manifest's terms."""
    return [(one.code, one.row, one.column or None) for one in outcome.problems]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["id"] for sample in SAMPLES])
def test_a_sample_gets_its_answer(sample, language):
    with translation.override(language):
        outcome = import_file("figures", FOLDER / sample["file"], write=True)
        verdict, *expected = sample["expect"]
        assert outcome.rows == outcome.new + outcome.changed + outcome.unchanged + outcome.refused
        if verdict == "ok":
            assert answer_of(outcome) == []
            check_values(expected[0])
            return
        assert not Figure.objects.exists()
        assert all(one.message and one.message != one.code for one in outcome.problems)
        if verdict == "errs":
            assert outcome.errors == expected[0]
        else:
            check_error(outcome, *expected)


def check_values(expected):
    """The figures stand as the manifest says."""
    found = {}
    for figure in Figure.objects.select_related("indicator"):
        found[figure.indicator.code] = figure.value
        found[f"{figure.indicator.code}/change"] = figure.change
    for name, number in expected.items():
        assert found[name] == Decimal(number)


def check_error(outcome, codes, row, column):
    """One problem is the expected one, and no other row is blamed."""
    for code, found_row, found_column in answer_of(outcome):
        assert codes == "*" or code in codes.split("|")
        assert row is None or found_row == row
        assert column is None or found_column in column.split("|")
    assert outcome.errors
