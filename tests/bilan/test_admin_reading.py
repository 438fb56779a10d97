"""The page on which staff turn an official text into entries, driven as a browser drives it."""

import csv
import io
import shutil
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from bilan import publication
from bilan.chapter import chapter_named
from bilan.history import broken_links
from bilan.models import Change, Dismissal, Edit, Report, Source
from indicators.models import Figure, Indicator
from tests import factories as make
from tests.staff import client_of, fields_of
from units.models import UnitEvent

pytestmark = pytest.mark.django_db

SOURCE = "dgsn-2024-ar"
LEFT_OUT = {"figures.csv", "units.csv", "agreements.csv", "statements.csv"}


def address(report, source=SOURCE):
    return reverse("admin:read_text", args=[report.pk, source])


def browse(client, report, source=SOURCE):
    """(page, what its form would send), every hidden row name included."""
    response = client.get(address(report, source))
    assert response.status_code == 200
    return response, form_of(response)


def form_of(response):
    """The fields of the reading form; `row` stands once for each row."""
    fields = fields_of(response, "reading-form")
    if "row" in fields:
        rows = response.content.decode().split('name="row" value="')[1:]
        fields["row"] = [row.partition('"')[0] for row in rows]
    return fields


def names(fields):
    return fields.get("row", [])


@pytest.fixture
def communique(tmp_path):
    """The 2024 communiqué and every reference table, without a single entry."""
    folder = tmp_path / "data"
    shutil.copytree(settings.BASE_DIR / "data", folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    make.make_user("clerk", username="amina")
    call_command("load_data", str(folder), "--apply", "--by", "amina", stdout=io.StringIO())
    return Report.objects.get(year=2024)


def rows_of_the_data(table):
    with (settings.BASE_DIR / "data" / f"{table}.csv").open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row["source"] == SOURCE]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_whole_communique_taken_is_the_data_that_was_written_by_hand(communique, language):
    client = client_of("clerk", language=language)
    before = Edit.objects.count()
    _page, fields = browse(client, communique)
    response = client.post(address(communique), fields)
    assert response.status_code == 302
    found = {
        (f.indicator.code, f.year, f.command.code, f.value, f.change, f.wording, f.qualifier)
        for f in Figure.objects.select_related("indicator", "command")
    }
    wanted = {
        (
            row["indicator"], int(row["year"]), "morocco", number(row["value"]), number(row["change"]),
            row["wording"], row["qualifier"] or "exact",
        )
        for row in rows_of_the_data("figures")
    }  # fmt: skip
    assert found == wanted
    units = UnitEvent.objects.select_related("unit", "kind", "command")
    assert {(u.unit.code, u.kind.code, u.command.code, u.event) for u in units} == {
        (row["unit"], row["kind"], row["command"], row["event"]) for row in rows_of_the_data("units")
    }
    [edit] = Edit.objects.order_by("pk")[before:]
    assert (edit.kind, edit.by) == ("text", client.user)
    assert list(broken_links()) == []


def number(text):
    return Decimal(text) if text else None


def test_every_entry_stands_in_its_sentence_with_the_digest_of_the_text(communique):
    client = client_of("clerk")
    client.post(address(communique), browse(client, communique)[1])
    text = Source.objects.get(code=SOURCE)
    entries = [*Figure.objects.all(), *UnitEvent.objects.all()]
    assert len(entries) == 19
    for entry in entries:
        assert entry.quote_digest == text.text_digest
        assert text.text[entry.quote_start : entry.quote_end] == entry.quote
        assert entry.changed_by == client.user
    page, fields = browse(client, communique)
    assert names(fields) == []
    assert page.context["counts"]["told"] == 100
    assert [p for p in chapter_named("indicators").problems(communique) if p.key.startswith("number:")] == []


def test_after_a_change_of_the_text_one_click_takes_what_still_says_the_same(communique):
    client = client_of("clerk")
    client.post(address(communique), browse(client, communique)[1])
    source = Source.objects.get(code=SOURCE)
    source.text = "مقدمة.\n" + source.text.replace("و541", "و551", 1)
    source.save()
    page, fields = browse(client, communique)
    rows = [row for panel in page.context["panels"] for row in panel["intake"].rows]
    assert len(rows) == 19
    assert {fields[f"{row.name}-act"] for row in rows} == {"leave"}
    [unsure] = [row for row in rows if row.is_unsure]
    assert (unsure.found.indicator, unsure.found.value) == ("cases_total", 755_551)
    client.post(address(communique), fields | {f"{row.name}-act": "take" for row in rows if row != unsure})
    page, fields = browse(client, communique)
    assert names(fields) == [unsure.name]


# --- one short text -------------------------------------------------------------------------------------

SHORT = "سجلت مصالح الأمن الوطني 755.541 قضية زجرية. وتم تفكيك 947 شبكة إجرامية، في 31 بناية."


@pytest.fixture
def draft():
    """A draft of 2024, a text, and the indicator that it states."""
    report = make.make_report()
    make.make_source(text=SHORT)
    make.make_country()
    make.make_indicator("cases_total", name_ar="القضايا الزجرية المسجلة", aliases_ar="قضية زجرية")
    return report


def row_with(fields, response, words):
    """The name of the row whose sentence marks these words."""
    for intake in (panel["intake"] for panel in response.context["panels"]):
        for row in intake.rows:
            if words in row.found.quote:
                return row.name
    raise LookupError(words)


def test_a_proposal_is_corrected_before_it_is_taken(draft):
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "755.541")
    fields |= {f"{row}-act": "take", f"{row}-value": "755 ألف و542", f"{row}-wording": "stable"}
    assert client.post(address(draft), fields).status_code == 302
    figure = Figure.objects.get()
    assert (figure.value, figure.wording) == (755_542, "stable")
    assert "755.541" in figure.quote
    assert Change.objects.filter(table="figures").get().after["quote"] == figure.quote


def test_a_number_left_to_a_person_says_why_in_words(draft):
    page, _fields = browse(client_of("clerk"), draft)
    rows = page.context["panels"][0]["intake"].rows
    assert [str(row.doubt) != "" for row in rows] == [row.is_open for row in rows]
    [row] = [row for row in rows if "947" in row.found.quote]
    assert f'<p class="quiet">{row.doubt}</p>' in page.content.decode()


def test_a_corrected_proposal_asks_for_nothing_more_and_says_what_was_read(draft):
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "755.541")
    fields |= {f"{row}-act": "take", f"{row}-value": "755 ألف و542"}
    assert client.post(address(draft), fields).status_code == 302
    page, _fields = browse(client, draft)
    about, intake = page.context["panels"][0]["about"], page.context["panels"][0]["intake"]
    assert all("755.541" not in one.found.quote for one in intake.rows)
    [settled] = about["settled"]
    assert [(old, new) for _label, old, new in settled["read_as"].differences] == [("755542", "755541")]
    Figure.objects.get().delete()
    make.make_figure(draft, value=755_000, quote="755.541 قضية زجرية")
    page, _fields = browse(client, draft)
    assert any(one.differences for one in page.context["panels"][0]["intake"].rows)


def test_a_number_that_no_rule_knew_becomes_a_figure_of_the_indicator_that_a_person_names(draft):
    make.make_indicator("gangs", name_ar="شيء آخر")
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "947")
    assert fields[f"{row}-act"] == "leave"
    fields |= {f"{row}-act": "take", f"{row}-pick": "", f"{row}-other": "gangs"}
    assert client.post(address(draft), fields).status_code == 302
    assert {(f.indicator.code, f.value) for f in Figure.objects.all()} == {
        ("cases_total", 755_541), ("gangs", 947),
    }  # fmt: skip


def test_a_new_indicator_is_offered_filled_in_to_those_who_may_write_one(draft):
    page, _fields = browse(client_of("clerk"), draft)
    [link] = [row.addition for row in page.context["panels"][0]["intake"].rows if "947" in row.found.quote]
    form = client_of("clerk").get(link)
    assert form.status_code == 200
    assert "شبكة" in fields_of(form)["name_ar"]
    assert fields_of(form)["kind"] == "count"


def test_a_dropped_number_keeps_its_reason_and_the_name_of_who_dropped_it(draft):
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "31")
    refused = client.post(address(draft), fields | {f"{row}-act": "dismiss"})
    assert refused.status_code == 422
    assert not Figure.objects.exists()
    fields |= {f"{row}-act": "dismiss", f"{row}-why": "عدد البنايات لا يعني شيئا"}
    assert client.post(address(draft), fields).status_code == 302
    [dismissal] = Dismissal.objects.all()
    assert (dismissal.words, dismissal.by, dismissal.reason) == (
        "31",
        client.user,
        "عدد البنايات لا يعني شيئا",
    )
    page, fields = browse(client, draft)
    assert [mark["text"] for mark in page.context["dismissed"]] == ["31"]
    open_numbers = [p for p in chapter_named("indicators").problems(draft) if p.key.startswith("number:")]
    assert [p.key.rpartition(":")[2] for p in open_numbers] == ["947"]


def test_a_dismissal_is_taken_back_and_both_stay(draft):
    client = client_of("clerk")
    source = Source.objects.get(code=SOURCE)
    place = {"start": SHORT.index("31"), "end": SHORT.index("31") + 2}
    dismissal = Dismissal.objects.create(
        source=source, text_digest=source.text_digest, words="31", by=client.user, reason="x", **place
    )
    _page, fields = browse(client, draft)
    fields |= {"back": f"{dismissal.start}-{dismissal.end}"}
    fields |= {name: "leave" for name in fields if name.endswith("-act")}
    client.post(address(draft), fields)
    assert [row.taken_back for row in Dismissal.objects.order_by("pk")] == [False, True]
    assert Dismissal.objects.standing(source) == {}


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_changes_no_dismissal(draft, verb):
    source = Source.objects.get(code=SOURCE)
    Dismissal.objects.create(
        source=source, text_digest="x", start=0, end=1, words="3", by=make.make_user(), reason="x"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = Dismissal.objects.all()
        rows.update(reason="y") if verb == "update" else rows.delete()


def test_what_stands_already_is_shown_old_and_new_and_left(draft):
    make.make_figure(draft, value=755_000, quote="755.541 قضية زجرية")
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "755.541")
    assert fields[f"{row}-act"] == "leave"
    [shown] = [r for r in page.context["panels"][0]["intake"].rows if r.name == row]
    assert [(old, new) for _label, old, new in shown.differences] == [("755000", "755541")]
    fields[f"{row}-act"] = "take"
    client.post(address(draft), fields)
    assert Figure.objects.get().value == 755_541


def test_a_figure_without_its_sentence_is_given_it(draft):
    figure = make.make_figure(draft, note="ملاحظة")
    client = client_of("clerk")
    client.post(address(draft), browse(client, draft)[1])
    figure.refresh_from_db()
    assert SHORT[figure.quote_start : figure.quote_end] == figure.quote
    assert figure.note == "ملاحظة"


def test_a_figure_that_somebody_wrote_meanwhile_is_not_written_over_unseen(draft):
    client = client_of("clerk")
    _page, fields = browse(client, draft)
    make.make_figure(draft, value=755_000)
    response = client.post(address(draft), fields)
    assert response.status_code == 422
    assert Figure.objects.get().value == 755_000
    assert client.post(address(draft), form_of(response)).status_code == 302
    assert Figure.objects.get().value == 755_541


def test_all_or_nothing_with_the_errors_beside_the_fields(draft):
    make.make_indicator("gangs")
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "947")
    fields |= {f"{row}-act": "take", f"{row}-other": "gangs", f"{row}-value": "9,47"}
    fields |= {f"{row}-year": "2025", f"{row}-command": "nowhere"}
    response = client.post(address(draft), fields)
    assert response.status_code == 422
    assert not Figure.objects.exists()
    [wrong] = response.context["wrong"]
    assert set(wrong.form.errors) == {"value", "year", "command"}
    for field in wrong.form.errors:
        assert f'id="e-id_{row}-{field}"' in response.content.decode()


def test_two_rows_do_not_state_one_figure(draft):
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "947")
    fields |= {f"{row}-act": "take", f"{row}-other": "cases_total"}
    assert client.post(address(draft), fields).status_code == 422
    assert not Figure.objects.exists()


def test_a_text_that_changed_under_the_page_takes_nothing(draft):
    client = client_of("clerk")
    _page, fields = browse(client, draft)
    source = Source.objects.get(code=SOURCE)
    source.text = "مقدمة. " + source.text
    source.save()
    assert client.post(address(draft), fields).status_code == 422
    assert not Figure.objects.exists()


def test_a_changed_text_shifts_nothing_until_a_person_has_looked(draft):
    client = client_of("clerk")
    client.post(address(draft), browse(client, draft)[1])
    figure, source = Figure.objects.get(), Source.objects.get(code=SOURCE)
    Dismissal.objects.create(
        source=source, text_digest=source.text_digest, start=0, end=2, words="31", by=client.user, reason="x"
    )
    placed = (figure.quote_start, figure.quote_digest)
    source.text = "مقدمة. " + source.text
    source.save()
    page, fields = browse(client, draft)
    figure.refresh_from_db()
    assert (figure.quote_start, figure.quote_digest) == placed
    assert page.context["counts"]["carried"] == 0
    assert [one.words for one in page.context["earlier"]] == ["31"]
    row = row_with(fields, page, "755.541")
    assert fields[f"{row}-act"] == "leave"
    [shown] = [one for one in page.context["panels"][0]["intake"].rows if one.name == row]
    assert not shown.is_unsure
    client.post(address(draft), fields | {f"{row}-act": "take"})
    figure.refresh_from_db()
    assert figure.quote_digest == source.text_digest
    assert figure.quote_start == placed[0] + len("مقدمة. ")


def test_entries_that_no_row_proposes_are_placed_again_one_by_one(draft):
    first = make.make_statement(draft, quote="سجلت مصالح الأمن الوطني", code="one")
    second = make.make_statement(draft, quote="مصالح الأمن", code="two")
    gone = make.make_statement(draft, quote="947 شبكة", code="gone")
    source = Source.objects.get(code=SOURCE)
    source.text = "مقدمة. " + SHORT.replace("947 شبكة", "948 شبكة")
    source.save()
    client = client_of("clerk")
    page, fields = browse(client, draft)
    assert {one.entry.code: bool(one.span) for one in page.context["page"].misplaced} == {
        "one": True, "two": True, "gone": False,
    }  # fmt: skip
    client.post(
        address(draft), fields | {f"place-statement-{first.pk}": "on", f"place-statement-{gone.pk}": "on"}
    )
    for entry in (first, second, gone):
        entry.refresh_from_db()
    assert first.quote_digest == source.text_digest
    assert second.quote_digest != source.text_digest
    assert gone.quote_digest != source.text_digest


# --- reconciliation -------------------------------------------------------------------------------------


def test_a_paper_that_states_the_same_figure_is_a_second_statement(draft):
    make.make_figure(draft, quote="755.541 قضية زجرية")
    paper = make.make_source("paper", rank="press", text="755.541 قضية زجرية مسجلة.")
    client = client_of("clerk")
    page, fields = browse(client, draft, "paper")
    [row] = page.context["panels"][0]["intake"].rows
    assert [(one["figure"].source.code, one["contradicts"]) for one in row.statements] == [(SOURCE, False)]
    client.post(address(draft, "paper"), fields)
    assert {f.source.code for f in Figure.objects.all()} == {SOURCE, paper.code}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_paper_that_contradicts_the_communique_is_told_and_not_taken_by_itself(draft, language):
    make.make_figure(draft, quote="755.541 قضية زجرية")
    make.make_source("paper", rank="press", title="جريدة", text="755.514 قضية زجرية مسجلة.")
    client = client_of("clerk", language=language)
    page, fields = browse(client, draft, "paper")
    [row] = page.context["panels"][0]["intake"].rows
    assert [other.value for other in row.contradicted] == [755_541]
    assert fields[f"{row.name}-act"] == "leave"
    client.post(address(draft, "paper"), fields | {f"{row.name}-act": "take"})
    assert Figure.objects.count() == 2
    page, _fields = browse(client, draft)
    [settled] = page.context["panels"][0]["about"]["settled"]
    assert [other.source.code for other in settled["contradicted"]] == ["paper"]


# --- who may, and when ----------------------------------------------------------------------------------


def test_a_closed_report_takes_nothing(draft):
    client = client_of("clerk")
    _page, fields = browse(client, draft)
    make.make_figure(draft, quote="755.541 قضية زجرية")
    make.make_release(draft)
    assert client.post(address(draft), fields).status_code == 403
    page = client.get(address(draft))
    assert page.status_code == 200
    assert "row" not in fields_of(page, "reading-form")
    assert client.post(reverse("admin:text_sources", args=[draft.pk]), {}).status_code == 403


def test_a_clerk_of_units_takes_units_and_sees_no_figure(communique):
    client = client_of("clerk-units")
    make.make_figure(communique, indicator=Indicator.objects.get(code="cases_total"), value=123_321)
    page, fields = browse(client, communique)
    assert "123321" not in page.content.decode().replace(".", "")
    assert [panel["intake"].chapter for panel in page.context["panels"]] == ["units"]
    assert client.post(address(communique), fields | {"n0-5-act": "take"}).status_code == 302
    assert (Figure.objects.count(), UnitEvent.objects.count()) == (1, 4)


def test_a_unit_said_twice_is_proposed_once(communique):
    source = Source.objects.get(code=SOURCE)
    source.text = f"{source.text}\n{source.text}"
    source.save()
    client = client_of("clerk-units")
    _page, fields = browse(client, communique)
    assert len(names(fields)) == 4
    assert client.post(address(communique), fields).status_code == 302
    assert {event.place for event in UnitEvent.objects.all()} == {1}


@pytest.mark.parametrize("group", ["reviewer", "publisher", "auditor"])
def test_others_read_and_write_nothing(draft, group):
    client = client_of(group)
    page, fields = browse(client, draft)
    assert "row" not in fields
    assert client.post(address(draft), fields).status_code == 403


def test_a_row_that_was_not_proposed_is_refused(draft):
    client = client_of("clerk")
    _page, fields = browse(client, draft)
    fields["row"] = [*fields["row"], "n0-4"]
    assert client.post(address(draft), fields | {"n0-4-act": "take"}).status_code == 422
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value", "1e9"), ("value", "NaN"), ("value", "-5"), ("value", "٣4"), ("value", "9" * 40),
        ("change", "-101"), ("change", "<script>"), ("year", "20241"), ("year", "99"),
        ("other", "'; drop table"), ("other", "\x00"), ("command", "morocco' --"), ("qualifier", "maybe"),
        ("wording", "x" * 5000), ("act", "erase"), ("pick", "nothing"),
    ],
)  # fmt: skip
def test_hostile_cells_are_refused_beside_their_field(draft, field, typed):
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "755.541")
    response = client.post(address(draft), fields | {f"{row}-{field}": typed})
    assert response.status_code == 422
    assert not Figure.objects.exists()
    assert "<script>" not in response.content.decode().replace('<script src="', "")


@pytest.mark.parametrize("at", ["", "x", "5", "9-5", "0-99999999999999", "-1-5", "١-٢", "0-100000", "5-5"])
def test_an_address_that_asks_for_no_words_shows_none(draft, at):
    page = client_of("clerk").get(address(draft), {"at": at})
    assert page.status_code == 200
    assert not any(run.quoted for run in page.context["runs"])


def test_markup_in_a_text_stays_text(draft):
    source = Source.objects.get(code=SOURCE)
    source.text = '<script>alert(1)</script> " onfocus="x 755.541 قضية زجرية'
    source.save()
    page, _fields = browse(client_of("clerk"), draft)
    assert "<script>alert" not in page.content.decode()
    assert "".join(run.text for run in page.context["runs"]) == source.text


# --- texts ----------------------------------------------------------------------------------------------


def paste(client, report, **columns):
    usual = {
        "code": "paper-2024", "title": "Le journal", "language": "fr", "rank": "press",
        "text": "En 2024, 755.541 affaires.\r\nFin.", "into": "",
    }  # fmt: skip
    return client.post(reverse("admin:text_sources", args=[report.pk]), usual | columns)


def test_what_a_web_page_hides_between_letters_is_no_part_of_a_pasted_text(draft):
    """A quote with it could be exported, and would be refused as it comes back."""
    paste(client_of("clerk"), draft, text="En 2024,\u200b 755.541 af\u00adfaires \u2067عدد\u2069 ‏القضايا‏.")
    assert Source.objects.get(code="paper-2024").text == "En 2024, 755.541 affaires عدد ‏القضايا‏."


def test_a_pasted_text_becomes_a_source_and_is_read(draft):
    client = client_of("clerk", language="fr")
    response = paste(client, draft)
    assert response.status_code == 302
    assert response.url == address(draft, "paper-2024")
    source = Source.objects.get(code="paper-2024")
    assert source.text == "En 2024, 755.541 affaires.\nFin."
    assert Edit.objects.order_by("-pk")[0].kind == "text"
    assert client.get(response.url).status_code == 200


def test_a_text_is_pasted_into_a_source_that_waits_for_it_and_over_none(draft):
    waiting = make.make_source("waiting", rank="agency")
    client = client_of("clerk")
    response = paste(client, draft, into="waiting", code="", title="", language="", rank="")
    assert response.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.title, waiting.rank) == ("بلاغ", "agency")
    assert waiting.text.startswith("En 2024")
    assert paste(client, draft, into=SOURCE).status_code == 422
    assert Source.objects.get(code=SOURCE).text == SHORT


@pytest.mark.parametrize(
    "columns",
    [
        {"text": ""}, {"text": " \n "}, {"text": "a\x00b"}, {"text": "a\x07b"}, {"code": SOURCE},
        {"code": "Majuscule"}, {"language": "es"}, {"rank": "rumour"}, {"address": "javascript:alert(1)"},
        {"text": "x" * 1_000_001}, {"into": "nothing"},
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_kept_is_refused(draft, columns):
    assert paste(client_of("clerk"), draft, **columns).status_code == 422
    assert Source.objects.count() == 1


def test_texts_that_the_report_quotes_come_first(draft):
    make.make_source("aaa", text="x 5", published_on="2019-01-01")
    make.make_source("bbb", text="x 5", published_on="2024-12-20")
    make.make_figure(draft, quote="755.541 قضية زجرية")
    page = client_of("auditor").get(reverse("admin:text_sources", args=[draft.pk]))
    assert [source.code for source in page.context["sources"]] == [SOURCE, "bbb", "aaa"]


def test_a_reader_without_rights_on_sources_pastes_nothing(draft):
    assert paste(client_of("reviewer"), draft).status_code == 403


def test_a_correction_of_a_released_report_is_read_again(draft):
    make.make_figure(draft, quote="755.541 قضية زجرية", value=755_540)
    make.make_release(draft)
    publication.correct(draft, by=make.make_person("clerk"), reason="misread")
    client = client_of("clerk")
    page, fields = browse(client, draft)
    row = row_with(fields, page, "755.541")
    client.post(address(draft), fields | {f"{row}-act": "take"})
    assert Figure.objects.get().value == 755_541


# --- from an entry to its words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "form"),
    [
        (make.make_figure, "admin:indicators_figure_change"),
        (make.make_unit_event, "admin:units_unitevent_change"),
        (make.make_statement, "admin:bilan_statement_change"),
    ],
)
def test_an_entry_leads_to_its_words_in_the_text(draft, made, form):
    entry = made(draft, quote="947 شبكة إجرامية")
    client = client_of("clerk", language="fr")
    page = client.get(reverse(form, args=[entry.pk])).content.decode()
    link = f"{address(draft)}?at={entry.quote_start}-{entry.quote_end}#quote"
    assert f'href="{link}"' in page
    shown = client.get(link)
    assert "".join(run.text for run in shown.context["runs"] if run.quoted) == "947 شبكة إجرامية"
    assert shown.content.decode().count('id="quote"') == 1


def test_an_entry_whose_text_changed_leads_to_its_review(draft):
    entry = make.make_statement(draft, quote="947 شبكة إجرامية")
    source = Source.objects.get(code=SOURCE)
    source.text = "x " + source.text
    source.save()
    page = client_of("clerk").get(reverse("admin:bilan_statement_change", args=[entry.pk])).content.decode()
    assert f'href="{address(draft)}#misplaced"' in page
