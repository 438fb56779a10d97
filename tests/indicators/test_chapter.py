"""The chapter of figures."""

from decimal import Decimal

import pytest

from bilan.chapter import chapter_named
from indicators.models import ReleasedFigure
from tests.factories import make_figure, make_release, make_report

pytestmark = pytest.mark.django_db


def test_a_release_freezes_every_figure_as_it_was_stated():
    report = make_report()
    make_figure(report, value="755541", wording="stable", change="2.27")
    make_figure(report, indicator="theft", change="-24")
    release = make_release(report)
    frozen = ReleasedFigure.objects.filter(release=release).order_by("indicator")
    assert list(frozen.values_list("indicator", "value", "change", "wording", "command", "source")) == [
        ("cases_total", Decimal("755541"), Decimal("2.27"), "stable", "", "dgsn-2024-ar"),
        ("theft", None, Decimal("-24"), "", "", "dgsn-2024-ar"),
    ]


def test_the_names_of_the_day_go_with_the_release():
    figure = make_figure()
    labels = chapter_named("indicators").labels(figure.report)
    assert labels["indicators"]["cases_total"]["name_fr"] == "Affaires"
    assert labels["measures"].keys() == {"cases"}
