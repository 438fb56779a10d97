"""Words as search compares them."""

import pytest

from bilan.search.spelling import distance, nearest
from bilan.search.words import asked, bare, indexed, words_of


@pytest.mark.parametrize(
    "text, words",
    [
        ("الجَرِيمة الإلكترونية", ["الجريمه", "الالكترونيه"]),
        ("أسفي / آسفي", ["اسفي", "اسفي"]),
        ("Taux d’élucidation", ["taux", "d", "elucidation"]),
        ("cases_total", ["cases", "total"]),
        ("GMS 99", ["gms", "99"]),
        ("755.541 cas", ["755541", "cas"]),
        ("٧٥٥٬٥٤١", ["755541"]),
        ("4 696 069", ["4696069"]),
        ("20 2024", ["20", "2024"]),
        ("2022-2026", ["2022", "2026"]),
        ("' | & ! :* %_", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "word, without",
    [("الجريمه", "جريمه"), ("والجريمه", "جريمه"), ("بالحسيمه", "حسيمه"), ("لب", "لب"), ("casa", "casa")],
)
def test_an_arabic_word_is_also_known_without_its_article(word, without):
    assert bare(word) == without


def test_the_words_of_a_document_each_have_a_space_before_and_stand_once():
    assert indexed("الجريمة جريمة", "crime") == " الجريمه جريمه crime"


def test_a_question_is_cut_to_eight_words_and_a_hundred_characters():
    assert len(asked(" ".join(f"word{number}" for number in range(50)))) == 8
    assert asked("a" * 10_000) == ["a" * 100]


def test_a_letter_by_itself_says_nothing_beside_a_word():
    assert asked("d’élucidation") == ["elucidation"]
    assert asked("d") == ["d"]


@pytest.mark.parametrize(
    "one, other, far",
    [("canabis", "cannabis", 1), ("cannabsi", "cannabis", 1), ("rabat", "rabat", 0), ("oujda", "agadir", 3)],
)
def test_the_distance_between_words_counts_letters(one, other, far):
    assert distance(one, other, 2) == far


@pytest.mark.parametrize(
    "word, found",
    [("canabis", "cannabis"), ("casablanka", "casablanca"), ("fes", None), ("202x", None), ("zzzzzz", None)],
)
def test_the_nearest_word_is_a_letter_or_two_away(word, found):
    assert nearest(word, {"cannabis", "casablanca", "fez", "2024"}) == found
