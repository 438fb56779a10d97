"""Content codings: which one a reader takes, and bytes written in it."""

import gzip
import re
from functools import lru_cache

import brotli
import zstandard

# The best first.
CODINGS = ("zstd", "br", "gzip")
# Workbooks, PDF and pictures are compressed already.
COMPRESSIBLE = re.compile(r"text/|application/(?:[\w.+-]+\+)?(?:json|xml|javascript)|image/svg\+xml")
WEIGHT = re.compile(r"(?:q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?")
# Of a body as it is, for a reader who did not say: taken, and everything named before it.
UNSAID = 0.0001


def compress(body: bytes, coding: str) -> bytes:
    """The body in one of CODINGS, or as it is for an empty name."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=12).compress(body)
    if coding == "br":
        return brotli.compress(body, quality=9)
    return gzip.compress(body, 9, mtime=0) if coding == "gzip" else body


@lru_cache(maxsize=512)
def accepted(header: str) -> str:
    """The coding that a reader likes best by Accept-Encoding (RFC 9110, 12.5.3); empty for none.

    Of equals the first of CODINGS. One that only `*` covers is for those who refuse a body as it is.
    """
    weights = _weights(header)
    named = {coding: weights[coding] for coding in CODINGS if weights.get(coding)}
    best = max(named, key=named.get, default="")
    as_it_is = weights.get("identity", weights.get("*", UNSAID))
    if best and named[best] >= as_it_is:
        return best
    if as_it_is or not weights.get("*"):
        return ""
    return next((coding for coding in CODINGS if coding not in weights), "")


@lru_cache(maxsize=512)
def not_refused(header: str) -> str:
    """The same header without what it refuses, for those who look in it for names only."""
    return ", ".join(coding for coding, weight in _weights(header).items() if weight)


def _weights(header: str) -> dict[str, float]:
    """`{coding: weight}`; what has no weight that can be read is not taken."""
    found = {}
    for item in re.sub(r"\s", "", header.lower()).split(","):
        coding, _semicolon, weight = item.partition(";")
        read = WEIGHT.fullmatch(weight)
        found[coding] = float(read[1] or 1) if read else 0.0
    return found
