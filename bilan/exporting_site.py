"""The whole public site as plain files: any web server or CDN can carry the day with them.

Every page, drawing, file and feed is asked of the site itself, from the addresses that it links to, so the
copy is what readers get. `_headers` lists what each file is sent with, in the form that static hosts read;
`_files.json` says the same for other servers, with the SHA-256 of each file. What asks a question of the
site (search, the builder, the API) stays out.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import loader
from django.urls import reverse

from .canonical import file_names, tables
from .headers import cache_control, is_public
from .models.named import LANGUAGES
from .released import visible_releases

LISTED, HEADERS, NOT_FOUND = "_files.json", "_headers", "404.html"
LEFT_OUT = re.compile(r"/(?:\w\w/(?:search|compare)/|api/|admin/|preview/)")
# Of one answer and not of the page.
NOT_LISTED = {"etag", "content-length", "date", "vary", "content-encoding", "last-modified", "x-request-id"}
IN_STYLES = re.compile(r"url\(['\"]?([^'\")]+)")
IN_SITEMAP = re.compile(r"<loc>([^<]+)</loc>")
STATIC_FOR_A_YEAR = "public, max-age=31536000, immutable"


class Answer:
    """What the site says at an address: status, headers by lower-case name, body."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status, self.headers, self.body = status, headers, body


class Site:
    """Asks the site in this process, as a reader at `origin` (https://host) would."""

    def __init__(self, origin: str):
        self.origin = origin
        self._application = get_wsgi_application()

    def get(self, path: str) -> Answer:
        """The answer at a path, without compression."""
        scheme, _colon, host = self.origin.partition("://")
        caught: dict = {}
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "HTTP_HOST": host,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "wsgi.input": BytesIO(),
        }
        setup_testing_defaults(environ)
        environ["wsgi.url_scheme"] = scheme
        answer = self._application(environ, lambda status, headers: caught.update(s=status, h=headers))
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        headers = {name.lower(): value for name, value in caught["h"]}
        return Answer(int(caught["s"][:3]), headers, body)

    def path_of(self, link: str, page: str) -> str:
        """The path that a link in a page leads to; empty when it is no page or file of the copy."""
        parts = urlsplit(urljoin(self.origin + page, link))
        if f"{parts.scheme}://{parts.netloc}" != self.origin or parts.query or LEFT_OUT.match(parts.path):
            return ""
        return parts.path if is_public(parts.path) or parts.path.startswith("/static/") else ""


class _Links(HTMLParser):
    """The addresses that a page links to or shows."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src") and value]


def links_in(answer_type: str, body: bytes) -> list[str]:
    """The links of an answer by its content type: a page, a drawing, a style sheet, the sitemap."""
    if answer_type.startswith("text/css"):
        return IN_STYLES.findall(body.decode())
    if answer_type.startswith(("text/html", "image/svg")):
        reader = _Links()
        reader.feed(body.decode())
        return reader.found
    return IN_SITEMAP.findall(body.decode()) if answer_type.startswith("application/xml") else []


def crawl(site: Site) -> Iterator[tuple[str, Answer]]:
    """Every path of the public site with its answer, each once; what is not there is left out."""
    waiting, seen = list(dict.fromkeys(_first_paths())), set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = site.get(path)
        if answer.status != 200:
            continue
        yield path, answer
        found = links_in(answer.headers.get("content-type", ""), answer.body)
        waiting += [other for link in found if (other := site.path_of(link, path)) and other not in seen]


def _first_paths() -> Iterator[str]:
    """Where reading begins, and the files that no page may link to one by one."""
    for language in LANGUAGES:
        yield f"/{language}/"
        yield f"/{language}/feed.xml"
    for name in ("sitemap", "robots", "security"):
        yield reverse(name)
    kinds = [(table, kind) for table in tables() for kind in ("csv", "xlsx", "json")]
    for year, number in visible_releases().order_by("year", "number").values_list("year", "number"):
        for prefix, place in (("", [year]), ("release_", [year, number])):
            yield reverse(f"{prefix}datapackage", args=place)
            yield from (reverse(f"{prefix}data", args=[*place, *kind]) for kind in kinds)
            yield from (reverse(f"{prefix}document", args=[*place, language]) for language in LANGUAGES)
            folder = reverse(f"{prefix}datapackage", args=place).removesuffix("datapackage.json")
            yield from (folder + name for name in file_names())


def file_of(path: str) -> str:
    """The file that holds the answer at a path, below the copy's folder."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def export(folder: Path, origin: str) -> dict[str, int]:
    """Writes the copy; files that are as they were keep their time, those that are gone are removed.

    Returns how many files were written, unchanged, removed.
    """
    site, listed, counts = Site(origin), {}, {"written": 0, "unchanged": 0, "removed": 0}
    before = _listed_before(folder)
    for path, answer in crawl(site):
        listed[path] = _entry(path, answer)
        _put(folder / file_of(path), answer.body, counts)
    first, missing = _page_of_no_language(), loader.get_template("404.html").render().encode()
    for name, body in ((file_of("/"), first), (NOT_FOUND, missing)):
        _put(folder / name, body, counts)
    written = {file_of(path) for path in listed} | {file_of("/"), NOT_FOUND}
    for name in before - written:
        (folder / name).unlink(missing_ok=True)
        counts["removed"] += 1
    _put(folder / HEADERS, _headers_file(listed), counts)
    _put(folder / LISTED, json.dumps(listed, indent=1, sort_keys=True).encode() + b"\n", counts)
    return counts


def _entry(path: str, answer: Answer) -> dict:
    headers = {name: value for name, value in answer.headers.items() if name not in NOT_LISTED}
    headers["cache-control"] = (
        STATIC_FOR_A_YEAR if path.startswith("/static/") else cache_control(path, 200, None)
    )
    if "content-security-policy" in headers:
        # Its directives come in any order; the list must not change with it.
        directives = headers["content-security-policy"].split("; ")
        headers["content-security-policy"] = "; ".join(sorted(directives))
    return {
        "file": file_of(path),
        "sha256": hashlib.sha256(answer.body).hexdigest(),
        "headers": dict(sorted(headers.items())),
    }


def _headers_file(listed: dict) -> bytes:
    blocks = []
    for path, entry in sorted(listed.items()):
        lines = [f"  {name}: {value}" for name, value in entry["headers"].items()]
        blocks.append("\n".join([path, *lines]))
    return ("\n".join(blocks) + "\n").encode()


def _page_of_no_language() -> bytes:
    """`/` cannot ask which language is read: it leads to Arabic, where the others are a click away."""
    return (
        b'<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>Bilan</title>'
        b'<meta http-equiv="refresh" content="0; url=/ar/"></head>'
        b'<body><p><a href="/ar/">Bilan</a></p></body></html>\n'
    )


def _listed_before(folder: Path) -> set[str]:
    try:
        return {entry["file"] for entry in json.loads((folder / LISTED).read_text()).values()}
    except (OSError, ValueError):
        return set()


def _put(target: Path, body: bytes, counts: dict) -> None:
    if target.is_file() and target.read_bytes() == body:
        counts["unchanged"] += 1
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.write_bytes(body)
    unfinished.replace(target)
    counts["written"] += 1


def differences(folder: Path, origin: str) -> list[str]:
    """Crawls the copy from its files and holds each against the live site; says what differs, in words."""
    site, found = Site(origin), []
    listed = json.loads((folder / LISTED).read_text())
    waiting, seen = [f"/{language}/" for language in LANGUAGES], set()
    waiting += sorted(listed)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        file = folder / file_of(path)
        live = site.get(path)
        if not file.is_file():
            # What the live site does not have either is its fault, not the copy's.
            if live.status == 200:
                found.append(f"{path}: not in the copy")
            continue
        body = file.read_bytes()
        if live.status != 200 or body != live.body:
            found.append(f"{path}: differs from the live site ({live.status})")
        kind = live.headers.get("content-type", "")
        waiting += [other for link in links_in(kind, body) if (other := site.path_of(link, path))]
    return found


def own_origin() -> str:
    """The origin that links are written with when nobody says another."""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}"
