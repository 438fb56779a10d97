"""Driving the staff side in tests: a signed-in client, its forms read back as a browser would send them."""

from html.parser import HTMLParser

from django.conf import settings
from django.test import Client

from .factories import make_user

LANGUAGES = ("ar", "fr", "en")


def client_of(*groups: str, language: str = "ar", user=None) -> Client:
    """A client signed in as a member of these groups, on a screen in this language."""
    client = Client()
    client.user = user or make_user(*groups)
    client.force_login(client.user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


class _Fields(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.values = form_id, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = self.form_id in (None, given.get("id"))
        if not self.inside:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button", "file"):
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.values[name] = given.get("value", "" if kind != "checkbox" else "on")
        elif tag == "select":
            self.select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""

    def handle_data(self, data):
        if self.inside and self.textarea:
            self.values[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = None


def fields_of(response, form_id: str | None = None) -> dict:
    """What a browser would send of the page's form (the one with this id), untouched."""
    reader = _Fields(form_id)
    reader.feed(response.content.decode())
    return reader.values
