"""Ready pages: a small layer in front of Django that answers public addresses from compressed bytes.

A page is rendered once per release and language, compressed once per encoding and kept under its address;
after that an answer costs a look-up. Only 200 answers of public addresses that set no cookie are kept, so no
session, cookie or staff page passes through here. With `CACHE_URL` the pages are shared between processes.
"""

import gzip
import threading
from collections import OrderedDict
from http import HTTPStatus
from io import BytesIO

import brotli
import zstandard
from django.conf import settings
from django.core.cache import caches

from .freshness import Freshness, NeverAsked, freshness_outside_a_request
from .headers import IMMUTABLE, cache_control, is_public

ENCODINGS = ("zstd", "br", "gzip")
KEPT_BYTES = 96 * 1024 * 1024
# Addresses with a query have no end of spellings; they are Django's.
LARGEST = 8 * 1024 * 1024
# Headers that this layer writes anew for every answer.
OWN = {"cache-control", "etag", "content-length", "content-encoding", "vary", "date"}


def compress(body: bytes, encoding: str) -> bytes:
    """The body in one of ENCODINGS, or as it is for an empty name."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=12).compress(body)
    if encoding == "br":
        return brotli.compress(body, quality=9)
    return gzip.compress(body, 9, mtime=0) if encoding == "gzip" else body


def accepted(header: str) -> str:
    """The best encoding that the reader takes: zstd, br, gzip or none."""
    offered = {}
    for item in header.lower().split(","):
        name, _semicolon, weight = item.partition(";")
        offered[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODINGS if offered.get(name)), "")


class Shelf:
    """Pages by key, the least used dropped first; in this process, or shared by Django's cache."""

    def __init__(self):
        self._lock = threading.Lock()
        self._pages: OrderedDict = OrderedDict()
        self._bytes = 0
        self._shared = caches["pages"] if "pages" in settings.CACHES else None

    def get(self, key):
        """(headers, body) or None."""
        page = self._pages.get(key)
        if page is None and self._shared is not None:
            page = self._shared.get("|".join(key))
        return page

    def put(self, key, page):
        """Keeps a page, and drops the oldest ones when there are too many bytes."""
        with self._lock:
            self._bytes += len(page[1]) - len(self._pages.pop(key, (None, b""))[1])
            self._pages[key] = page
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._pages.popitem(last=False)[1][1])
        if self._shared is not None:
            self._shared.set("|".join(key), page, 86400)


class ReadyPages:
    """WSGI layer around the application; `counts` tells hits, misses and stale answers."""

    def __init__(self, application):
        self.application = application
        self.shelf = Shelf()
        self.last: dict = {}
        self.counts = {"hit": 0, "miss": 0, "stale": 0, "not_modified": 0}

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("QUERY_STRING")
            or not is_public(path)
        ):
            return self.application(environ, start_response)
        try:
            now = freshness_outside_a_request()
        except NeverAsked:
            return self.application(environ, start_response)
        encoding = accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        host = environ.get("HTTP_HOST", "") if not IMMUTABLE.match(path) else ""
        key = (now.epoch, host, path, encoding)
        page = self.shelf.get(key)
        if page is None and now.stale:
            page = self.last.get(key[1:])
        if page is None:
            page = self._render(environ, start_response, key)
            if not isinstance(page, tuple):
                return page
        else:
            self.counts["stale" if now.stale else "hit"] += 1
        return self._answer(environ, start_response, key, page, now)

    def _render(self, environ, start_response, key):
        """Asks Django; keeps a good answer and returns it, passes any other on as it is."""
        self.counts["miss"] += 1
        caught = {}

        def catch(status, headers, exc_info=None):
            caught.update(status=status, headers=headers)
            return BytesIO().write

        whole = dict(environ, REQUEST_METHOD="GET", HTTP_ACCEPT_ENCODING="")
        for condition in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE", "HTTP_RANGE"):
            whole.pop(condition, None)
        answer = self.application(whole, catch)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        names = {name.lower(): value for name, value in caught["headers"]}
        good = caught["status"].startswith("200") and "set-cookie" not in names
        if not good or not names.get("cache-control", "").startswith("public"):
            start_response(caught["status"], caught["headers"])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        headers = [(name, value) for name, value in caught["headers"] if name.lower() not in OWN]
        page = (headers, compress(body, key[-1]) if len(body) <= LARGEST else body)
        if len(body) <= LARGEST:
            self.shelf.put(key, page)
            self.last[key[1:]] = page
        return page

    def _answer(self, environ, start_response, key, page, now: Freshness):
        headers, body = page
        _epoch, _host, path, encoding = key
        etag = now.etag(path, encoding)
        sent = [
            ("Cache-Control", cache_control(path, 200, now.seconds_to_next)),
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
        ]
        if now.stale:
            sent.append(("Warning", '110 - "Response is stale"'))
        if environ.get("HTTP_IF_NONE_MATCH") and etag in environ["HTTP_IF_NONE_MATCH"]:
            self.counts["not_modified"] += 1
            start_response(f"304 {HTTPStatus(304).phrase}", sent)
            return []
        sent += [*headers, ("Content-Length", str(len(body)))]
        if encoding and len(body) <= LARGEST:
            sent.append(("Content-Encoding", encoding))
        start_response("200 OK", sent)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
