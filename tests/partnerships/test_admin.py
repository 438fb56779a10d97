"""Staff pages of agreements."""

import pytest
from django.urls import reverse

from partnerships.models import Agreement
from tests.factories import make_agreement
from tests.staff import client_of, fields_of

pytestmark = pytest.mark.django_db


def test_an_agreement_needs_no_partner_and_says_so_in_the_list():
    agreement = make_agreement()
    client = client_of("clerk-partnerships", language="en")
    address = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    sent = fields_of(client.get(address), "agreement_form") | {"partner": ""}
    assert client.post(address, sent).status_code == 302
    assert Agreement.objects.get().partner is None
    assert "not named" in client.get(reverse("admin:partnerships_agreement_changelist")).content.decode()


def test_an_agreement_is_found_by_its_folded_partner():
    make_agreement(partner=None)
    named = make_agreement()
    page = client_of("clerk").get(reverse("admin:partnerships_agreement_changelist"), {"q": "BANQUE"})
    assert list(page.context["cl"].result_list) == [named]
