"""Is this process alive, and does its database answer: for a supervisor and a load balancer."""

from django.db import DatabaseError, connections
from django.http import HttpResponse

from .freshness import public_alias


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
