"""How the site is doing: version, database, cache, backup, releases, imports."""

import platform

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from bilan import frozen, metrics, people
from bilan.backup import last_backup
from bilan.freshness import code_version
from bilan.models import ImportBatch, Release

from .site import site


def reads(user) -> bool:
    """Whoever keeps the machine and whoever examines it."""
    return people.is_administrator(user) or people.is_auditor(user)


def system(request):
    """One table; nothing in it can be changed here."""
    if not reads(request.user):
        raise PermissionDenied
    waiting = Release.objects.filter(visible_from__gt=timezone.now(), call_off__isnull=True)
    backup = last_backup()
    pending = ImportBatch.objects.filter(state=ImportBatch.State.CHECKED, expires_at__gt=timezone.now())
    missing = frozen.missing()
    context = {
        **site.each_context(request),
        "title": _("System"),
        "version": f"{code_version()} · Django {django.__version__} · Python {platform.python_version()}",
        "database": f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}",
        "side": settings.SIDE,
        "shared_cache": "pages" in settings.CACHES,
        "ready": _ready_pages(),
        "backup": backup,
        "backup_at": backup and parse_datetime(backup["made_at"]),
        "next_release": waiting.order_by("visible_from", "pk").defer("labels").first(),
        "last_release": Release.objects.visible().order_by("-visible_from", "-pk").defer("labels").first(),
        "pending": pending.count(),
        "missing": missing,
    }
    return TemplateResponse(request, "admin/system.html", context)


def _ready_pages() -> dict[str, int]:
    """How many public answers came from ready pages, were rendered, were stale."""
    total = metrics.totals()
    series = {
        name: metrics.labelled("bilan_ready_pages_total", outcome=name) for name in ("hit", "miss", "stale")
    }
    return {name: int(total.get(one, 0)) for name, one in series.items()}


site.more_urls.append(path("system/", site.admin_view(system), name="system"))
