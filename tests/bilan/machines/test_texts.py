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


def test_a_weakness_can_be_reported(client, settings):
    settings.CONTACT = "contact@bilan.example"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    names = [line.partition(": ")[0] for line in lines]
    assert names == ["Contact", "Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert lines[0] == "Contact: mailto:contact@bilan.example"
    address, _hash, place = lines[1].removeprefix("Contact: http://testserver").partition("#")
    assert f'id="{place}"' in client.get(address).content.decode()
    settings.CONTACT = ""
    assert client.get("/.well-known/security.txt").content.decode().splitlines() == lines[1:]


@pytest.mark.parametrize(
    "today", [date(2024, 1, 31), date(2024, 6, 1), date(2024, 12, 31), date(2025, 2, 28)]
)
def test_it_never_expires_within_half_a_year_nor_after_a_year(today):
    days = (datetime.fromisoformat(expiry(today)).date() - today).days
    assert 180 <= days <= 366
