"""How the API answers: JSON, refusals as problem+json, open to every site's scripts."""

import json
from functools import wraps

from django.http import HttpResponse

JSON = "application/json"
PROBLEM = "application/problem+json"
ALLOWED = "GET, HEAD, OPTIONS"
# The site's language negotiation has no place here: an answer holds all three.
LANGUAGES = "ar, fr, en"


def answer(content, *, status: int = 200, content_type: str = JSON) -> HttpResponse:
    """A JSON answer that any site's script may read."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    return opened(HttpResponse(text, status=status, content_type=content_type))


def opened(response: HttpResponse) -> HttpResponse:
    """The same answer, readable by scripts of every site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Content-Language"] = LANGUAGES
    return response


def problem(status: int, title: str, detail: str, **more) -> HttpResponse:
    """A refusal (RFC 9457)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return answer(content, status=status, content_type=PROBLEM)


def moved(address: str) -> HttpResponse:
    """Where an item with a renamed code stands now, for good."""
    response = opened(HttpResponse(status=308))
    response.headers["Location"] = address
    return response


def not_found() -> HttpResponse:
    """Unknown and not published are one answer, to the byte."""
    return problem(404, "Not Found", "Nothing that is published stands at this address.")


def read_only(view):
    """Answers GET and HEAD by the view, OPTIONS by itself, and refuses every other method."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            response = opened(HttpResponse(status=204))
            response.headers["Access-Control-Allow-Methods"] = ALLOWED
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        else:
            response = problem(405, "Method Not Allowed", "The API is read-only.")
        response.headers["Allow"] = ALLOWED
        return response

    # Nothing is written here, so there is no form to forge.
    guarded.csrf_exempt = True
    return guarded
