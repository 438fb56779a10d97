"""The time of a release to come: public once it is announced, and never by side effect."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bilan import freshness, publication
from bilan.announcements import announcements
from tests.factories import make_correction, make_figure, make_person, make_release, make_report

pytestmark = pytest.mark.django_db
HOME = ("/ar/", "/fr/", "/en/")


def schedule(year: int, *, announced: bool):
    """A release of tomorrow."""
    make_figure(make_report(year))
    return make_release(make_report(year), at=timezone.now() + timedelta(days=1), announced=announced)


def homes(client) -> list[tuple]:
    """What readers of the three home pages get, to the byte, with the name that caches know it by."""
    freshness.forget()
    return [(answer.content, answer["ETag"]) for answer in map(client.get, HOME)]


def test_an_announced_release_is_on_the_home_page_with_its_year_and_time(client):
    make_release(make_report_with_a_figure(2023))
    release = schedule(2024, announced=True)
    (found,) = announcements()
    assert (found.year, found.kind, found.visible_from) == (2024, "first", release.visible_from)
    page = client.get("/en/").content.decode()
    assert "The bilan of 2024 is announced for" in page
    assert "has not been announced" not in page


def make_report_with_a_figure(year: int):
    """A report with one figure."""
    report = make_report(year)
    make_figure(report)
    return report


def test_a_release_that_was_not_announced_changes_nothing_to_the_byte(client):
    make_release(make_report_with_a_figure(2023))
    before = homes(client)
    schedule(2024, announced=False)
    assert homes(client) == before


def test_an_announcement_ends_when_the_release_is_called_off(client):
    make_release(make_report_with_a_figure(2023))
    before = homes(client)
    release = schedule(2024, announced=True)
    assert homes(client) != before
    publication.call_off(release.report, by=make_person("publisher"), reason="later")
    assert homes(client) == before


def test_another_announcement_in_place_of_one_is_another_page(client):
    make_release(make_report_with_a_figure(2023))
    release = schedule(2024, announced=True)
    first = homes(client)
    publication.call_off(release.report, by=make_person("publisher"), reason="later")
    publication.publish(
        release.report, by=make_person("publisher"), at=timezone.now() + timedelta(days=3), announced=True
    )
    assert all(one[1] != other[1] for one, other in zip(first, homes(client), strict=True))


def test_what_appeared_is_no_longer_to_come():
    make_release(make_report_with_a_figure(2023), announced=True)
    make_correction(make_report(2023), value=5)
    assert announcements() == []
