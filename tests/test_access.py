"""Who gets which answer where: every address × GET and POST × eight kinds of person, from tests/access.py."""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from bilan import publication
from bilan.headers import is_public
from bilan.urls import EveryAddress

from .access import ANSWERS, KINDS, NAMELESS, arguments
from .factories import (
    make_agreement,
    make_command,
    make_figure,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
    make_user,
)
from .staff import client_of

pytestmark = pytest.mark.django_db

# What an answer is called in the table.
LETTERS = {200: "2", 302: "3", 403: "x", 404: "-", 405: "5", 409: "!", 400: "!", 422: "!"}


def addresses(resolver=None, prefix=(), route=""):
    """Every (name, route) that the two sides answer."""
    for pattern in (resolver or get_resolver(EveryAddress)).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join((*prefix, pattern.name or "")), here
        else:
            inside = (pattern.namespace,) if pattern.namespace else ()
            yield from addresses(pattern, prefix + inside, here)


@pytest.fixture
def ground():
    """2023 released, 2024 in draft with an entry of every kind, written by somebody else."""
    clerk, reviewer, publisher = (make_user(group) for group in ("clerk", "reviewer", "publisher"))
    source = make_source(text="سجلت 755 ألف و541 قضية.")
    released = make_report(2023)
    make_figure(released, source=source, quote="755 ألف و541", changed_by=clerk, command=make_command())
    make_figure(released, source=source, quote="755 ألف و541", changed_by=clerk)
    make_unit_event(released, changed_by=clerk)
    make_agreement(released, reference="2023-01", changed_by=clerk)
    publication.submit(released, by=clerk)
    publication.approve(released, by=reviewer, note="as published")
    publication.publish(released, by=publisher)
    draft = make_report(2024)
    for make in (make_figure, make_unit_event, make_agreement, make_statement):
        make(draft, changed_by=clerk)


def client_for(kind: str) -> Client:
    """A browser of this kind of person."""
    if kind == "anonymous":
        return Client()
    if kind == "superuser":
        return client_of(user=make_user(is_superuser=True))
    return client_of(kind)


def ask(client, address: str, method: str, **more):
    """The answer; whatever it did, signing out included, is undone."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = getattr(client, method)(address, **more)
        list(response.streaming_content if response.streaming else ())
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def answer(client, address: str, method: str) -> str:
    """The letter of the answer."""
    status = ask(client, address, method).status_code
    return LETTERS.get(status, str(status))


def answers_of(client, method: str) -> dict[str, str]:
    """The letter that each named address answers with."""
    found = {}
    for name, route in addresses():
        if name in ANSWERS:
            found[name] = answer(client, reverse(name, kwargs=arguments(name, route)), method)
    return found


def test_every_address_has_its_row_in_the_table():
    named = {name for name, _route in addresses() if not name.endswith(":")}
    assert named - set(ANSWERS) == set(), "say in tests/access.py who may go there"
    assert set(ANSWERS) - named == set(), "the table has rows of addresses that are gone"


def test_the_addresses_without_a_name_are_those_that_the_table_knows():
    assert {route for name, route in addresses() if name.endswith(":")} == set(NAMELESS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_the_answers_of_the_table(ground, kind, method):
    place = KINDS.index(kind)
    expected = {name: row[("get", "post").index(method)][place] for name, row in ANSWERS.items()}
    found = answers_of(client_for(kind), method)
    assert {name: letter for name, letter in found.items() if letter != expected[name]} == {}


# What every answer carries, whoever asks and whatever it is.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What machines of the house ask; nothing of them is shown to anybody.
SUPERVISION = ("livez", "healthz", "metrics")


@pytest.mark.parametrize("kind", ["anonymous", "superuser"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_sends_the_whole_set_of_headers(ground, settings, kind, method):
    settings.HTTPS, settings.SECURE_HSTS_SECONDS = True, 31536000
    client = client_for(kind)
    for name, route in addresses():
        if name not in ANSWERS:
            continue
        address = reverse(name, kwargs=arguments(name, route))
        response = ask(client, address, method, secure=True)
        sent, where = response.headers, f"{method} {address}"
        assert {key: sent.get(key) for key in EVERYWHERE} == EVERYWHERE, where
        assert sent["Strict-Transport-Security"].startswith("max-age=31536000"), where
        assert "camera=()" in sent["Permissions-Policy"], where
        policy = sent["Content-Security-Policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy, where
        if name != "indicators:embed":
            assert "frame-ancestors 'none'" in policy and sent["X-Frame-Options"] == "DENY", where
        if is_public(address):
            assert not response.cookies and sent["Vary"] == "Accept-Encoding", where
            assert sent["Cache-Control"].startswith(("public, max-age=", "no-store")), where
            assert "Cross-Origin-Resource-Policy" in sent, where
        elif name not in SUPERVISION:
            assert sent["Cache-Control"] == "private, no-store", where
            assert sent["X-Robots-Tag"] == "noindex", where


@pytest.mark.parametrize("kind", KINDS)
def test_the_addresses_without_a_name_lead_where_the_named_ones_do(ground, kind):
    """`…/figure/1/` goes on to `…/figure/1/change/`, which has its row; anything else is not found."""
    client = client_for(kind)
    for route in NAMELESS:
        address = "/" + route.replace("<path:object_id>", "1").replace("(?P<url>.*)$", "nowhere/")
        assert answer(client, address, "get") in ("3", "-", "x"), address


def test_a_person_made_inactive_is_a_stranger_at_once(ground):
    client = client_for("clerk")
    assert answer(client, reverse("admin:index"), "get") == "2"
    client.user.is_active = False
    client.user.save()
    assert answer(client, reverse("admin:index"), "get") == "3"


def test_a_person_who_loses_a_group_loses_its_rights_at_once(ground):
    client = client_for("clerk")
    address = reverse("admin:indicators_figure_add")
    assert answer(client, address, "get") == "2"
    client.user.groups.clear()
    assert answer(client, address, "get") == "x"
