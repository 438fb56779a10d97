"""The cells of tables of figures."""

from decimal import Decimal
from types import SimpleNamespace

from django.utils.translation import override

from indicators.pages.readings import Reading, Statement
from indicators.templatetags.figures import published_change, stated_value

INDICATOR = {"kind": "count"}


def statement(rank="official", **stated):
    row = {"value": None, "change": None, "change_in": "percent", "wording": "", "year": 2024} | stated
    return Statement(SimpleNamespace(**row), {"rank": rank, "code": rank}, 2024)


def reading(*statements):
    return Reading("cases_total", 2024, statements=list(statements))


def test_a_value_of_the_main_source_stands_alone_and_another_one_has_its_rank_beside_it():
    with override("en"):
        alone = stated_value(reading(statement(value=Decimal(755541))), INDICATOR)
        beside = stated_value(
            reading(statement(change=Decimal(-10)), statement("press", value=Decimal(49838))), INDICATOR
        )
    assert "755,541" in alone and "beside" not in alone
    assert "49,838" in beside and '<span class="beside">' in beside and "Press" in beside


def test_a_figure_known_only_by_its_change_has_no_number():
    with override("en"):
        assert "not published" in stated_value(reading(statement(change=Decimal(-10))), INDICATOR)
        assert "−10%" in published_change(reading(statement(change=Decimal(-10))))
        assert "not published" in published_change(reading(statement(value=Decimal(3))))


def test_the_word_that_leads_stands_before_the_change_of_a_lower_rank():
    both = reading(statement(wording="stable"), statement("press", change=Decimal("2.27")))
    with override("en"):
        written = published_change(both)
    assert written.index("Stability") < written.index("2.27") < written.index("Press")
    with override("en"):
        assert "2.27" not in published_change(reading(statement(wording="stable")))
