"""Agreements: what is not stated or not named stays so."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_agreement, make_report

pytestmark = pytest.mark.django_db


def test_an_agreement_may_have_no_form_no_partner_and_no_date():
    """Four of the seventeen that 2024's bilan declares are named nowhere."""
    agreement = make_agreement(partner=None, sector=None)
    agreement.refresh_from_db()
    assert (agreement.form, agreement.partner, agreement.signed_on) == ("", None, None)


def test_an_agreement_is_registered_once_whatever_the_report():
    make_agreement(make_report(2023), reference="bank-2023")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agreement(make_report(2024), reference="bank-2023")


def test_a_form_that_does_not_exist_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agreement(form="handshake")


def test_the_reference_is_the_natural_key():
    assert make_agreement(reference="bank-2024").natural_key() == ("bank-2024",)
