"""The WSGI application that gunicorn or granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")


def layered(application):
    """Django with what stands in front of it: ready pages on the public side, then ids, counts and logs."""
    # Imported once Django is set up: they read models.
    from . import metrics
    from .observing import Observed
    from .ready import ReadyPages

    metrics.keep_in(settings.VAR_DIR / "metrics")
    return Observed(application if settings.SIDE == "staff" else ReadyPages(application))


application = layered(get_wsgi_application())
