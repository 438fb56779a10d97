"""The feeds: every release and correction, with what it changed, in three languages."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from bilan.canonical import tables
from tests.factories import make_correction, make_figure, make_release, make_report

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, language="en"):
    response = client.get(f"/{language}/feed.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def text(entry, name):
    return entry.findtext(f"{ATOM}{name}")


@pytest.fixture
def corrected():
    report = make_report()
    make_figure(report)
    make_release(report)
    return make_correction(report, value=755_542)


def test_a_correction_says_its_note_and_what_changed(client, corrected):
    newest, first = entries(client)
    assert text(newest, "title") == "Annual results 2024: correction, release 2"
    assert "Cases · 2024: value: 755541 → 755542" in text(newest, "summary")
    assert "<p>Correction</p>" in text(newest, "summary")
    assert corrected.digest in text(newest, "summary")
    assert text(first, "title") == "Annual results 2024"
    assert newest.find(f"{ATOM}link").get("href") == "http://testserver/en/2024/releases/2/"


def test_an_entry_keeps_its_id_in_every_language(client, corrected):
    ids = [[text(entry, "id") for entry in entries(client, language)] for language in ("ar", "fr", "en")]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids[0])) == 2
    assert all(one.startswith("urn:uuid:") for one in ids[0])


def test_a_feed_is_in_its_language(client, corrected):
    root = ET.fromstring(client.get("/fr/feed.xml").content)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "Rectification" in text(root.find(f"{ATOM}entry"), "summary")


def test_what_is_to_come_is_in_no_feed(client, corrected):
    before = client.get("/en/feed.xml").content
    report = make_report(2025)
    make_figure(report)
    make_release(report, at=timezone.now() + timedelta(days=1), announced=True)
    assert client.get("/en/feed.xml").content == before


def test_a_feed_costs_two_queries_a_table_of_each_correction(
    client, corrected, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7 + 2 * len(tables())):
        entries(client)
