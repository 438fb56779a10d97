"""The site alone and behind nginx as we ship its configuration: codings, validation, limits, slow readers."""

import http.client
import os
import re
import socket
import time
from contextlib import ExitStack

import pytest

from . import served

# Processes of their own, on SQLite: once is enough.
pytestmark = pytest.mark.only_sqlite

PAGE, FILE, WORKBOOK = "/ar/2024/", "/data/2024/figures.csv", "/data/2024/figures.xlsx"
RELEASE = """
from tests import factories as make
make.make_release()
"""


@pytest.fixture(scope="module", autouse=True)
def _what_it_takes():
    """Say what is missing; on CI that is a failure."""
    if not served.has_nginx():
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report(f"cannot run: the site behind nginx. To run it: {served.HOW_TO_INSTALL_NGINX}.")


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    """The ports of a site with a release: its own, and that of nginx in front of it."""
    folder = tmp_path_factory.mktemp("proxy")
    given = served.environment(folder)
    served.manage(given, "migrate", "--verbosity", "0")
    served.manage(given, "collectstatic", "--noinput", "--verbosity", "0")
    served.script(given, RELEASE)
    found = {"site": served.free_port(), "nginx": served.free_port()}
    with ExitStack() as stack:
        stack.enter_context(served.site(given, found["site"]))
        stack.enter_context(served.nginx(folder, found["nginx"], found["site"]))
        yield found


def head(port: int, path: str, **headers: str) -> tuple:
    """(status, headers, body) of a HEAD request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("HEAD", path, headers={"Host": "127.0.0.1", **headers})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def style_sheet(port: int) -> str:
    """The address of the style sheet that pages name."""
    return re.search(r'href="(/static/bilan/site\.[^"]*\.css)"', served.ask(port, "/ar/")[2].decode())[1]


# What the reader says, the coding of pages and files, that of static files (no zstd is kept of them).
CODINGS = {
    "zstd, br, gzip": ("zstd", "br"),
    "gzip, deflate": ("gzip", "gzip"),
    "zstd;q=0, br;q=0.0, gzip": ("gzip", "gzip"),
    "zstd;q=0, br;q=0, gzip;q=0": (None, None),
    "zstd": ("zstd", None),
    "deflate, snappy": (None, None),
    "identity": (None, None),
}


@pytest.mark.parametrize("by", ["site", "nginx"])
@pytest.mark.parametrize("taken", CODINGS)
def test_what_a_reader_takes_is_what_it_gets(ports, by, taken):
    page, static = CODINGS[taken]
    expected = {PAGE: page, FILE: page, WORKBOOK: None, style_sheet(ports["site"]): static}
    for path, coding in expected.items():
        status, headers, body = served.ask(ports[by], path, **{"Accept-Encoding": taken})
        assert (status, headers.get("content-encoding"), headers["vary"]) == (
            200,
            coding,
            "Accept-Encoding",
        ), path
        assert int(headers["content-length"]) == len(body)
        status, without, body = head(ports[by], path, **{"Accept-Encoding": taken})
        assert (status, without["content-length"], body) == (200, headers["content-length"], b""), path


@pytest.mark.parametrize("by", ["site", "nginx"])
def test_a_copy_is_validated_in_its_own_coding_and_no_part_of_another_is_sent(ports, by):
    tags = {}
    for taken in ("zstd", "br", "gzip", ""):
        _status, headers, body = served.ask(ports[by], PAGE, **{"Accept-Encoding": taken})
        tags[taken] = headers["etag"]
        asked = {"Accept-Encoding": taken, "If-None-Match": headers["etag"]}
        status, again, nothing = served.ask(ports[by], PAGE, **asked)
        assert (status, nothing) == (304, b"")
        for name in ("etag", "cache-control", "vary"):
            assert again[name] == headers[name]
        # A part is of no use without the rest: the whole is sent, as HTTP allows.
        status, _headers, whole = served.ask(
            ports[by], PAGE, **{"Accept-Encoding": taken, "Range": "bytes=0-9"}
        )
        assert (status, whole) == (200, body)
    assert len(set(tags.values())) == len(tags)
    status, _headers, _body = served.ask(
        ports[by], PAGE, **{"Accept-Encoding": "br", "If-None-Match": tags["gzip"]}
    )
    assert status == 200


def test_whoever_asks_too_often_is_told_when_to_come_back_and_nobody_else(ports):
    question, answers = "/api/v1/figures?year=2024", []
    for _time in range(60):
        answers.append(served.ask(ports["nginx"], question, "127.0.3.1"))
    status, headers, body = next(answer for answer in answers if answer[0] == 429)
    assert answers[0][0] == 200
    assert (headers["retry-after"], headers["cache-control"]) == ("10", "no-store")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert all(words in body.decode() for words in ("طلبات كثيرة", "Trop de demandes", "Too many requests"))
    assert served.ask(ports["nginx"], question, "127.0.3.2")[0] == 200


def test_slow_readers_hold_no_worker(ports):
    """More of them than the site has threads, each with a request that never ends: its head, or its body."""
    slow = [socket.create_connection(("127.0.0.1", ports["nginx"])) for _number in range(40)]
    begun = b"POST /ar/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
    try:
        for number, reader in enumerate(slow):
            reader.sendall(begun if number % 2 else begun + b"\r\nq=")
        time.sleep(0.5)
        for number in range(5):
            assert served.ask(ports["nginx"], f"/fr/search/?q={number}", "127.0.3.3")[0] == 200
    finally:
        for reader in slow:
            reader.close()


def test_a_site_that_is_away_is_said_in_three_languages(tmp_path):
    port = served.free_port()
    with served.nginx(tmp_path, port, served.free_port()):
        status, headers, body = served.ask(port, PAGE)
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "30", "no-store")
    assert all(words in body.decode() for words in ("غير متاح", "indisponible", "away for a moment"))
