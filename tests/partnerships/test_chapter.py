"""The chapter of framework agreements: the declared total is cumulative, and so is the register."""

import pytest

from bilan.chapter import chapter_named
from tests.factories import make_agreement, make_report

pytestmark = pytest.mark.django_db


def test_the_register_counts_every_agreement_so_far():
    make_agreement(make_report(2022))
    make_agreement(make_report(2024), partner=None)
    make_agreement(make_report(2025))
    chapter = chapter_named("partnerships")
    assert chapter.registers(make_report(2023)) == {chapter.declared_by: 1}
    assert chapter.registers(make_report(2024)) == {chapter.declared_by: 2}


def test_no_agreement_is_no_register_rather_than_zero():
    assert chapter_named("partnerships").registers(make_report()) == {}
