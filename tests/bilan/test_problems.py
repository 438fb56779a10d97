"""What blocks a chapter, in words with a link to its cure."""

import pytest
from django.urls import resolve

from bilan import publication
from bilan.chapter import chapter_named
from bilan.models import Command, Source
from bilan.problems import key_of, loops
from bilan.publication import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db


def problems(report, chapter="indicators", kind=""):
    """The problems of a chapter whose key starts so."""
    return [one for one in chapter_named(chapter).problems(report) if one.key.startswith(kind)]


def test_a_quote_that_is_not_in_its_text_blocks_until_it_is_mended():
    source = make.make_source(text="سجلت المصالح 755 ألف و541 قضية زجرية")
    figure = make.make_figure(source=source, quote="755 ألف و542 قضية")
    [problem] = problems(figure.report)
    assert problem.blocks
    assert problem.key == f"quote:figures:{figure.pk}"
    assert resolve(problem.address).kwargs == {"object_id": str(figure.pk)}
    with pytest.raises(Refused) as caught:
        publication.submit(figure.report, by=make.make_person("clerk"))
    assert caught.value.codes == ["blocked"]
    figure.quote = "755 ألف و541   قضية"
    figure.save()
    assert problems(figure.report) == []


def test_a_text_that_changed_under_its_quotes_blocks():
    source = make.make_source(text="755 ألف و541 قضية")
    figure = make.make_figure(source=source, quote="755 ألف و541")
    assert problems(figure.report) == []
    source.text = "نص معدل: 755 ألف و541 قضية"
    source.save()
    [problem] = problems(figure.report)
    assert problem.blocks
    assert resolve(problem.address).kwargs == {"report_id": figure.report_id, "code": source.code}
    source.text = "نص معدل: 755 ألف و542 قضية"
    source.save()
    [problem] = problems(figure.report)
    assert resolve(problem.address).kwargs == {"object_id": str(figure.pk)}


def test_a_quote_of_a_source_whose_text_is_not_held_cannot_be_looked_up():
    figure = make.make_figure(quote="755 ألف و541")
    assert Source.objects.get(pk=figure.source_id).text == ""
    assert problems(figure.report) == []


@pytest.mark.parametrize(
    ("make_entry", "chapter", "missing"),
    [
        (lambda: make.make_unit_event(name_en=""), "units", "en"),
        (lambda: make.make_unit_event(name_fr="", name_en=""), "units", "fr:en"),
        (lambda: make.make_agreement(title_ar="عنوان"), "partnerships", "fr:en"),
        (lambda: make.make_agreement(title_fr="t", title_en="t"), "partnerships", "ar"),
    ],
)
def test_a_title_in_some_languages_only_blocks(make_entry, chapter, missing):
    [problem] = problems(make_entry().report, chapter)
    assert problem.blocks
    assert problem.key.endswith(missing)


def test_no_title_at_all_is_not_half_a_title():
    assert problems(make.make_agreement(title_ar="", title_fr="", title_en="").report, "partnerships") == []


def test_a_report_titled_in_some_languages_only_blocks_whatever_its_chapters():
    figure = make.make_figure(make.make_report(title_en=""))
    [problem] = problems(figure.report, "statements")
    assert problem.blocks
    with pytest.raises(Refused) as caught:
        make.make_release(figure.report)
    assert caught.value.codes == ["blocked"]


def test_a_name_that_is_mentioned_blocks_with_a_link_to_its_list():
    figure = make.make_figure(indicator=make.make_indicator("cases_total", theme=make.make_theme(name_en="")))
    make.make_theme("traffic", name_en="")
    [problem] = problems(figure.report)
    assert problem.blocks
    assert problem.key == "languages:themes:crime:en"
    assert problem.address.endswith("?q=crime")


def test_a_command_that_is_its_own_descendant_blocks():
    top = make.make_command("top")
    below = make.make_command("below", parent=top)
    assert list(loops(Command)) == []
    top.parent = below
    top.save()
    assert [one.key for one in loops(Command)] == ["loop:command:top", "loop:command:below"]
    assert all(one.blocks for one in problems(make.make_report(), "statements"))


def test_a_key_holds_exact_values_and_never_outgrows_its_column():
    from decimal import Decimal

    assert key_of("gap", 2024, "cocaine", Decimal("1948.000"), None) == "gap:2024:cocaine:1948.000:None"
    assert len(key_of("gap", "x" * 400)) == 300


def test_finding_problems_costs_the_same_for_one_entry_and_for_many(django_assert_max_num_queries):
    report = make.make_report()
    for place in range(40):
        make.make_figure(report, indicator=f"indicator_{place}", quote="q")
        make.make_unit_event(report, unit=f"unit-{place}")
    with django_assert_max_num_queries(30):
        assert problems(report) == []
    with django_assert_max_num_queries(15):
        assert problems(report, "units") == []
