"""`/robots.txt` and `/.well-known/security.txt`."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bilan.models.named import LANGUAGES

PLAIN = "text/plain; charset=utf-8"


@require_safe
def robots(request):
    """Everything public may be read; answers to questions are not worth an index of their own."""
    lines = [
        "User-agent: *",
        *(f"Disallow: /{language}/search/" for language in LANGUAGES),
        *(f"Disallow: /{language}/compare/?" for language in LANGUAGES),
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def security(request):
    """Where to report a weakness (RFC 9116)."""
    with override("en"):
        page = request.build_absolute_uri(reverse("about"))
    lines = [
        *([f"Contact: mailto:{settings.CONTACT}"] if settings.CONTACT else []),
        f"Contact: {page}#contact",
        f"Expires: {expiry(datetime.now(UTC).date())}",
        "Preferred-Languages: ar, fr, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


def expiry(today: date) -> str:
    """The start of the month half a year away: always in the future, never over a year."""
    months = today.year * 12 + today.month - 1 + 7
    start = date(months // 12, months % 12 + 1, 1)
    return datetime.combine(start, time(), UTC).isoformat().replace("+00:00", "Z")
