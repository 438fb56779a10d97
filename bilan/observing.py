"""The outermost layer: every request has an id, in and out, and is counted, timed and logged.

Answers from ready pages are counted and not logged.
"""

import logging
import re
import secrets
import time
from functools import lru_cache

from . import metrics
from .headers import is_public
from .logs import request_id

NAME = re.compile(r"[\w.-]{8,64}")
MACHINES = ("/livez", "/healthz", "/metrics")
READY = {
    outcome: metrics.labelled("bilan_ready_pages_total", outcome=outcome)
    for outcome in ("hit", "miss", "stale")
}
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
logger = logging.getLogger("bilan.requests")


class Observed:
    """WSGI layer around the application."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        started = time.perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = given if NAME.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        status = "500"

        def start(line, headers, *rest):
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", name)], *rest)

        try:
            return self.application(environ, start)
        finally:
            _note(environ, status, time.perf_counter() - started)
            request_id.reset(token)


def _note(environ, status: str, seconds: float) -> None:
    path = environ.get("PATH_INFO", "")
    ready = environ.get("bilan.ready", "")
    side = "public" if is_public(path) else "machines" if path in MACHINES else "staff"
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"
    metrics.add(_counter(side, method, status))
    metrics.observe("bilan_request_seconds", seconds, side=side)
    if ready:
        metrics.add(READY[ready])
    if ready not in ("hit", "stale") and side != "machines":
        extra = {"method": method, "path": path, "status": int(status), "ms": round(seconds * 1000, 1)}
        logger.info("request", extra={"data": extra | {"side": side}})


@lru_cache(maxsize=256)
def _counter(side: str, method: str, status: str) -> str:
    return metrics.labelled("bilan_requests_total", side=side, method=method, status=status)
