"""All addresses, by the side that this process serves (contract.md names them)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from . import health, views
from .admin import site


class FourDigits:
    """A year in an address: four digits, so that 02024 is not a second address of 2024."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        """The year as a number."""
        return int(value)

    def to_url(self, value):
        """The year as it stands in the address."""
        return f"{value:04d}"


class Ordinal:
    """The number of a release in an address, without leading zeros."""

    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value):
        """The number."""
        return int(value)

    def to_url(self, value):
        """The number as it stands in the address."""
        return str(value)


class FileKind:
    """The kind of a file that readers download."""

    regex = "csv|xlsx|json"

    def to_python(self, value):
        """The kind."""
        return value

    def to_url(self, value):
        """The kind as it stands in the address."""
        return value


register_converter(FileKind, "file_kind")
register_converter(FourDigits, "year")
register_converter(Ordinal, "ordinal")

health_patterns = [path("livez", health.livez, name="livez"), path("healthz", health.healthz, name="healthz")]
public_patterns = [
    path("", views.to_language, name="to_language"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("api/", include("bilan.api.urls")),
    path("data/<year:year>/<slug:table>.<file_kind:kind>", views.data, name="data"),
    path(
        "data/<year:year>/releases/<ordinal:number>/<slug:table>.<file_kind:kind>",
        views.data,
        name="release_data",
    ),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("<year:year>/", views.report, name="report"),
        path("<year:year>/text/", views.report_text, name="report_text"),
        path("<year:year>/releases/", views.release_list, name="release_list"),
        path("<year:year>/releases/<ordinal:number>/", views.release_detail, name="release_detail"),
        path("commands/<slug:code>/", views.command, name="command"),
        path("methodology/", views.methodology, name="methodology"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("about/", views.about, name="about"),
        path("indicators/", include("indicators.urls")),
        path("units/", include("units.urls")),
        path("partnerships/", include("partnerships.urls")),
    ),
]
staff_patterns: list = [path("admin/", site.urls)]

urlpatterns = [*health_patterns]
if settings.SIDE in ("both", "public"):
    urlpatterns += public_patterns
if settings.SIDE in ("both", "staff"):
    urlpatterns += staff_patterns
