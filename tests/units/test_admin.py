"""Staff pages of units."""

import pytest
from django.urls import reverse

from tests.factories import make_unit_event
from tests.staff import client_of, fields_of
from units.models import UnitEvent

pytestmark = pytest.mark.django_db


def test_a_unit_event_is_renamed_in_its_form():
    event = make_unit_event()
    client = client_of("clerk-units")
    address = reverse("admin:units_unitevent_change", args=[event.pk])
    sent = fields_of(client.get(address), "unitevent_form") | {"name_ar": "فرقة الدار البيضاء"}
    assert client.post(address, sent).status_code == 302
    assert UnitEvent.objects.get().name_ar == "فرقة الدار البيضاء"


def test_a_unit_is_found_by_its_folded_name():
    make_unit_event(name_ar="الوحدة المتنقلة للإطعام")
    make_unit_event(unit="other", name_ar="فرقة")
    page = client_of("clerk").get(reverse("admin:units_unitevent_changelist"), {"q": "الوحده للاطعام"})
    assert [event.name_ar for event in page.context["cl"].result_list] == ["الوحدة المتنقلة للإطعام"]
