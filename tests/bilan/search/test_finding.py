"""What search finds: what is published, whatever the spelling, the best first, and never a draft."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from bilan import publication
from bilan.models import SearchDocument
from bilan.search.finding import find, suggestions
from tests.factories import (
    make_agreement,
    make_approved,
    make_command,
    make_correction,
    make_figure,
    make_indicator,
    make_person,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
)

pytestmark = pytest.mark.django_db


def titles(text):
    return {f"title_{language}": text for language in ("ar", "fr", "en")}


@pytest.fixture
def bilan():
    report = make_report(2024)
    text = "حصيلة سنوية\nبلغ عدد القضايا 755 ألف و541 قضية\n\nإحداث فرقة بآسفي"
    make_figure(report, source=make_source(text=text), quote="755 ألف و541")
    make_figure(
        report,
        indicator=make_indicator(
            "cannabis",
            name_ar="مخدر الشيرا",
            name_fr="Résine de cannabis",
            name_en="Cannabis resin",
            definition_fr="Kilogrammes saisis à Rabat",
        ),
        value="1000",
    )
    safi = make_command("safi", name_ar="أمن أسفي", name_fr="Sûreté de Safi", name_en="Safi police")
    make_unit_event(report, command=safi, unit="k9-safi", name_fr="Brigade cynotechnique de Safi")
    make_agreement(report, reference="2024-01", **titles("Convention avec la banque"))
    make_statement(report, text_fr="Stratégie 2022-2026", text_en="Strategy 2022-2026")
    return make_release(report)


def codes(found):
    return {group.kind: [hit["code"] for hit in group.hits] for group in found.groups}


@pytest.mark.parametrize("question", ["أسفي", "آسفي", "اسفي", "ءاسفي"[1:], "Safi", "SAFI", "sàfi", "saf"])
def test_one_place_is_found_in_every_spelling_and_language(bilan, question):
    found = codes(find(question))
    assert found["commands"] == ["safi"]
    assert found["units"] == ["k9-safi-created"]


@pytest.mark.parametrize("question", ["755541", "755.541", "755 541", "755,541", "٧٥٥٥٤١", "٧٥٥٬٥٤١"])
def test_a_number_is_found_however_it_is_written(bilan, question):
    assert codes(find(question))["figures"] == ["cases_total-2024--dgsn-2024-ar"]


@pytest.mark.parametrize(
    "question, kind",
    [
        ("resine cannabis", "indicators"),
        ("cannabis saisis", "indicators"),
        ("cannabis_", "indicators"),
        ("banque", "agreements"),
        ("strategie 2026", "statements"),
        ("قضيه", "text"),
        ("بلغ عدد", "text"),
    ],
)
def test_every_kind_of_thing_is_found(bilan, question, kind):
    assert kind in codes(find(question))


def test_a_paragraph_is_found_at_its_place_in_the_text(bilan):
    hit = next(group for group in find("إحداث").groups if group.kind == "text").hits[0]
    assert hit["place"] == "2024/text/#p2"


def test_a_misspelt_word_finds_the_nearest_name_and_says_so(bilan):
    found = find("canabis")
    assert found.corrected == {"canabis": "cannabis"}
    assert codes(found)["indicators"] == ["cannabis"]


def test_all_words_must_answer(bilan):
    assert find("cannabis banque").groups == []


def test_the_very_name_comes_before_names_that_hold_it(bilan):
    report = make_report(2023)
    for code, name in [
        ("a-drug", "Usage de cannabis"),
        ("drug", "Cannabis"),
        ("z-drug", "Cannabis en poudre"),
    ]:
        make_figure(report, indicator=make_indicator(code, name_fr=name, name_en="x"))
    make_release(report)
    assert codes(find("cannabis"))["indicators"][:3] == ["cannabis", "drug", "z-drug"]
    assert [hit["code"] for hit in suggestions("cannabis")][0] == "cannabis"


def test_one_thing_of_several_bilans_is_one_hit_of_the_newest(bilan):
    report = make_report(2023)
    make_figure(report, indicator="cannabis", value="900")
    make_release(report)
    group = next(group for group in find("cannabis").groups if group.kind == "indicators")
    assert [(hit["code"], hit["release__year"]) for hit in group.hits] == [("cannabis", 2024)]


@pytest.mark.parametrize("question", ["", "   ", "%", "_", "'; DROP TABLE", "\\", "a" * 10_000, "&|!:*()<>"])
def test_a_hostile_question_finds_nothing_and_breaks_nothing(bilan, question):
    assert find(question).total == 0
    assert suggestions(question) == []


# --- nothing before its time ----------------------------------------------------------------------------


def everything(question):
    found = find(question)
    return codes(found), found.total, found.corrected, [hit["code"] for hit in suggestions(question)]


@pytest.mark.parametrize("question", ["secretword", "secretwor", "sekretword", "987654321", "safi"])
def test_a_draft_or_a_scheduled_release_influences_nothing(bilan, question):
    before = everything(question)
    report = make_report(2025)
    secret = make_indicator("secret", name_fr="Secretword de Safi")
    make_figure(report, indicator=secret, value=987654321)
    assert everything(question) == before
    make_approved(report)
    assert everything(question) == before
    publication.publish(report, by=make_person("publisher"), at=timezone.now() + timedelta(days=1))
    assert SearchDocument.objects.filter(release__year=2025).exists()
    assert everything(question) == before


def test_what_a_correction_replaced_is_not_found_any_more():
    report = make_report()
    make_figure(report)
    make_release(report)
    make_correction(report, value=755_542)
    assert find("755541").total == 0
    assert find("755542").total == 1


def test_a_question_costs_few_queries(bilan, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        find("safi")
    with django_assert_max_num_queries(4):
        find("canabis")
    with django_assert_max_num_queries(2):
        suggestions("safi")


def test_the_documents_can_be_made_again(bilan, capsys):
    before = list(SearchDocument.objects.order_by("kind", "code").values("kind", "code", "words", "place"))
    SearchDocument.objects.all().delete()
    call_command("index_search")
    assert (
        list(SearchDocument.objects.order_by("kind", "code").values("kind", "code", "words", "place"))
        == before
    )
    assert "2024" in capsys.readouterr().out
