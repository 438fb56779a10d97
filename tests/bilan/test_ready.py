import gzip

import brotli
import pytest
import zstandard
from django.db import OperationalError

from bilan import freshness
from bilan.freshness import Freshness, NeverAsked
from bilan.ready import ReadyPages, accepted, compress

NOW = Freshness(epoch="1.0", seconds_to_next=None)


class Application:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, status="200 OK", headers=None, body=b"page " * 400):
        self.status, self.body, self.asked = status, body, 0
        self.headers = headers or [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60")]

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, list(self.headers))
        return [self.body]


def ask(layer, path="/ar/2024/", method="GET", **more):
    """The status, headers by lower-case name, and body of one answer."""
    got = {}

    def start_response(status, headers, exc_info=None):
        got.update(status=status, headers={name.lower(): value for name, value in headers})

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "localhost", **more}
    body = b"".join(layer(environ, start_response))
    return got["status"], got["headers"], body


@pytest.fixture
def now(monkeypatch):
    """What is public, as the layer is told; assign `now.value` to change it."""

    class Told:
        value = NOW

    monkeypatch.setattr("bilan.ready.freshness_outside_a_request", lambda: Told.value)
    return Told


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("", ""),
        ("deflate", ""),
    ],
)
def test_the_best_encoding_that_the_reader_takes_is_chosen(header, expected):
    assert accepted(header) == expected


def test_what_was_compressed_reads_back():
    body = "حصيلة 2024".encode() * 50
    assert gzip.decompress(compress(body, "gzip")) == body
    assert brotli.decompress(compress(body, "br")) == body
    assert zstandard.ZstdDecompressor().decompress(compress(body, "zstd")) == body
    assert compress(body, "") == body


def test_a_page_is_rendered_once_and_answered_from_its_bytes(now):
    application = Application()
    layer = ReadyPages(application)
    first, second = ask(layer), ask(layer)
    assert application.asked == 1
    assert first == second
    assert first[2] == application.body


def test_each_encoding_is_compressed_once_and_says_so(now):
    application = Application()
    layer = ReadyPages(application)
    for _time in range(2):
        _status, headers, body = ask(layer, HTTP_ACCEPT_ENCODING="br")
    assert application.asked == 1
    assert headers["content-encoding"] == "br"
    assert headers["content-length"] == str(len(body))
    assert brotli.decompress(body) == application.body


def test_a_reader_who_has_the_page_gets_304_without_a_body(now):
    layer = ReadyPages(Application())
    _status, headers, _body = ask(layer)
    status, again, body = ask(layer, HTTP_IF_NONE_MATCH=headers["etag"])
    assert status.startswith("304")
    assert body == b""
    assert again["etag"] == headers["etag"]


def test_a_new_release_renders_every_page_anew(now):
    application = Application()
    layer = ReadyPages(application)
    _status, before, _body = ask(layer)
    now.value = Freshness(epoch="2.0", seconds_to_next=None)
    _status, after, _body = ask(layer)
    assert application.asked == 2
    assert before["etag"] != after["etag"]


def test_a_copy_is_kept_no_longer_than_until_the_next_release(now):
    now.value = Freshness(epoch="1.0", seconds_to_next=7)
    _status, headers, _body = ask(ReadyPages(Application()))
    assert "max-age=7," in headers["cache-control"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"QUERY_STRING": "q=1"}, "/ar/search/"),
        ({}, "/admin/"),
        ({}, "/preview/ar/2025/"),
        ({"method": "POST"}, "/ar/2024/"),
    ],
)
def test_staff_pages_queries_and_posts_pass_by(now, more, path):
    application = Application()
    layer = ReadyPages(application)
    for _time in range(2):
        ask(layer, path, **more)
    assert application.asked == 2


@pytest.mark.parametrize(
    "application",
    [
        Application(headers=[("Cache-Control", "public, max-age=60"), ("Set-Cookie", "sid=1")]),
        Application(headers=[("Cache-Control", "private, no-store")]),
        Application(status="404 Not Found"),
        Application(status="503 Service Unavailable"),
    ],
    ids=["a cookie", "private", "not found", "unavailable"],
)
def test_only_good_public_answers_without_a_cookie_are_kept(now, application):
    layer = ReadyPages(application)
    for _time in range(2):
        status, _headers, _body = ask(layer)
    assert application.asked == 2
    assert status == application.status


def test_the_reader_s_cookie_never_reaches_a_page_that_is_kept(now):
    seen = []

    def application(environ, start_response):
        seen.append(environ.get("HTTP_COOKIE"))
        start_response("200 OK", [("Cache-Control", "public, max-age=60")])
        return [b"page"]

    ask(ReadyPages(application), HTTP_COOKIE="sid=secret")
    assert seen == [None]


def test_a_head_request_has_the_length_and_no_body(now):
    layer = ReadyPages(Application())
    _status, headers, body = ask(layer, method="HEAD")
    assert body == b""
    assert headers["content-length"] == "2000"


def test_pages_already_rendered_are_served_stale_while_the_database_is_away(now):
    application = Application()
    layer = ReadyPages(application)
    ask(layer)
    now.value = Freshness(epoch="1.0", seconds_to_next=None, stale=True)
    status, headers, _body = ask(layer)
    assert status.startswith("200")
    assert headers["warning"].startswith("110")
    assert application.asked == 1


def test_without_any_answer_of_the_database_django_says_503(monkeypatch):
    def never():
        raise NeverAsked("gone")

    monkeypatch.setattr("bilan.ready.freshness_outside_a_request", never)
    application = Application(status="503 Service Unavailable")
    assert ask(ReadyPages(application))[0].startswith("503")


@pytest.mark.django_db
def test_the_question_is_asked_at_most_once_a_second(django_assert_num_queries):
    freshness.forget()
    with django_assert_num_queries(1):
        for _time in range(3):
            freshness.freshness()


@pytest.mark.django_db
def test_the_last_answer_stands_marked_stale_while_the_database_is_away(monkeypatch):
    freshness.forget()
    known = freshness.freshness()

    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(freshness, "ask", gone)
    monkeypatch.setattr(freshness, "KEPT_SECONDS", 0.0)
    answer = freshness.freshness()
    assert answer.stale
    assert answer.epoch == known.epoch
    freshness.forget()
    with pytest.raises(NeverAsked):
        freshness.freshness()
