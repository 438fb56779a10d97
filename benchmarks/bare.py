"""The site without its layer of ready pages: each request is rendered, as a stock Django site does."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
application = get_wsgi_application()
