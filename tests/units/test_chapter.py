"""The chapter of specialised units: its register is held against the number that the bilan declares."""

import pytest

from bilan.chapter import chapter_named
from tests.factories import make_report, make_unit_event
from units.models import UnitKind

pytestmark = pytest.mark.django_db


def kind(code, declared_by=""):
    record = UnitKind(code=code, name_ar="فرقة", declared_by=declared_by)
    record.save()
    return record


def test_the_register_counts_what_this_report_created_by_the_indicator_that_declares_it():
    """2024's bilan declares three canine brigades: Casablanca, Al Hoceima, Safi."""
    report, canine = make_report(), kind("canine", "canine_brigades")
    for place in ("casablanca", "al-hoceima", "safi"):
        make_unit_event(report, unit=f"k9-{place}", kind=canine)
    make_unit_event(report, unit="k9-rabat", kind=canine, event="extended")
    make_unit_event(make_report(2023), unit="k9-fes", kind=canine)
    assert chapter_named("units").registers(report) == {"canine_brigades": 3}
    assert chapter_named("units").registers(make_report(2022)) == {"canine_brigades": 0}


def test_a_kind_whose_number_nobody_declares_is_in_no_register():
    event = make_unit_event(kind=kind("kitchen"))
    assert chapter_named("units").registers(event.report) == {}
