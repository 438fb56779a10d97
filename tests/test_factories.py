"""The makers of tests/factories.py: what each makes is valid, and reads well."""

import pytest

from . import factories

# The makers that also take steps (make_release …) have their tests where the steps have theirs.
MAKERS = [
    f"make_{record}"
    for record in (
        *("user", "report", "source", "country", "command", "theme", "indicator", "figure", "statement"),
        *("unit_event", "agreement"),
    )
]


@pytest.mark.django_db
@pytest.mark.parametrize("maker", MAKERS)
def test_what_a_maker_makes_reads_well(maker):
    """An admin list of "Figure object (1)" helps nobody."""
    record = getattr(factories, maker)()
    assert str(record).strip()
    assert "object (" not in str(record)


@pytest.mark.django_db
def test_two_figures_of_one_test_belong_to_one_report():
    first = factories.make_figure()
    second = factories.make_figure(indicator="theft", change="-24")
    assert (first.report, first.source) == (second.report, second.source)
    assert second.value is None
