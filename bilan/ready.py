"""Ready pages: a small layer in front of Django that answers public addresses from compressed bytes.

A page is rendered once per release and language, compressed once per encoding and kept under its address;
after that an answer costs a look-up. Only 200 answers of public addresses that set no cookie are kept, so no
session, cookie or staff page passes through here. With `CACHE_URL` the pages are shared between processes.
While the database is away, pages already rendered are answered and marked stale.
"""

import threading
from itertools import chain

from .codings import accepted
from .freshness import Freshness, NeverAsked, freshness_outside_a_request
from .headers import IMMUTABLE, cache_control, etag_of, is_public
from .origins import needs_no_page_of_its_own, origin_of
from .shelf import Page, Shelf

# A larger answer is passed on piece by piece.
LARGEST = 8 * 1024 * 1024
# Headers that this layer writes anew for every answer.
OWN = {"cache-control", "etag", "content-length", "content-encoding", "vary", "date", "x-request-id"}
# Of the reader and not of the page.
READERS = (
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"),
    *("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE"),
)


class ReadyPages:
    """WSGI layer around the application; `environ["bilan.ready"]` tells what it did: hit, miss or stale."""

    def __init__(self, application):
        self.application = application
        self.shelf = Shelf()
        # Readers who want the same page at once wait for the first of them.
        self._rendering = [threading.Lock() for _number in range(64)]

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        key = (origin_of(environ), path)
        if (
            not key[0]
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or not needs_no_page_of_its_own(environ.get("QUERY_STRING", ""))
            or not is_public(path)
        ):
            return self.application(environ, start_response)
        try:
            now = freshness_outside_a_request()
        except NeverAsked:
            return self.application(environ, start_response)
        page = self._kept(key, now)
        if page is not None:
            environ["bilan.ready"] = "stale" if now.stale else "hit"
            return self._answer(environ, start_response, key, page, now)
        with self._rendering[hash(key) % len(self._rendering)]:
            page = self._kept(key, now)
            if page is None:
                environ["bilan.ready"] = "miss"
                page = self._render(environ, start_response, key, now)
        if not isinstance(page, Page):
            return page
        return self._answer(environ, start_response, key, page, now)

    def _kept(self, key, now: Freshness) -> Page | None:
        """The page if it is of this epoch; of any, while the database is away."""
        page = self.shelf.get(key)
        if page is not None and (page.epoch is None or page.epoch == now.epoch):
            return page
        return self.shelf.get_shared(key, epoch_of(key, now)) or (page if now.stale else None)

    def _render(self, environ, start_response, key, now: Freshness):
        """Asks Django: keeps a good answer and returns its page, passes any other on as it is."""
        caught = {}

        def catch(status, headers, exc_info=None):
            caught.update(status=status, headers=headers)

        whole = dict(environ, REQUEST_METHOD="GET", QUERY_STRING="", HTTP_ACCEPT_ENCODING="")
        whole["HTTP_HOST"] = key[0].partition("://")[2]
        for name in READERS:
            whole.pop(name, None)
        answer = self.application(whole, catch)
        pieces, parts, size = iter(answer), [], 0
        while size <= LARGEST and (piece := next(pieces, None)) is not None:
            parts.append(piece)
            size += len(piece)
        if size > LARGEST:
            start_response(caught["status"], caught["headers"])
            return _rest(chain(parts, pieces) if environ["REQUEST_METHOD"] == "GET" else (), answer)
        _close(answer)
        body = b"".join(parts)
        names = {name.lower(): value for name, value in caught["headers"]}
        good = caught["status"].startswith("200") and "set-cookie" not in names
        if not good or not names.get("cache-control", "").startswith("public"):
            start_response(caught["status"], caught["headers"])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        headers = [(name, value) for name, value in caught["headers"] if name.lower() not in OWN]
        page = Page.of(epoch_of(key, now), headers, body)
        self.shelf.put(key, page)
        return page

    def _answer(self, environ, start_response, key, page: Page, now: Freshness):
        encoding = page.best(accepted(environ.get("HTTP_ACCEPT_ENCODING", "")))
        ready = page.answers.get(encoding)
        if ready is None or ready[0] is not now:
            ready = page.answers[encoding] = self._headers(key, page, now, encoding)
        _now, etag, short, full, body = ready
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (etag in known or known.strip() == "*"):
            start_response("304 Not Modified", short.copy())
            return []
        start_response("200 OK", full.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _headers(self, key, page: Page, now: Freshness, encoding: str) -> tuple:
        """(now, ETag, headers of a 304, headers of a 200, body): good for as long as `now` is."""
        body = page.bodies.get(encoding)
        if body is None:
            body = page.body(encoding)
            self.shelf.add(key, page, encoding, body)
        etag = etag_of(key[1], now, encoding)
        caching = cache_control(key[1], 200, now.seconds_to_next, stale=now.stale)
        short = [("Cache-Control", caching), ("ETag", etag), ("Vary", "Accept-Encoding")]
        if now.stale:
            short.append(("Warning", '110 - "Response is stale"'))
        full = [*short, *page.headers, ("Content-Length", str(len(body)))]
        if encoding:
            full.append(("Content-Encoding", encoding))
        return now, etag, short, full, body


def epoch_of(key: tuple, now: Freshness) -> str | None:
    """The epoch that a page belongs to; None for what never changes."""
    return None if IMMUTABLE.match(key[1]) else now.epoch


def _rest(pieces, answer):
    try:
        yield from pieces
    finally:
        _close(answer)


def _close(answer) -> None:
    if hasattr(answer, "close"):
        answer.close()
