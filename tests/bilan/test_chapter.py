"""What every chapter offers, whichever it is, and what is said when settings name one that is not there."""

import pytest
from django.core.checks import run_checks
from django.utils.module_loading import import_string

from bilan.chapter import Chapter, chapter_named, chapters, chapters_of
from bilan.models import ReleasedEntry, ReportEntry
from tests.factories import make_figure, make_report

CHAPTERS = chapters()
NAMES = [chapter.slug for chapter in CHAPTERS]


@pytest.fixture
def listed(settings):
    """Lets a test say which chapters the settings list."""

    def listed(*paths):
        settings.REPORT_CHAPTERS = list(paths)
        chapters.cache_clear()

    yield listed
    chapters.cache_clear()


def test_the_order_of_the_settings_is_the_order_of_the_page(listed):
    listed("units.chapter.UnitsChapter", "indicators.chapter.IndicatorsChapter")
    assert [chapter.slug for chapter in chapters_of(report=None)] == ["units", "indicators"]


def test_a_chapter_is_found_by_its_name():
    assert chapter_named("units").slug == "units"
    with pytest.raises(KeyError):
        chapter_named("weather")


@pytest.mark.parametrize(
    "paths",
    [
        ["indicators.chapter.IndicatorsChapte"],
        ["weather.chapter.WeatherChapter"],
        ["units.chapter.UnitsChapter", "units.chapter.UnitsChapter"],
    ],
)
def test_a_list_of_chapters_that_cannot_be_is_an_error_of_the_check(listed, paths):
    listed(*paths)
    assert [problem.id for problem in run_checks(tags=["compatibility"]) if problem.id == "bilan.E001"]


def test_the_chapters_of_the_settings_pass_the_check():
    assert run_checks(tags=["compatibility"]) == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_a_chapter_has_a_name_a_title_and_tables_that_freeze(chapter):
    assert isinstance(chapter, Chapter)
    assert chapter.slug
    assert str(chapter.title)
    assert chapter.tables
    for table in chapter.tables:
        assert issubclass(table.entries, ReportEntry)
        assert issubclass(table.released, ReleasedEntry)
        assert table.entries.chapter == chapter.slug
        assert import_string(table.resource).table == table.name


def test_the_chapters_hold_the_tables_of_facts_between_them():
    tables = [table.name for chapter in CHAPTERS for table in chapter.tables]
    assert sorted(tables) == ["agreements", "figures", "statements", "units"]


@pytest.mark.django_db
def test_a_chapter_without_entries_says_so():
    figure = make_figure()
    stated = {chapter.slug for chapter in CHAPTERS if chapter.has_entries(figure.report)}
    assert stated == {"indicators"}
    assert not any(chapter.has_entries(make_report(2023)) for chapter in CHAPTERS)
