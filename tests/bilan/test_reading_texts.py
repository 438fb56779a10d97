"""Texts of other years in both languages: what is proposed is right, and little is missed."""

import pytest

from bilan.reading import read

from .texts import expected, found, make_catalogue, texts


@pytest.fixture(scope="module")
def readings():
    catalogue = make_catalogue()
    return [
        (name, text, read(text["text"], year=text["year"], catalogue=catalogue)) for name, text in texts()
    ]


def test_precision_and_recall_over_all_texts(readings):
    right = sum(len(expected(text) & found(reading)) for _, text, reading in readings)
    proposed = sum(len(found(reading)) for _, _, reading in readings)
    stated = sum(len(expected(text)) for _, text, _ in readings)
    assert right >= 0.98 * proposed
    assert right >= 0.95 * stated


def test_quotes_are_the_words_at_their_places(readings):
    for _, text, reading in readings:
        assert all(text["text"][f.start : f.end] == f.quote for f in reading.figures)


def test_no_number_is_both_a_figure_and_dismissed(readings):
    for _, _, reading in readings:
        assert all(not (account.reason and account.figure is not None) for account in reading.numbers)
        assert all(
            account.figure is None or account.figure < len(reading.figures) for account in reading.numbers
        )
