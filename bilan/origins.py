"""Under which origin and query an address is one that we answer from ready pages."""

import re
from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# What others add to links that they pass on; no page of ours reads any of it. An address with another query
# has no end of spellings: it is Django's.
ADDED_BY_OTHERS = re.compile(r"(?:(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id)=[^&]*(?:&|\Z))+")


def origin_of(environ: dict) -> str:
    """`https://host` of a WSGI request, as links are written with it; empty when no page is kept under it."""
    scheme = environ.get("wsgi.url_scheme", "http")
    if settings.HTTPS:
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip()
        scheme = "https" if forwarded == "https" else "http"
    return origin(scheme, environ.get("HTTP_HOST", ""), environ.get("SERVER_PORT", ""))


@lru_cache(maxsize=256)
def origin(scheme: str, host: str, port: str) -> str:
    """`scheme://host` in lower case, with a port where the host states the one that the server listens on.

    Empty for a host that is not ours, since pages have absolute links and a forged one must not get into what
    others read; and for plain HTTP where Django would send the reader to HTTPS.
    """
    name, stated = split_domain_port(host)
    if not validate_host(name, settings.ALLOWED_HOSTS) or stated not in ("", port):
        return ""
    if settings.HTTPS and scheme != "https":
        return ""
    return f"{scheme}://{name}:{stated}" if stated else f"{scheme}://{name}"


def needs_no_page_of_its_own(query: str) -> bool:
    """Whether a query says nothing to any page of ours."""
    return not query or bool(ADDED_BY_OTHERS.fullmatch(query))
