"""Words found again at their place, whatever stands around them."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bilan.admin.reading.marking import runs_of
from bilan.admin.reading.quoting import QuoteUnclear, around, quote_of
from bilan.folding import occurrences


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("80 وحدة", (0, 2), ("80", None)),
        ("180 ثم 80 وحدة", (7, 9), ("80", 2)),
        ("a  80  b", (1, 7), ("80", None)),
        # the second 00 of 000 is never found alone: a word more is taken
        ("000 x", (1, 3), ("000 x", None)),
    ],
)
def test_a_quote_names_its_place(text, place, expected):
    assert quote_of(text, *place) == expected


def test_blank_words_name_no_place():
    with pytest.raises(QuoteUnclear):
        quote_of(" \n\u00a0 ", 0, 3)


TEXTS = st.text(st.sampled_from("5 7،.وق\n\u00a0"), max_size=60)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_every_quote_is_found_where_it_was_taken(text, start, length):
    end = min(len(text), start + length)
    assume(text[start:end].strip())
    try:
        quote, place = quote_of(text, start, end)
    except QuoteUnclear:
        assume(False)
    first, last = occurrences(quote, text)[(place or 1) - 1]
    words = text[start:end].strip()
    assert text[first:last] == quote
    assert first <= text.index(words, start) and last >= text.index(words, start) + len(words)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_a_sentence_is_a_piece_of_the_text_around_the_quote(text, start, length):
    end = min(len(text), start + length)
    assume(start < end)
    before, quote, after = around(text, start, end)
    assert quote == text[start:end]
    assert before + quote + after in text


@given(
    TEXTS,
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), max_size=5),
    st.none() | st.tuples(st.integers(0, 60), st.integers(1, 60)),
)
def test_a_marked_text_loses_no_character(text, spans, quoted):
    marks = [
        {"start": start, "end": start + length, "status": "open"}
        for start, length in spans
        if start + length <= len(text)
    ]
    if quoted and sum(quoted) > len(text):
        quoted = None
    place = (quoted[0], sum(quoted)) if quoted else None
    runs = runs_of(text, marks, place)
    assert "".join(run.text for run in runs) == text
    if place:
        assert "".join(run.text for run in runs if run.quoted) == text[place[0] : place[1]]
        assert sum(run.opens_quote for run in runs) == 1
