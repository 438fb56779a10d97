"""The WSGI application that gunicorn or granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")

application = get_wsgi_application()
if settings.SIDE != "staff":
    # Imported once Django is set up: it reads models.
    from .ready import ReadyPages

    application = ReadyPages(application)
