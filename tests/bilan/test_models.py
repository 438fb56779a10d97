"""What the records of the report promise, and what their database refuses whoever writes."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from bilan.models import (
    Change,
    ChapterReview,
    Command,
    Edit,
    HistoryRequired,
    Release,
    Report,
    Source,
    Statement,
    editing,
    in_language,
)
from bilan.models.recorded import change_line, edit_digest
from tests.factories import (
    make_command,
    make_country,
    make_figure,
    make_report,
    make_source,
    make_statement,
    make_user,
)

pytestmark = pytest.mark.django_db


def write_past_the_code(record, **columns):
    """Changes columns as a script or a console would, with none of our code in between."""
    with transaction.atomic():
        models.QuerySet(type(record)).filter(pk=record.pk).update(**columns)


# --- what the database refuses --------------------------------------------------------------------------


@pytest.mark.parametrize("year", [0, 1955, 2101])
def test_a_report_of_an_implausible_year_is_refused(year):
    with pytest.raises(IntegrityError):
        make_report(year)


@pytest.mark.parametrize(
    "make, columns",
    [
        (make_report, {"state": "published"}),
        (make_source, {"rank": "rumour"}),
        (make_source, {"language": "es"}),
        (make_command, {"level": "galaxy"}),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(make, columns):
    record = make()
    with pytest.raises(IntegrityError):
        write_past_the_code(record, **columns)


def test_a_second_report_of_a_year_is_refused():
    make_report(2024)
    with pytest.raises(IntegrityError):
        Report(year=2024).save()


def test_a_statement_has_one_row_a_code_in_a_report():
    first = make_statement(code="axis")
    with pytest.raises(IntegrityError):
        Statement(report=first.report, source=first.source, code="axis").save()


@pytest.mark.parametrize("since", [None, date(2016, 1, 1)])
def test_a_command_has_one_version_a_start_even_without_a_start(since):
    """In a plain unique index two rows without a start would not meet: NULL differs from NULL."""
    make_command("dakhla", valid_from=since)
    with pytest.raises(IntegrityError):
        Command(code="dakhla", level="regional", name_ar="الداخلة", valid_from=since).save()


def test_a_command_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError):
        make_command("nador", valid_from=date(2020, 1, 1), valid_to=date(2019, 12, 31))


@pytest.mark.parametrize("step", ["edited", "submitted", "approved"])
@pytest.mark.parametrize("half", ["by", "at"])
def test_who_and_when_of_a_step_come_in_pairs(step, half):
    review = ChapterReview.objects.create(report=make_report(), chapter="units")
    value = make_user() if half == "by" else timezone.now()
    with pytest.raises(IntegrityError):
        write_past_the_code(review, **{f"{step}_{half}": value})


def test_a_chapter_is_approved_by_somebody_and_not_by_its_last_editor():
    editor, now = make_user(), timezone.now()
    review = ChapterReview.objects.create(
        report=make_report(), chapter="units", edited_by=editor, edited_at=now
    )
    with pytest.raises(IntegrityError):
        write_past_the_code(review, state="approved")
    with pytest.raises(IntegrityError):
        write_past_the_code(review, state="approved", approved_by=editor, approved_at=now)
    write_past_the_code(review, state="approved", approved_by=make_user(), approved_at=now)


@pytest.mark.parametrize("missing", ["ar", "fr", "en"])
def test_a_correction_without_a_note_in_one_of_the_languages_is_refused(missing):
    notes = {f"note_{language}": "" if language == missing else "note" for language in ("ar", "fr", "en")}
    with pytest.raises(IntegrityError):
        Release.objects.create(
            report=make_report(),
            year=2024,
            number=2,
            kind=Release.Kind.CORRECTION,
            visible_from=timezone.now(),
            released_by=make_user(),
            released_at=timezone.now(),
            digest="0" * 64,
            **notes,
        )


def test_a_report_with_entries_cannot_be_deleted():
    report = make_figure().report
    with pytest.raises(models.ProtectedError):
        report.delete()


def test_a_row_that_points_nowhere_is_refused():
    statement = make_statement()
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_code(statement, source_id=987_654)
        connection.check_constraints()


# --- names and places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names, language, expected",
    [
        ({"name_ar": "سرقة", "name_fr": "vol", "name_en": "theft"}, "fr", "vol"),
        ({"name_ar": "سرقة", "name_fr": "", "name_en": "theft"}, "fr", "سرقة"),
        ({"name_ar": "سرقة", "name_fr": "vol", "name_en": "theft"}, "fr-ma", "vol"),
        ({}, "en", ""),
    ],
)
def test_a_name_is_read_in_a_language_and_in_arabic_where_it_is_missing(names, language, expected):
    assert in_language(names, "name", language) == expected


@pytest.mark.parametrize("year, expected", [(2015, "provincial"), (2016, "regional"), (2024, "regional")])
def test_a_command_has_the_rank_that_it_had_that_year(year, expected):
    make_command("ouarzazate", level="provincial", valid_to=date(2016, 5, 31))
    make_command("ouarzazate", level="regional", valid_from=date(2016, 6, 1))
    found = Command.objects.in_force(year).get(code="ouarzazate")
    assert found.level == expected


def test_the_whole_country_is_a_command_too():
    assert make_country().is_country
    assert Command.objects.country() == make_country()
    assert not make_command().is_country


def test_sources_come_by_rank_then_date_then_code():
    make_source("b-press", rank="press", published_on=date(2020, 1, 1))
    make_source("d-official", rank="official", published_on=date(2024, 12, 20))
    make_source("c-agency", rank="agency", published_on=date(2024, 12, 21))
    make_source("a-agency", rank="agency", published_on=date(2024, 12, 21))
    assert [source.code for source in Source.objects.by_rank()] == [
        "d-official",
        "a-agency",
        "c-agency",
        "b-press",
    ]


# --- quotes ---------------------------------------------------------------------------------------------

TEXT = "سجلت المصالح 755 ألف و541 قضية.\nو541  قضية أخرى، و541 قضية."


@pytest.mark.parametrize("place, found", [(None, 1), (1, 1), (2, 2), (3, 3)])
def test_a_quote_is_found_at_its_place_whatever_the_white_space(place, found):
    source = make_source(text=TEXT)
    statement = make_statement(source=source, quote="و541 قضية", place=place)
    starts = [i for i in range(len(TEXT)) if TEXT.startswith("و541", i)]
    assert statement.quote_start == starts[found - 1]
    assert TEXT[statement.quote_start : statement.quote_end].split() == ["و541", "قضية"]
    assert statement.quote_digest == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize("columns", [{"quote": "لم يقل"}, {"quote": "و541 قضية", "place": 4}, {"quote": ""}])
def test_a_quote_that_is_not_there_has_no_offsets(columns):
    statement = make_statement(source=make_source(text=TEXT), **columns)
    assert (statement.quote_start, statement.quote_end, statement.quote_digest) == (None, None, "")


def test_a_text_is_kept_byte_for_byte():
    text = " \u200f755 ألف\u00a0و541\r\n\tقضية "
    source = make_source(text=text)
    source.refresh_from_db()
    assert source.text == text
    assert source.text_digest == hashlib.sha256(text.encode()).hexdigest()


# --- history --------------------------------------------------------------------------------------------


def test_every_save_leaves_who_what_before_and_after():
    person, statement = make_user(), make_statement(note="draft")
    with editing(person, reason="typing error"):
        statement.note = "read twice"
        statement.save()
    edit = Edit.objects.order_by("-pk").first()
    change = edit.changes.get()
    assert (edit.by, edit.reason, edit.changes_count) == (person, "typing error", 1)
    assert (change.table, change.key, change.year, change.action) == (
        "statements",
        "2024|strategy",
        2024,
        "~",
    )
    assert (change.before["note"], change.after["note"]) == ("draft", "read twice")


def test_a_save_that_changes_nothing_leaves_nothing():
    statement = make_statement()
    before = Edit.objects.count()
    statement.save()
    assert Edit.objects.count() == before


def test_a_deletion_leaves_what_was_there():
    statement = make_statement(note="last words")
    statement.delete()
    change = Change.objects.order_by("-pk").first()
    assert (change.action, change.before["note"], change.after) == ("-", "last words", None)


def test_an_edit_is_all_or_nothing():
    statement = make_statement(note="as it was")
    edits = Edit.objects.count()
    with pytest.raises(ZeroDivisionError), editing(make_user()):
        statement.note = "half done"
        statement.save()
        raise ZeroDivisionError
    statement.refresh_from_db()
    assert (statement.note, Edit.objects.count()) == ("as it was", edits)


@pytest.mark.parametrize(
    "write",
    [
        lambda: Statement.objects.update(note="x"),
        lambda: Statement.objects.all().delete(),
        lambda: Statement.objects.bulk_create([Statement()]),
        lambda: Statement.objects.bulk_update([], ["note"]),
        lambda: Statement.objects.filter(code="strategy").update(note="x"),
    ],
)
def test_a_write_that_would_leave_no_history_is_refused(write):
    make_statement()
    with pytest.raises(HistoryRequired):
        write()


def test_edits_are_chained_each_to_the_one_before():
    make_statement(code="one")
    make_statement(code="two")
    previous = ""
    for edit in Edit.objects.order_by("pk"):
        assert edit.previous == previous
        lines = [change_line(change) for change in edit.changes.order_by("pk")]
        assert edit.digest == edit_digest(edit, lines)
        previous = edit.digest


def test_an_edit_touches_the_chapter_of_its_report():
    person, report = make_user(), make_report()
    version = Report.objects.get(pk=report.pk).version
    with editing(person):
        make_statement(report)
    review = ChapterReview.objects.get(report=report, chapter="statements")
    assert (review.edited_by, review.state) == (person, "draft")
    assert Report.objects.get(pk=report.pk).version > version
