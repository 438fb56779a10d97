"""The sitemap: every public page in its three languages, and no other."""

from xml.etree import ElementTree as ET

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tests.factories import (
    make_agreement,
    make_command,
    make_correction,
    make_figure,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
)

pytestmark = pytest.mark.django_db
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
# Addresses in a language that are no page of their own, or a page of questions without end.
NOT_PAGES = {"feed", "results", "suggest", "series_drawing", "embed"}


@pytest.fixture
def bilan():
    report = make_report(2024)
    make_figure(report, source=make_source(text="بلاغ\nنص"))
    make_figure(report, indicator="local", command=make_command("safi"))
    make_unit_event(report)
    make_agreement(report, reference="2024-01")
    make_statement(report)
    make_release(report)
    return make_correction(report, value=755_542)


def addresses(client):
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return {entry.findtext(f"{SITE}loc"): entry.findall(LINK) for entry in root}


def test_every_address_answers(client, bilan):
    found = addresses(client)
    assert len(found) > 40
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_every_page_names_its_languages_and_stands_in_each(client, bilan):
    found = addresses(client)
    for links in found.values():
        alternates = {link.get("hreflang"): link.get("href") for link in links}
        assert set(alternates) == {"ar", "fr", "en", "x-default"}
        assert set(alternates.values()) <= set(found)


def test_every_kind_of_public_page_is_in_it(client, bilan):
    from bilan.machines.sitemap import public_pages

    def names(patterns):
        for pattern in patterns:
            yield from [pattern.name] if isinstance(pattern, URLPattern) else names(pattern.url_patterns)

    in_languages = [
        one for one in get_resolver().url_patterns if isinstance(one.pattern, LocalePrefixPattern)
    ]
    listed = {name.rpartition(":")[2] for name, _arguments, _day in public_pages()}
    assert in_languages
    assert set(names(in_languages)) - listed - NOT_PAGES == set()


def test_a_draft_is_not_in_it(client, bilan):
    before = client.get("/sitemap.xml").content
    make_figure(make_report(2025), indicator="early")
    assert client.get("/sitemap.xml").content == before
