"""HTTP headers of every answer, decided by whose address it is: the public's or the staff's.

Public answers carry no cookie and depend on nothing but the address, so any cache may keep them for as long
as no further release is due. Everything else is `private, no-store`.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError
from django.utils.cache import get_conditional_response, patch_vary_headers

from .codings import not_refused
from .freshness import Freshness, freshness

# Addresses of the public side (contract.md); everything else belongs to the staff or to machines.
PUBLIC = re.compile(
    r"/(?:(?:ar|fr|en)/|data/|api/v1/|sitemap\.xml\Z|robots\.txt\Z|\.well-known/security\.txt\Z)"
)
# A numbered release never changes, nor do its files; their description says whether another took its place.
IMMUTABLE = re.compile(r"/data/\d{4}/releases/\d+/(?!datapackage\.json\Z)")
NUMBERED = re.compile(r"(/data/\d{4}/)releases/\d+/([\w.-]+)\Z")
# Files, answers and drawings that other people's pages may load.
CARRIED_AWAY = re.compile(r"/data/|/api/|/(?:ar|fr|en)/indicators/[\w-]+/series\.svg\Z")
MAX_AGE = 60
REVALIDATED_WITHIN = 30
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def cache_control(path: str, status: int, seconds_to_next: int | None, *, stale: bool = False) -> str:
    """The Cache-Control of a public answer.

    `seconds_to_next`: whole seconds until the next scheduled release, None when there is none; a copy is
    never kept past it, not even while a cache fetches the new one. A 404 is not kept at all: a cached one
    would hide the release. `stale`: the database is away and nobody knows what is next.
    """
    if status not in (200, 301, 302, 304, 308):
        return "no-store"
    if IMMUTABLE.match(path) and status == 200:
        return "public, max-age=31536000, immutable"
    left = MAX_AGE + REVALIDATED_WITHIN if seconds_to_next is None else seconds_to_next
    age = 0 if stale else max(0, min(MAX_AGE, left))
    late = 0 if stale else max(0, min(REVALIDATED_WITHIN, left - age))
    return f"public, max-age={age}, s-maxage={age}, stale-while-revalidate={late}, stale-if-error=3600"


def etag_of(path: str, now: Freshness, variant: str = "") -> str:
    """The strong ETag of a public address; that of a numbered file is the same under every epoch."""
    return (replace(now, epoch="") if IMMUTABLE.match(path) else now).etag(path, variant)


def is_public(path: str) -> bool:
    """Whether the address belongs to the public side."""
    return bool(PUBLIC.match(path))


class HeadersMiddleware:
    """Sets caching, privacy and permission headers; a public answer never sets a cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (taken := request.META.get("HTTP_ACCEPT_ENCODING")) is not None:
            # What serves the static files gives a coding to whoever names it, to refuse it too.
            request.META["HTTP_ACCEPT_ENCODING"] = not_refused(taken)
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        if is_public(request.path_info):
            response = self._open(request, response)
        elif not request.path_info.startswith(("/static/", "/livez", "/healthz", "/metrics")):
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        if response.status_code >= 500:
            response.headers["Cache-Control"] = "no-store"
            response.headers.setdefault("Retry-After", "30")
        return response

    def _open(self, request, response):
        response.cookies.clear()
        del response.headers["Vary"]
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers["Cross-Origin-Resource-Policy"] = (
            "cross-origin" if CARRIED_AWAY.match(request.path_info) else "same-origin"
        )
        if request.path_info.startswith("/data/"):
            # Scripts of every site may read the files, as they may the API.
            response.headers["Access-Control-Allow-Origin"] = "*"
            # A numbered file is never written again: what holds now stands where it leads (RFC 5829).
            numbered = NUMBERED.match(request.path_info)
            if numbered and response.status_code == 200:
                response.headers["Link"] = f'<{numbered[1]}{numbered[2]}>; rel="latest-version"'
        now = _freshness_if_known() if response.status_code in (200, 301, 302, 308) else None
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if now is None:
            response.headers["Cache-Control"] = "no-store"
            return response
        response.headers["Cache-Control"] = cache_control(
            request.path_info, response.status_code, now.seconds_to_next, stale=now.stale
        )
        if response.status_code == 200 and not response.streaming:
            etag = etag_of(request.get_full_path(), now)
            response.headers["ETag"] = etag
            return get_conditional_response(request, etag=etag, response=response)
        return response


def _freshness_if_known() -> Freshness | None:
    try:
        return freshness()
    except DatabaseError:
        return None
