"""All addresses, by the side that this process serves (contract.md names them)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from . import converters, errors, health, preview, styleguide, views  # noqa: F401  converters registers its kinds
from .admin import site
from .machines import urls as machines

health_patterns = [
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
]
public_patterns = [
    path("", views.to_language, name="to_language"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),  # unknown outside local mode
    path("api/", include("bilan.api.urls")),
    *machines.everywhere,
    *[
        path(f"data/<year:year>/{folder}{address}", view, name=f"{prefix}{name}")
        for folder, prefix in (("", ""), ("releases/<ordinal:number>/", "release_"))
        for address, view, name in (
            ("report.<page_language:language>.pdf", views.document, "document"),
            ("<canonical_file:name>", views.canonical_file, "canonical_file"),
        )
    ],
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
        path("corrections/", views.correction_list, name="corrections"),
        *machines.in_languages,
        path("search/", include("bilan.search.urls")),
        path("compare/", include("indicators.compare.urls")),
        path("commands/<slug:code>/", views.command, name="command"),
        path("methodology/", views.methodology, name="methodology"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("about/", views.about, name="about"),
        path("indicators/", include("indicators.urls")),
        path("units/", include("units.urls")),
        path("partnerships/", include("partnerships.urls")),
    ),
]
staff_patterns: list = [
    path("admin/", site.urls),
    path("preview/<slug:language>/<year:year>/", site.admin_view(preview.report), name="preview"),
    path(
        "preview/<slug:language>/<year:year>/text/",
        site.admin_view(preview.report_text),
        name="preview_text",
    ),
]

urlpatterns = [*health_patterns]
if settings.SIDE in ("both", "public"):
    urlpatterns += public_patterns
if settings.SIDE in ("both", "staff"):
    urlpatterns += staff_patterns
handler500 = errors.server_error


class EveryAddress:
    """Both sides' addresses, for links from one to the other; it serves nothing."""

    urlpatterns = [*health_patterns, *public_patterns, *staff_patterns]
