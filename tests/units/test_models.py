"""Units and what happened to them."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_report, make_unit_event
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_a_unit_may_be_created_in_one_report_and_extended_in_the_next():
    created = make_unit_event(make_report(2023), event="created")
    extended = make_unit_event(make_report(2024), event="extended")
    assert created.unit == extended.unit
    assert [event.event for event in created.unit.events.order_by("report__year")] == ["created", "extended"]


def test_an_event_of_a_unit_is_stated_once_in_a_report():
    make_unit_event(event="created")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit_event(event="created")


def test_an_event_that_does_not_exist_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit_event(event="painted")


def test_two_units_do_not_share_a_code():
    make_unit_event(unit="k9-safi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit(code="k9-safi").save()


def test_history_tells_a_unit_from_its_events():
    event = make_unit_event()
    assert (event.unit.table_name(), event.table_name()) == ("unit", "units")
    assert event.natural_key() == (2024, "k9-casablanca", "created")
