"""The text page: every character kept, marks in their places, overlapping ones under one number."""

from hypothesis import given
from hypothesis import strategies as st

from bilan.chapter import Mark
from bilan.pages import paragraphs

TEXT = "عنوان\n\nالفقرة الأولى 17.\nالثانية 4 بالمائة و5.\n"


def mark(words: str, *, is_mention=False) -> Mark:
    """A mark of the first place where the words stand in TEXT."""
    start = TEXT.index(words)
    return Mark(start, start + len(words), "source", words, is_mention=is_mention)


def pieces(paragraph):
    """(text, number) of each run."""
    return [(piece.text, piece.number) for piece in paragraph.pieces]


def test_marks_are_numbered_through_the_whole_text():
    title, first, second = paragraphs(TEXT, [mark("17"), mark("4 بالمائة"), mark("5")])
    assert pieces(title) == [("عنوان", 0)]
    assert pieces(first) == [("الفقرة الأولى ", 0), ("17", 1), (".", 0)]
    assert pieces(second) == [("الثانية ", 0), ("4 بالمائة", 2), (" و", 0), ("5", 3), (".", 0)]


def test_marks_that_overlap_share_a_number():
    _title, _first, second = paragraphs(TEXT, [mark("4 بالمائة"), mark("بالمائة")])
    assert [note.number for note in second.notes] == [1, 1]
    assert [number for _text, number in pieces(second)] == [0, 1, 0]


def test_a_mention_leaves_the_sentence_alone_and_comes_last():
    _title, first, _second = paragraphs(TEXT, [mark("الفقرة", is_mention=True), mark("17")])
    assert [(note.number, note.mark.is_mention) for note in first.notes] == [(1, False), (0, True)]
    assert [number for _text, number in pieces(first)] == [0, 1, 0]


@given(
    st.text(alphabet="اب 1\n\u00a0", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
)
def test_no_character_is_lost_or_doubled(text, places):
    marks = sorted(
        (
            Mark(start, min(start + length, len(text)), "s", "m")
            for start, length in places
            if start < len(text)
        ),
        key=lambda one: (one.start, one.end),
    )
    lines = [line.rstrip("\r\n") for line in text.splitlines() if line.strip()]
    laid = paragraphs(text, marks)
    assert ["".join(piece.text for piece in paragraph.pieces) for paragraph in laid] == lines
