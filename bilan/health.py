"""For supervisors, load balancers and Prometheus: does the process live, the database answer; counts."""

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import Http404, HttpResponse
from django.utils import timezone

from . import metrics as counted
from .freshness import public_alias
from .models import ImportBatch, Release

HERE = ("127.0.0.1", "::1", "")


def livez(request):
    """200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def healthz(request):
    """200 once the site serves, 503 while the database that it reads does not answer."""
    try:
        with connections[public_alias()].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def metrics(request):
    """What Prometheus reads, on this machine: 404 to whoever comes through a proxy or from elsewhere."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & set(request.META)
    if forwarded or request.META.get("REMOTE_ADDR", "") not in HERE:
        raise Http404
    text = counted.exposition(gauges())
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def gauges() -> dict[str, tuple[str, float]]:
    """What is so at this moment, by series, each with its help; without the database only that it is away."""
    found = {}
    try:
        last = Release.objects.using(public_alias()).visible().order_by("-visible_from", "-pk")
        for moment in last.values_list("visible_from", flat=True)[:1]:
            age = (timezone.now() - moment).total_seconds()
            found["bilan_release_age_seconds"] = ("Seconds since the newest release became visible.", age)
        if settings.SIDE != "public":
            waiting = ImportBatch.objects.filter(
                state=ImportBatch.State.CHECKED, expires_at__gt=timezone.now()
            )
            found["bilan_imports_waiting"] = ("Checked files that nobody confirmed yet.", waiting.count())
    except DatabaseError:
        return {"bilan_database_up": ("Whether the database answers.", 0)}
    return {"bilan_database_up": ("Whether the database answers.", 1), **found}
