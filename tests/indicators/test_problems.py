"""Doubtful figures: told to the reviewer, never corrected."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from bilan import publication
from bilan.chapter import chapter_named
from bilan.models import Acknowledgement
from bilan.publication import Refused
from indicators import problems
from indicators.models import Figure
from tests import factories as make

pytestmark = pytest.mark.django_db


def warnings(report) -> list[str]:
    """Kinds of the warnings of a report's figures, in order."""
    problems = list(chapter_named("indicators").problems(report))
    assert not any(problem.blocks for problem in problems)
    return [problem.key.partition(":")[0] for problem in problems]


def test_a_report_is_read_some_indicators_at_a_time_and_the_warnings_are_the_same(monkeypatch):
    """A part is held against its whole although another handful has it; what others state stays out."""
    report, before = make.make_report(2024), make.make_report(2023)
    whole = make.make_indicator("z_whole")
    for number in range(5):
        part = make.make_indicator(f"part_{number}", parent=whole)
        make.make_figure(before, indicator=part, value=10)
        make.make_figure(report, indicator=part, value=10 + 10 * number)
    make.make_figure(before, indicator=whole, value=35)
    make.make_figure(report, indicator=whole, value=35)
    make.make_figure(before, indicator=make.make_indicator("gone"), value=1)
    found = []
    for most in (5_000, 2, 1):
        monkeypatch.setattr(problems, "FIGURES_AT_ONCE", most)
        found.append(sorted(problem.key for problem in problems.figure_problems(report)))
        assert max(len(one.figures) for one in problems.doubts_of(report)) <= max(most, 1)
    assert found[0] == found[1] == found[2]
    assert {"jump", "same", "parent", "absent"} == {key.partition(":")[0] for key in found[0]}


def years(*values, **columns):
    """One report a year up to 2024, each stating one value of its own year; returns the last figure."""
    for place, value in enumerate(values):
        year = 2024 - len(values) + 1 + place
        last = columns if place == len(values) - 1 else {}
        figure = make.make_figure(make.make_report(year), value=value, **last)
    return figure


@pytest.mark.parametrize(
    ("values", "columns", "expected"),
    [
        # 2022 published −30.22 %; its counts give −28.9 %.
        ((1000, 711), {"change": Decimal("-30.22")}, ["gap"]),
        ((1000, 711), {"change": Decimal("-28.9")}, []),
        ((1000, 711), {"change": Decimal("-29")}, []),
        ((738_748, 755_541), {"change": Decimal("2.3")}, []),
        ((738_748, 755_541), {"change": Decimal("2.2")}, ["gap"]),
        # A figure known only as a percentage is whole: there is nothing to hold it against.
        ((1000, None), {"change": Decimal(-10), "wording": "fall"}, []),
        # 2024's text calls +2.27 % stability.
        ((738_748, 755_541), {"wording": "stable"}, []),
        ((738_748, 755_541), {"wording": "fall"}, ["wording"]),
        ((1000, 1060), {"wording": "stable"}, ["wording"]),
        ((1000, None), {"change": Decimal(4), "wording": "fall"}, ["wording"]),
        ((1000, 1600), {}, ["jump"]),
        ((1000, 1400), {}, []),
        ((1000, 1300, 1000, 1310), {}, ["jump"]),
        ((1000, 1300, 1000, 1290), {}, []),
        ((1000, 1010, 1000, 1150), {}, []),
        ((1000, 1000), {}, ["same"]),
        ((0, 0), {}, []),
    ],
)
def test_a_year_is_held_against_those_before(values, columns, expected):
    assert warnings(years(*values, **columns).report) == expected


def test_a_past_value_that_earlier_reports_state_otherwise_is_told():
    make.make_figure(make.make_report(2023), value=738_748)
    report = make.make_report(2024)
    make.make_figure(report, value=755_541)
    make.make_figure(report, year=2023, value=738_748, source="press-1")
    assert warnings(report) == []
    make.make_figure(report, year=2023, value=738_784, source="press-2")
    assert warnings(report) == ["restated"]


def test_an_indicator_of_last_year_is_told_as_absent_with_a_form_to_enter_it():
    make.make_figure(make.make_report(2023), indicator="road_deaths")
    figure = make.make_figure(make.make_report(2024))
    [problem] = chapter_named("indicators").problems(figure.report)
    assert problem.key == "absent:road_deaths:2024"
    assert f"report={figure.report_id}&indicator=" in problem.address


def test_a_part_above_its_whole_is_told_only_in_the_same_measure():
    report = make.make_report()
    whole = make.make_indicator("theft")
    make.make_figure(report, indicator=whole, value=100)
    make.make_figure(report, indicator=make.make_indicator("car_theft", parent=whole), value=101)
    make.make_figure(
        report,
        indicator=make.make_indicator("thieves", parent=whole, measure=make.make_measure("persons")),
        value=500,
    )
    assert warnings(report) == ["parent"]


def test_a_declared_total_is_held_against_its_register():
    report = make.make_report()
    make.make_figure(report, indicator="agreements", value=2)
    assert warnings(report) == ["register"]
    make.make_agreement(make.make_report(2023), reference="a-1")
    assert warnings(report) == ["register"]
    make.make_agreement(report, reference="a-2")
    assert warnings(report) == []


def test_a_number_of_the_text_that_no_figure_carries_is_told():
    text = "سجلت مصالح الأمن الوطني 755.541 قضية زجرية. وتم تفكيك 947 شبكة إجرامية خلال سنة 2024."
    report, source = make.make_report(), make.make_source(text=text)
    make.make_figure(report, source=source, quote="755.541 قضية زجرية")
    [problem] = chapter_named("indicators").problems(report)
    assert problem.key.startswith("number:dgsn-2024-ar:")
    assert "947" in problem.message
    make.make_figure(report, source=source, indicator="gangs", value=947, quote="947 شبكة إجرامية")
    assert warnings(report) == []


def test_a_warning_acknowledged_by_name_comes_back_with_another_value():
    figure = years(1000, 1600)
    clerk, reviewer = make.make_person("clerk"), make.make_person("reviewer")
    publication.submit(figure.report, by=clerk)
    with pytest.raises(Refused) as caught:
        publication.approve(figure.report, by=reviewer)
    assert caught.value.codes == ["warning"]
    [problem] = chapter_named("indicators").problems(figure.report)
    with pytest.raises(Refused):
        publication.acknowledge(figure.report, problem.key, by=clerk, chapter="indicators", reason="mine")
    publication.acknowledge(
        figure.report, problem.key, by=reviewer, chapter="indicators", reason="as published"
    )
    publication.approve(figure.report, by=reviewer)
    assert Acknowledgement.objects.get().by == reviewer
    figure.value = 1700
    figure.save()
    publication.submit(figure.report, by=clerk)
    with pytest.raises(Refused, match="cases_total") as caught:
        publication.approve(figure.report, by=reviewer)
    assert caught.value.codes == ["warning"]
    with pytest.raises(Refused) as caught:
        publication.acknowledge(figure.report, problem.key, by=reviewer, chapter="indicators")
    assert caught.value.codes == ["no_warning"]


def test_numbers_in_words_follow_the_language_of_the_reader():
    figure = years(1000, 711, change=Decimal("-30.22"))
    said = {}
    for language in ("fr", "en"):
        with override(language):
            [problem] = chapter_named("indicators").problems(figure.report)
            said[language] = problem.message
    assert "−30,22" in said["fr"]
    assert "−28.9%" in said["en"]


def test_a_wide_quote_hides_no_number_and_a_person_may_dismiss_one():
    text = "سجلت مصالح الأمن الوطني 755.541 قضية زجرية وتم تفكيك 947 شبكة إجرامية."
    report, source = make.make_report(), make.make_source(text=text)
    make.make_figure(report, source=source, quote=text)
    [problem] = chapter_named("indicators").problems(report)
    assert "947" in problem.message
    assert problem.address.endswith(f"/text/dgsn-2024-ar/#n{text.index('947')}")
    start = text.index("947")
    make.make_dismissal(source, start=start, end=start + 3)
    assert warnings(report) == []
    source.text = text + " "
    source.save()
    figure = Figure.objects.get()
    figure.save()
    assert warnings(report) == ["number"]
