import threading
from datetime import timedelta
from io import BytesIO

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.test import Client
from django.utils import timezone

from bilan import freshness, publication, ready
from bilan.freshness import Freshness, NeverAsked
from bilan.models import Release
from bilan.ready import ReadyPages
from bilan.wsgi import application as site
from tests import factories as make
from tests.thaw import thaw

NOW = Freshness(epoch="1.0", seconds_to_next=None)


class Application:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, status="200 OK", headers=None, body=b"page " * 400):
        self.status, self.body, self.asked = status, body, 0
        self.headers = headers or [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60")]

    def __call__(self, environ, start_response):
        self.asked += 1
        self.environ = environ
        start_response(self.status, list(self.headers))
        return [self.body]


def ask(layer, path="/ar/2024/", method="GET", **more):
    """The status, headers by lower-case name, and body of one answer."""
    got = {}

    def start_response(status, headers, exc_info=None):
        got.update(status=status, headers={name.lower(): value for name, value in headers})

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "HTTP_HOST": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **more,
    }
    body = b"".join(layer(environ, start_response))
    return got["status"], got["headers"], body


@pytest.fixture
def now(monkeypatch):
    """What is public, as the layer is told; assign `now.value` to change it."""

    class Told:
        value = NOW

    monkeypatch.setattr("bilan.ready.freshness_outside_a_request", lambda: Told.value)
    return Told


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


def test_one_render_serves_every_encoding(now):
    application = Application()
    layer = ReadyPages(application)
    sizes = {name: len(ask(layer, HTTP_ACCEPT_ENCODING=name)[2]) for name in ("zstd", "br", "gzip", "")}
    assert application.asked == 1
    assert sizes[""] == len(application.body)
    assert max(sizes["zstd"], sizes["br"], sizes["gzip"]) < sizes[""]
    etags = {ask(layer, HTTP_ACCEPT_ENCODING=name)[1]["etag"] for name in sizes}
    assert len(etags) == 4


def test_a_workbook_is_not_compressed_again(now):
    layer = ReadyPages(
        Application(headers=[("Content-Type", "application/zip"), ("Cache-Control", "public")])
    )
    _status, headers, body = ask(layer, "/data/2024/figures.xlsx", HTTP_ACCEPT_ENCODING="br")
    assert "content-encoding" not in headers
    assert body == b"page " * 400


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("localhost", 1),
        ("LOCALHOST", 1),
        ("localhost:8000", 1),
        ("localhost:9999", 2),
        ("evil.example", 2),
        ("evil.example:8000", 2),
        ("", 2),
    ],
)
def test_only_a_host_of_ours_has_pages_kept(now, host, asked):
    application = Application()
    layer = ReadyPages(application)
    for _time in range(2):
        ask(layer, HTTP_HOST=host)
    assert application.asked == asked
    assert len(layer.shelf) == (asked == 1)


def test_a_page_is_rendered_with_its_host_in_lower_case(now):
    application = Application()
    ask(ReadyPages(application), HTTP_HOST="LocalHost:8000")
    assert application.environ["HTTP_HOST"] == "localhost:8000"


def test_plain_http_is_django_s_to_redirect_where_the_site_is_on_https(now, settings):
    settings.HTTPS = True
    application = Application()
    layer = ReadyPages(application)
    for _time in range(2):
        ask(layer, HTTP_HOST="127.0.0.1")
    assert application.asked == 2
    for _time in range(2):
        ask(layer, HTTP_HOST="127.0.0.1", HTTP_X_FORWARDED_PROTO="https")
    assert application.asked == 3


def test_what_others_add_to_a_link_leads_to_the_same_page(now):
    application = Application()
    layer = ReadyPages(application)
    first = ask(layer)
    assert ask(layer, QUERY_STRING="fbclid=IwAR0&utm_source=x") == first
    assert application.asked == 1
    ask(layer, QUERY_STRING="fbclid=1&year=2024")
    assert application.asked == 2


def test_the_file_of_a_numbered_release_outlives_every_release(now):
    application = Application()
    layer = ReadyPages(application)
    path = "/data/2024/releases/1/figures.csv"
    _status, before, _body = ask(layer, path)
    now.value = Freshness(epoch="9.0", seconds_to_next=3)
    _status, after, _body = ask(layer, path)
    assert application.asked == 1
    assert before["etag"] == after["etag"]
    assert after["cache-control"] == "public, max-age=31536000, immutable"


def test_an_answer_too_large_to_keep_is_passed_on_piece_by_piece(now, monkeypatch):
    monkeypatch.setattr(ready, "LARGEST", 1000)
    taken, closed = [], []

    class Pieces:
        def __iter__(self):
            for number in range(10):
                taken.append(number)
                yield b"x" * 400

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public, max-age=60")])
        return Pieces()

    layer = ReadyPages(application)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/data/2024/figures.csv", "HTTP_HOST": "localhost"}
    answer = layer(environ, lambda status, headers: None)
    assert taken == [0, 1, 2]
    assert sum(map(len, answer)) == 4000
    assert closed == [True]
    assert list(layer(environ | {"REQUEST_METHOD": "HEAD"}, lambda status, headers: None)) == []
    assert closed == [True, True]
    assert len(layer.shelf) == 0


def test_readers_who_want_the_same_page_at_once_wait_for_one_render(now):
    begun, go_on = threading.Event(), threading.Event()
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        begun.set()
        go_on.wait(timeout=10)
        start_response("200 OK", [("Cache-Control", "public, max-age=60")])
        return [b"page"]

    layer, bodies = ReadyPages(application), []
    readers = [threading.Thread(target=lambda: bodies.append(ask(layer)[2])) for _number in range(8)]
    for reader in readers:
        reader.start()
    begun.wait(timeout=10)
    go_on.set()
    for reader in readers:
        reader.join()
    assert bodies == [b"page"] * 8
    assert len(asked) == 1


def test_any_name_for_what_the_reader_has_matches(now):
    layer = ReadyPages(Application())
    etag = ask(layer)[1]["etag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        assert ask(layer, HTTP_IF_NONE_MATCH=known)[0].startswith("304"), known
    assert ask(layer, HTTP_IF_NONE_MATCH='"other"')[0].startswith("200")


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
    assert "max-age=0," in headers["cache-control"]
    assert application.asked == 1


def test_a_page_of_the_release_before_stands_while_the_database_is_away(now):
    application = Application()
    layer = ReadyPages(application)
    ask(layer)
    now.value = Freshness(epoch="2.0", seconds_to_next=None, stale=True)
    assert ask(layer)[0].startswith("200")
    now.value = Freshness(epoch="2.0", seconds_to_next=None)
    ask(layer)
    assert application.asked == 2


def test_without_any_answer_of_the_database_django_says_503(monkeypatch):
    def never():
        raise NeverAsked("gone")

    monkeypatch.setattr("bilan.ready.freshness_outside_a_request", never)
    application = Application(status="503 Service Unavailable")
    assert ask(ReadyPages(application))[0].startswith("503")


@pytest.fixture
def no_database(monkeypatch):
    """Every question to the database fails, and none was answered before."""

    def gone(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", gone)
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ar/", "/fr/2024/", "/data/2024/figures.csv", "/admin/"])
def test_without_the_database_every_page_says_503_in_three_languages(no_database, path):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "no-store" in answer.headers["Cache-Control"]
    for language in ("ar", "fr", "en"):
        assert f'<section lang="{language}"' in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.fixture
def one_connection():
    """The end of a request leaves the test's connection open, as Django's own test client sees to."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_the_site_answers_from_ready_pages_without_a_query(django_assert_num_queries):
    make.make_release()
    freshness.forget()
    first = ask(site, "/ar/2024/", HTTP_ACCEPT_ENCODING="br")
    assert first[0] == "200 OK"
    with django_assert_num_queries(0):
        second = ask(site, "/ar/2024/", HTTP_ACCEPT_ENCODING="br")
    assert first[1].pop("x-request-id") != second[1].pop("x-request-id")
    assert first == second
    assert "set-cookie" not in first[1]
    assert first[1]["vary"] == "Accept-Encoding"


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_a_correction_is_read_at_once_and_a_forged_host_leaves_no_trace(settings):
    release = make.make_release()
    freshness.forget()
    assert ask(site, "/fr/2024/", HTTP_HOST="evil.example")[0].startswith("400")
    assert ask(site, "/fr/2024/")[2].decode().count("evil.example") == 0
    before = ask(site, "/fr/2024/")
    make.make_correction(release.report, value=755_542)
    freshness.forget()
    after = ask(site, "/fr/2024/")
    assert before[1]["etag"] != after[1]["etag"]
    assert "542" in after[2].decode()


@pytest.mark.django_db
def test_an_answer_to_a_query_has_its_304_too(client):
    make.make_release()
    first = client.get("/api/v1/figures?year=2024")
    again = client.get("/api/v1/figures?year=2024", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""


@pytest.mark.django_db
def test_the_epoch_differs_when_as_many_other_releases_are_visible(monkeypatch):
    """After the restore of an older backup, another release may come to the same count."""
    release = make.make_release()
    known = freshness.ask()
    with thaw():
        Release.objects.filter(pk=release.pk).update(visible_from=release.visible_from - timedelta(days=1))
    assert freshness.ask().epoch != known.epoch


@pytest.mark.django_db
def test_the_seconds_left_allow_for_the_second_that_the_answer_is_kept():
    report = make.make_approved(make.make_figure().report)
    publication.publish(report, by=make.make_person("publisher"), at=timezone.now() + timedelta(seconds=30))
    assert 26 <= freshness.ask().seconds_to_next <= 29


@pytest.mark.django_db
def test_while_one_reader_asks_the_others_take_the_last_answer(monkeypatch):
    known = freshness.freshness()
    monkeypatch.setattr(freshness, "KEPT_SECONDS", 0.0)
    answers = []

    def slow():
        # Asked from another thread while this question is under way.
        asker = threading.Thread(target=lambda: answers.append(freshness.freshness()))
        asker.start()
        asker.join(timeout=10)
        return known

    monkeypatch.setattr(freshness, "ask", slow)
    freshness.freshness()
    assert answers == [known]
    monkeypatch.setattr(freshness, "OVERDUE_SECONDS", -1.0)
    freshness.freshness()
    assert answers[1].stale


@pytest.mark.django_db
def test_the_question_is_asked_at_most_once_a_second(django_assert_num_queries):
    freshness.forget()
    freshness.freshness()
    freshness.forget()
    # On PostgreSQL a second one asks whether there is a role that sees less.
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 1):
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
