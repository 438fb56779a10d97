"""The chapter of framework agreements."""

import pytest

from bilan.chapter import chapter_named
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_register_is_cumulative_and_does_not_look_ahead():
    make.make_agreement(make.make_report(2023))
    make.make_agreement(make.make_report(2024))
    chapter = chapter_named("partnerships")
    counts = {year: chapter.registers(make.make_report(year)) for year in (2022, 2023, 2024)}
    assert counts == {2022: {"agreements": 0}, 2023: {"agreements": 1}, 2024: {"agreements": 2}}
