"""All addresses, by the side that this process serves (contract.md names them)."""

from django.conf import settings
from django.urls import include, path

from . import health
from .admin import site

health_patterns = [path("livez", health.livez, name="livez"), path("healthz", health.healthz, name="healthz")]
public_patterns: list = [path("api/", include("bilan.api.urls"))]
staff_patterns: list = [path("admin/", site.urls)]

urlpatterns = [*health_patterns]
if settings.SIDE in ("both", "public"):
    urlpatterns += public_patterns
if settings.SIDE in ("both", "staff"):
    urlpatterns += staff_patterns
