"""The page of an error that nobody foresaw: 503 when the database did not answer, 500 otherwise."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.views import defaults

from .freshness import NeverAsked

AWAY = (OperationalError, InterfaceError, NeverAsked)
SECONDS_TO_WAIT = 30


def server_error(request):
    """Django's handler of exceptions; both pages are in three languages and need no database."""
    if isinstance(sys.exc_info()[1], AWAY):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    return defaults.server_error(request)
