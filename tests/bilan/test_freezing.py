"""Entries into release tables, and the names that go with them."""

from decimal import Decimal

import pytest
from django.utils import timezone

from bilan.chapter import chapter_named, chapters
from bilan.freezing import (
    content_digest,
    freeze_table,
    freeze_texts,
    frozen_columns,
    labels_of,
    natural_columns,
)
from bilan.models import Release, ReleasedText
from bilan.models.stated import Stated
from indicators.models import ReleasedFigure
from tests import factories as make
from units.models import ReleasedUnitEvent

pytestmark = pytest.mark.django_db


def release_of(report) -> Release:
    """A release with its key, not saved yet, as freezing takes it."""
    return Release(pk=1, report=report, year=report.year, number=1, visible_from=timezone.now())


def seal(release):
    """Writes the release row that its frozen rows point to."""
    release.released_by = make.make_user()
    release.released_at = timezone.now()
    release.save(force_insert=True)


def tables():
    """Every table of every chapter."""
    return [table for chapter in chapters() for table in chapter.tables]


def test_every_frozen_column_has_its_entry_column_and_a_natural_key():
    for table in tables():
        names = {column.name for column in frozen_columns(table.released)}
        assert names <= {column.name for column in table.entries._meta.concrete_fields}
        assert {column.name for column in Stated._meta.fields} <= names
        assert set(natural_columns(table.released)) <= names


def test_figures_are_copied_with_codes_and_exact_values():
    report = make.make_report()
    make.make_figure(
        report,
        value=Decimal("542.455"),
        indicator=make.make_indicator("cocaine", kind="quantity", decimals=3),
    )
    make.make_figure(report, change=-10, indicator="violent_cases", command=make.make_command())
    make.make_figure(make.make_report(2023))
    release = release_of(report)
    chapter_named("indicators").freeze(release)
    seal(release)
    rows = ReleasedFigure.objects.order_by("indicator").values_list(
        "release", "indicator", "command", "source", "value", "change", "year"
    )
    assert list(rows) == [
        (1, "cocaine", "", "dgsn-2024-ar", Decimal("542.455"), None, 2024),
        (1, "violent_cases", "casablanca", "dgsn-2024-ar", None, Decimal("-10.00"), 2024),
    ]


def test_an_unnamed_partner_becomes_an_empty_code():
    report = make.make_report()
    make.make_agreement(report, reference="a-1", partner=None, sector=None)
    release = release_of(report)
    table = chapter_named("partnerships").tables[0]
    assert freeze_table(table, release) == 1
    seal(release)
    assert list(table.released.objects.values_list("partner", "sector", "reference")) == [("", "", "a-1")]


def test_a_table_is_copied_in_one_statement(django_assert_num_queries):
    report = make.make_report()
    for place in range(30):
        make.make_unit_event(report, unit=f"k9-{place}")
    release = release_of(report)
    with django_assert_num_queries(1):
        assert freeze_table(chapter_named("units").tables[0], release) == 30
    seal(release)
    assert ReleasedUnitEvent.objects.filter(release=1).count() == 30


def test_labels_hold_what_is_mentioned_and_its_parents_and_nothing_else():
    report = make.make_report()
    parent = make.make_indicator("theft", name_fr="Vol")
    make.make_indicator("unmentioned")
    make.make_theme("traffic")
    child = make.make_indicator("car_theft", parent=parent)
    make.make_figure(report, indicator=child, command=make.make_command(), source=make.make_source(text="نص"))
    labels = labels_of(chapter_named("indicators").tables, report)
    assert set(labels) == {"commands", "indicators", "measures", "sources", "themes"}
    assert set(labels["indicators"]) == {"theft", "car_theft"}
    assert set(labels["commands"]) == {"casablanca", "morocco"}
    assert set(labels["themes"]) == {"crime"}
    assert labels["indicators"]["car_theft"]["parent"] == "theft"
    assert labels["indicators"]["theft"]["name_fr"] == "Vol"
    source = labels["sources"]["dgsn-2024-ar"]
    assert source["rank"] == "official"
    assert len(source["text_digest"]) == 64
    assert "text" not in source


def test_labels_cost_the_same_for_one_entry_and_for_fifty(django_assert_max_num_queries):
    report = make.make_report()
    for place in range(50):
        make.make_figure(report, indicator=f"indicator_{place}")
    with django_assert_max_num_queries(12):
        labels = labels_of(chapter_named("indicators").tables, report)
    assert len(labels["indicators"]) == 50


def test_texts_of_the_sources_are_copied_where_held():
    report = make.make_report()
    make.make_source(text="755 ألف و541 قضية")
    make.make_source("press-1")
    release = release_of(report)
    assert freeze_texts(release, ["dgsn-2024-ar", "press-1"]) == 1
    seal(release)
    text = ReleasedText.objects.get()
    assert (text.source, text.text) == ("dgsn-2024-ar", "755 ألف و541 قضية")


def test_the_content_digest_follows_values_and_names_but_not_who_wrote():
    report = make.make_report()
    figure = make.make_figure(report)
    chapter = chapter_named("indicators")
    first = content_digest(chapter, report)
    figure.changed_by = make.make_user()
    figure.save()
    assert content_digest(chapter, report) == first
    figure.value = 755_542
    figure.save()
    second = content_digest(chapter, report)
    assert second != first
    figure.indicator.name_en = "Recorded cases"
    figure.indicator.save()
    assert content_digest(chapter, report) not in (first, second)
