"""robots.txt and security.txt."""

from datetime import date, datetime

import pytest

from bilan.machines.texts import expiry

pytestmark = pytest.mark.django_db


def test_robots_are_told_of_the_sitemap_and_of_nothing_hidden(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "admin" not in text
    assert "preview" not in text


def test_a_weakness_can_be_reported(client):
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert set(lines) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert client.get(lines["Contact"].removeprefix("http://testserver").partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    "today", [date(2024, 1, 31), date(2024, 6, 1), date(2024, 12, 31), date(2025, 2, 28)]
)
def test_it_never_expires_within_half_a_year_nor_after_a_year(today):
    days = (datetime.fromisoformat(expiry(today)).date() - today).days
    assert 180 <= days <= 366
