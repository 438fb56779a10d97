"""Spelling folded for search, white space folded for quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.folding import SeveralPlaces, fold_arabic, fold_with_offsets, locate, occurrences


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أسفي", "آسفي"),
        ("أسفي", "اسفي"),
        ("السرقة المشددة", "السرقه المشدده"),
        ("ألفًا", "الفا"),
        ("المـسطرة", "المسطرة"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("أگادير", "أكادير"),
        ("Sûreté", "surete"),
        ("Fès", "FES"),
        ("a\u00a0 \n b", "a b"),
        ("a\u200fb", "ab"),
    ],
)
def test_spellings_that_readers_take_for_one_fold_together(one, other):
    assert fold_arabic(one) == fold_arabic(other)


def test_different_words_stay_apart():
    assert fold_arabic("سرقة") != fold_arabic("سيارة")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_arabic(fold_arabic(text)) == fold_arabic(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" \u00a0\nأةىـًﷺﬁ٣"))))
def test_every_folded_character_knows_where_it_came_from(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold_arabic(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(fold_arabic(text[at])[:1] for at in offsets[:-1])


def test_a_quote_is_found_with_white_space_folded():
    text = "ناهزت 755\u00a0ألف\nو541 قضية"
    start, end = locate("755 ألف و541", text)
    assert text[start:end] == "755\u00a0ألف\nو541"


def test_a_quote_that_stands_twice_needs_its_place():
    text = "ناقص 10 بالمائة ثم ناقص 10  بالمائة"
    with pytest.raises(SeveralPlaces) as several:
        locate("ناقص 10 بالمائة", text)
    assert several.value.spans == occurrences("ناقص 10 بالمائة", text) == [(0, 15), (19, 35)]
    assert locate("ناقص 10 بالمائة", text, 2) == (19, 35)
    assert locate("ناقص 10 بالمائة", text, 3) is None
    assert locate("ناقص 10 بالمائة", text, 0) is None


def test_a_quote_that_is_not_there_is_nowhere():
    assert locate("(.*)", "abc") is None
    assert locate(" ", "a b") is None
    assert occurrences("", "abc") == []
