"""Current releases and what a process keeps of each."""

from types import SimpleNamespace

import pytest

from bilan.released import labels_of, newest_of_each_year, read_once, visible_releases
from tests import factories as make


def release(pk: int, digest: str = "a", year: int = 2024, number: int = 1):
    return SimpleNamespace(pk=pk, digest=digest, year=year, number=number)


def test_the_newest_of_each_year_come_newest_year_first():
    first, second = release(1), release(2, number=2)
    before = release(3, year=2023)
    assert newest_of_each_year([before, second, first]) == [second, before]


def test_what_a_release_states_is_read_once_until_it_is_forgotten():
    asked = []

    @read_once
    def squares(releases):
        asked.append([one.pk for one in releases])
        return {one.pk: one.pk**2 for one in releases}

    assert squares(iter([release(2), release(3)])) == {2: 4, 3: 9}
    assert squares([release(3), release(4)]) == {3: 9, 4: 16}
    # Another database may have another release under the same key.
    assert squares([release(3, digest="b")]) == {3: 9}
    assert asked == [[2, 3], [4], [3]]
    squares.forget()
    squares([release(2)])
    assert asked[-1] == [2]


@pytest.mark.django_db
def test_names_and_holdings_of_a_release_cost_a_question_each(django_assert_num_queries):
    make.make_release()
    labels_of.forget()
    with django_assert_num_queries(2):
        [found] = visible_releases()
        assert labels_of([found])[found.pk]["indicators"]
    assert (found.has_documents, found.has_texts) == (False, False)
    with django_assert_num_queries(0):
        labels_of([found])
