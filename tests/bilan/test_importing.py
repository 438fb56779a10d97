"""Files into the record: what is written, what is refused, and the history that stays."""

import pytest
from django.db import transaction

from bilan.importing.process import import_file
from bilan.models import Change, ChapterReview, Command, Edit, Report, Source, editing
from bilan.models.recorded import change_line, edit_digest
from indicators.models import Figure, Indicator
from tests.factories import (
    make_command,
    make_country,
    make_figure,
    make_indicator,
    make_report,
    make_source,
    make_user,
)
from units.models import Unit, UnitEvent, UnitKind

pytestmark = pytest.mark.django_db

HEADER = "report,indicator,year,value,change,wording,source,quote,place,note"


@pytest.fixture
def ground():
    """A report, a count, a quantity and a source."""
    make_report(2024)
    make_country()
    make_indicator("cases_total")
    make_indicator("cocaine", kind="quantity", decimals=3)
    make_source("paper", text="Il y a eu 12 affaires, soit 12 affaires.")


@pytest.fixture
def send(tmp_path, ground):
    """Imports lines of a table; returns the outcome."""

    def send(table, *lines, name="file.csv", **options):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return import_file(table, path, **{"write": True, "folder": tmp_path, **options})

    return send


def codes(outcome):
    """(row, column, code) of every problem."""
    return [(one.row, one.column, one.code) for one in outcome.problems]


def accounted(outcome):
    """Rows in = new + changed + unchanged + refused."""
    return outcome.rows == outcome.new + outcome.changed + outcome.unchanged + outcome.refused


def test_a_dry_run_writes_nothing(send):
    outcome = send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,", write=False)
    assert outcome.line() == "new=1 changed=0 unchanged=0 errors=0"
    assert not Figure.objects.exists()
    assert not outcome.applied


def test_an_import_leaves_the_same_history_as_a_form(send):
    """The sanctioned bulk path and save() must not be told apart by a reader of the history."""
    by = make_user()
    send("figures", HEADER, "2024,cocaine,2023,542.4550,-4,fall,paper,12 affaires,2,«x»\t\\", by=by)
    send("figures", HEADER, "2024,cocaine,2023,542.46,-4,fall,paper,12 affaires,2,", by=by)
    imported = [(change.action, change.before, change.after, change.key, change.year) for change in figures()]
    row = Figure.objects.get()
    written = {name: getattr(row, name) for name in ("quote_start", "quote_end", "quote_digest")}
    assert row.changed_by == by
    assert written["quote_start"] == row.source.text.rindex("12 affaires")

    with transaction.atomic(), editing(by):
        row.delete()
    saved = make_figure(
        report=Report.objects.get(year=2024),
        indicator=Indicator.objects.get(code="cocaine"),
        source=Source.objects.get(code="paper"),
        year=2023,
        value="542.455",
        change="-4",
        wording="fall",
        quote="12 affaires",
        place=2,
        note="«x»\t\\",
    )
    saved.value = "542.46"
    saved.save()
    by_hand = [(change.action, change.before, change.after, change.key, change.year) for change in figures()]
    assert by_hand[-2:] == imported
    saved.refresh_from_db()
    assert {name: getattr(saved, name) for name in written} == written


def figures():
    """Changes of figures in their order."""
    return Change.objects.filter(table="figures").order_by("pk")


def test_the_chain_of_digests_holds_over_imports(send):
    send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,")
    send("figures", HEADER, "2024,cases_total,2024,13,,,paper,,,", "2024,cocaine,2024,0.125,,,paper,,,")
    previous = ""
    for edit in Edit.objects.order_by("pk"):
        assert edit.previous == previous
        assert edit.digest == edit_digest(edit, map(change_line, edit.changes.order_by("pk")))
        assert edit.changes_count == edit.changes.count()
        previous = edit.digest


def test_the_same_file_again_changes_nothing(send):
    lines = HEADER, "2024,cases_total,2024,12,-3.5,fall,paper,12 affaires,1,n"
    send("figures", *lines)
    edits = Edit.objects.count()
    outcome = send("figures", *lines)
    assert outcome.line() == "new=0 changed=0 unchanged=1 errors=0"
    assert Edit.objects.count() == edits


def test_a_chapter_is_touched_once_and_the_report_grows(send):
    by = make_user()
    before = Report.objects.get(year=2024).version
    send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,", "2024,cocaine,2024,1.5,,,paper,,,", by=by)
    assert Report.objects.get(year=2024).version == before + 1
    assert ChapterReview.objects.get(chapter="indicators").edited_by == by


def test_a_blank_cell_keeps_what_is_recorded_unless_erasing_is_asked(send):
    send("figures", HEADER, "2024,cases_total,2024,12,-3,fall,paper,,,n")
    kept = send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,")
    assert (kept.unchanged, kept.kept, kept.erased) == (1, 3, 0)
    erased = send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,", erase=True)
    assert (erased.changed, erased.kept, erased.erased) == (1, 0, 3)
    row = Figure.objects.get()
    assert (row.change, row.wording, row.note) == (None, "", "")


def test_an_absent_column_leaves_things_as_they_are(send):
    send("figures", HEADER, "2024,cases_total,2024,12,-3,fall,paper,,,n")
    send("figures", "report,indicator,year,source,value", "2024,cases_total,2024,paper,13", erase=True)
    row = Figure.objects.get()
    assert (row.value, row.change, row.wording, row.note) == (13, -3, "fall", "n")


def test_every_error_is_told_at_once_and_nothing_is_written(send):
    outcome = send(
        "figures",
        HEADER,
        "2024,cases_total,2024,12,,,paper,,,",
        "2024,cases_total,2024,13,,,paper,,,",
        "2024,cases_total,2024,1e3,x,,paper,,,",
        "2019,cases_total,2019,1,,,paper,,,",
        "2024,nothing,2024,1,,,paper,,,",
        "2024,cases_total,2025,1,,,paper,,,",
        "2024,cocaine,2024,,,,paper,,,",
        "2024,cocaine,2023,1.948,,,paper,,0,",
    )
    assert codes(outcome) == [
        (3, "", "duplicate_row"),
        (4, "value", "bad_number"),
        (4, "change", "bad_number"),
        (5, "report", "unknown_report"),
        (6, "indicator", "unknown_code"),
        (7, "year", "year"),
        (8, "", "nothing_stated"),
        (9, "value", "ambiguous_number"),
        (9, "place", "out_of_range"),
    ]
    assert accounted(outcome)
    assert (outcome.rows, outcome.new, outcome.refused) == (8, 1, 7)
    assert not Figure.objects.exists()


def test_a_row_that_changes_nothing_of_a_closed_report_is_unchanged_and_another_is_refused(send):
    send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,")
    Report._base_manager.filter(year=2024).update(state=Report.State.RELEASED)
    same = send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,")
    assert (same.unchanged, same.errors) == (1, 0)
    other = send("figures", HEADER, "2024,cases_total,2024,13,,,paper,,,", "2024,cocaine,2024,1.5,,,paper,,,")
    assert codes(other) == [(2, "report", "report_closed"), (3, "report", "report_closed")]
    assert {one.value for one in other.problems} == {"2024"}
    titled = send("reports", "year,title_en", "2024,Another title")
    assert codes(titled) == [(2, "year", "report_closed")]


def test_a_command_is_resolved_in_the_version_of_the_report(send):
    make_report(2020)
    old = make_command("nador", valid_from=None, valid_to="2021-12-31", level="provincial")
    new = make_command("nador", valid_from="2022-01-01", level="prefecture")
    header = "report,indicator,year,command,source,value"
    send("figures", header, "2020,cases_total,2020,nador,paper,1", "2024,cases_total,2020,nador,paper,2")
    assert list(Figure.objects.order_by("report__year").values_list("command", flat=True)) == [old.pk, new.pk]


def test_a_unit_begins_with_the_first_event_that_names_it(send):
    UnitKind(code="brigade", name_ar="فرقة").save()
    header = "report,unit,kind,event,name_ar,source"
    lines = header, "2024,dogs,brigade,created,فرقة,paper", "2024,dogs,brigade,extended,فرقة,paper"
    send("units", *lines, write=False)
    assert not Unit.objects.exists()
    outcome = send("units", *lines)
    assert outcome.new == 2
    assert Unit.objects.get().code == "dogs"
    assert UnitEvent.objects.filter(command__code="morocco").count() == 2
    last = Edit.objects.order_by("-pk")[0]
    assert [(change.table, change.key) for change in last.changes.order_by("pk")] == [
        ("unit", "dogs"),
        ("units", "2024|dogs|created"),
        ("units", "2024|dogs|extended"),
    ]
    assert last.digest == edit_digest(last, map(change_line, last.changes.order_by("pk")))


def test_parents_stand_in_the_same_file_in_any_order(send):
    header = "code,theme,kind,measure,parent,name_ar"
    outcome = send(
        "indicators",
        header,
        "child,crime,count,cases,middle,ا",
        "middle,crime,count,cases,top,ا",
        "top,crime,count,cases,,ا",
    )
    assert outcome.new == 3
    assert Indicator.objects.get(code="child").parent.parent.code == "top"
    assert Change.objects.get(table="indicators", key="child").after["parent"] == "middle"
    again = send("indicators", header, "child,crime,count,cases,middle,ا")
    assert again.unchanged == 1


def test_parents_of_commands_are_told_with_their_period(send):
    header = "code,level,parent,name_ar,valid_from,valid_to"
    send("commands", header, "b,district,a,ا,,", "a,regional,,ا,2020-01-01,")
    assert Command.objects.get(code="b").parent.code == "a"
    assert Change.objects.get(table="commands", key="b|").after["parent"] == "a|2020-01-01"
    assert Command.objects.get(code="b").stated() == Change.objects.get(table="commands", key="b|").after


def test_nobody_stands_above_himself(send):
    header = "code,theme,kind,measure,parent,name_ar"
    outcome = send(
        "indicators", header, "a,crime,count,cases,b,ا", "b,crime,count,cases,a,ا", "c,crime,count,cases,d,ا"
    )
    assert codes(outcome) == [
        (2, "parent", "not_allowed"),
        (3, "parent", "not_allowed"),
        (4, "parent", "unknown_code"),
    ]


def test_a_new_row_needs_what_its_record_needs(send):
    outcome = send("sources", "code,title,language", "new,,ar", "paper,,fr")
    assert codes(outcome) == [(2, "rank", "empty_code"), (2, "title", "empty_code")]


def test_a_source_brings_its_text_from_its_folder_only(send, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("عدد القضايا", encoding="utf-8")
    header = "code,title,language,rank,text_file"
    send("sources", header, "held,t,ar,official,texts/a.txt")
    held = Source.objects.get(code="held")
    assert held.text == "عدد القضايا"
    assert Change.objects.get(key="held").after == held.stated()
    outside = send("sources", header, "a,t,ar,official,../../etc/passwd", "b,t,ar,official,/etc/passwd")
    assert codes(outside) == [(2, "text_file", "not_allowed"), (3, "text_file", "not_allowed")]
    upload = send(
        "sources", header, "held,t,ar,official,texts/a.txt", "x,t,ar,press,texts/a.txt", folder=None
    )
    assert codes(upload) == [(3, "text_file", "not_allowed")]
    assert Source.objects.get(code="held").text == "عدد القضايا"


def test_a_quote_that_is_not_found_is_no_error_of_the_file(send):
    send("figures", HEADER, "2024,cases_total,2024,12,,,paper,no such words,,")
    row = Figure.objects.get()
    assert (row.quote, row.quote_start, row.quote_digest) == ("no such words", None, "")


@pytest.mark.parametrize("moment", ["read", "check", "write"])
def test_an_interruption_leaves_nothing(send, moment):
    def stop(stage, count, share):
        assert 0 < share <= 1
        if stage == moment:
            raise KeyboardInterrupt

    rows = 1100 if moment == "read" else 60
    lines = [f"2024,cases_total,{1960 + number % 60},12,,,paper,,," for number in range(rows)]
    with pytest.raises(KeyboardInterrupt):
        send("figures", HEADER, *lines, progress=stop)
    assert not Figure.objects.exists()
    assert send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,").new == 1


def test_without_a_country_a_file_without_commands_is_told_so(send):
    Command._base_manager.all().delete()
    outcome = send("figures", HEADER, "2024,cases_total,2024,12,,,paper,,,")
    assert codes(outcome) == [(1, "command", "missing_column")]


def test_a_new_row_without_its_report_is_refused(send):
    outcome = send("agreements", "report,reference,form,source", ",ref-1,agreement,paper")
    assert codes(outcome) == [(2, "report", "empty_code")]


@pytest.mark.parametrize("note", ['a\n\\.\nb "q" \\N,\t;', "\\.", "\\N", '"', "a\r\nb\rc", "\\"])
def test_a_note_that_a_database_could_take_for_a_mark_comes_in_as_it_is(send, note):
    cell = note.replace('"', '""')
    outcome = send("figures", HEADER, f'2024,cases_total,2024,12,,,paper,,,"{cell}"')
    assert codes(outcome) == []
    assert Figure.objects.get().note == note
    assert Change.objects.get(table="figures").after["note"] == note


def test_problems_of_the_file_and_of_its_rows_come_in_the_order_of_the_sheet(send):
    rows = [
        f"2024,cases_total,{2023 - number},{'x' if number % 3 else 12},,,paper,,," for number in range(60)
    ]
    rows[40] += ",too,many"
    rows[55] = f'2024,cases_total,1960,"{chr(1)}",,,paper,,,'
    outcome = send("figures", HEADER, *rows)
    found = [one.row for one in outcome.problems]
    assert found == sorted(found)
    assert {42, 57} <= set(found)


def test_a_code_that_is_nearly_right_is_told_the_right_one(send):
    outcome = send("figures", HEADER, "2024,case_total,2024,12,,,paper,,,", "2024,xyz,2024,12,,,paper,,,")
    near, far = outcome.problems
    assert (near.code, near.params) == ("unknown_code", {"reason": "near", "nearest": "cases_total"})
    assert "cases_total" in near.message
    assert (far.code, far.params) == ("unknown_code", {})
