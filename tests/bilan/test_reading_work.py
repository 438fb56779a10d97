"""The work of a reading grows as the text does, whatever the text: counted in calls, not in seconds."""

import sys

import pytest

from bilan.reading import read

from .paragraphs import paragraphs
from .texts import make_catalogue

TEXTS = {
    "ones": "1 ",
    "millions": "مليون ",
    "two scales by turns": "مليون ألف ",
    "per cent marks": "% ",
    "percentages": "12% ",
    "one sentence without an end": "un million de personnes et ",
    "years": "2022 2023 ",
    "brackets": "( 12 ",
    "weights": "3 kg et ",
    "rows of a table": "2023\t2024\nقضايا\t12\t13\n",
    "countries": "en Espagne 12 affaires, ",
    "pronouns": "celui de 12 affaires ",
    "respectively": "de 7 % et 5 % respectivement, ",
    "open quotes": "« 12 ",
}


def work(text, catalogue):
    """Calls that a reading of a text makes."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text, year=2024, catalogue=catalogue)
    finally:
        sys.setprofile(before)
    return calls


@pytest.fixture(scope="module")
def catalogue():
    return make_catalogue()


@pytest.mark.parametrize("name", TEXTS)
def test_four_times_the_text_is_about_four_times_the_work(name, catalogue):
    work(TEXTS[name] * 50, catalogue)
    assert work(TEXTS[name] * 1600, catalogue) < 5 * work(TEXTS[name] * 400, catalogue)


@pytest.mark.parametrize("language", ["الأمن", "DGSN"])
def test_dense_texts_of_ever_other_numbers_are_linear_too(language, catalogue):
    one = " ".join(p.text for p in paragraphs("first") if language in p.text)
    texts = [one.replace("5", str(n)) for n in range(8)]
    work(" ".join(texts), catalogue)
    assert work(" ".join(texts), catalogue) < 5 * work(" ".join(texts[:2]), catalogue)


def test_a_sentence_said_again_is_not_worked_out_again(catalogue):
    sentence = "Les services ont traité 92.346 affaires de drogue en 2024 et saisi 1.948 armes.\n"
    once, often = (read(sentence * times, year=2024, catalogue=catalogue) for times in (1, 40))
    assert len(often.numbers) == 40 * len(once.numbers)
    assert [figure.quote for figure in often.figures] == [figure.quote for figure in once.figures]
    told = {(n.text, n.figure, n.reason) for n in once.numbers}
    assert {(n.text, n.figure, n.reason) for n in often.numbers} == told
    assert all((sentence * 40)[n.start : n.end] == n.text for n in often.numbers)
    assert len(often.unmatched) == 40 * len(once.unmatched)
    assert all((sentence * 40)[n.start : n.end] == n.quote for n in often.unmatched)
