"""How long a sign-in lasts."""

import pytest
from django.conf import settings
from django.urls import reverse

from bilan import sessions
from tests.staff import client_of

pytestmark = pytest.mark.django_db


def age(client, **marks):
    """Writes marks of the past into the client's session."""
    session = client.session
    session.update(marks)
    session.save()


def test_a_sign_in_ends_eight_hours_after_it_began_whatever_happens(monkeypatch):
    client = client_of("clerk")
    assert client.get(reverse("admin:index")).status_code == 200
    now = client.session[sessions.BEGAN]
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.ABSOLUTE_SECONDS - 1)
    assert client.get(reverse("admin:index")).status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.ABSOLUTE_SECONDS + 1)
    assert client.get(reverse("admin:index")).url.startswith(reverse("admin:login"))
    assert not client.session.keys()


def test_a_request_keeps_the_sign_in_alive_for_half_an_hour(monkeypatch):
    client = client_of("clerk")
    client.get(reverse("admin:index"))
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 1800
    seen = client.session[sessions.SEEN]
    monkeypatch.setattr(sessions.time, "time", lambda: seen + 30)
    client.get(reverse("admin:index"))
    assert client.session[sessions.SEEN] == seen, "not written at every request"
    monkeypatch.setattr(sessions.time, "time", lambda: seen + 90)
    client.get(reverse("admin:index"))
    assert client.session[sessions.SEEN] == seen + 90


def test_public_pages_leave_the_session_alone():
    client = client_of("clerk")
    age(client, seen=0)
    client.get("/ar/")
    assert client.session["seen"] == 0
