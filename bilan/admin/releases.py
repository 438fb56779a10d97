"""Releases: read here, changed nowhere."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from bilan import people
from bilan.models import Release

from .lists import PlainTitle, SteadyPaginator, moment, person
from .site import site


class ReadOnlyAdmin(PlainTitle, admin.ModelAdmin):
    """Rows that are written by the house and read by people; no form changes one."""

    place = 60
    actions = None
    paginator = SteadyPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def may_see(self, user) -> bool:
        return people.is_auditor(user)

    def has_module_permission(self, request):
        return self.may_see(request.user)

    def has_view_permission(self, request, obj=None):
        return self.may_see(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Release, site=site)
class ReleaseAdmin(ReadOnlyAdmin):
    """Frozen copies of reports, in the order of their time."""

    place = 8
    list_display = (
        "year_written", "number", "kind", moment("visible_from", _("visible from")), "announced",
        "released_by", "digest",
    )  # fmt: skip
    list_filter = ("kind",)
    list_select_related = ("released_by",)
    ordering = ("-visible_from", "-pk")
    fields = (
        "report", "number", "kind", moment("visible_from", _("visible from")), "announced",
        "note_ar", "note_fr", "note_en", person("released_by", _("released by")),
        moment("released_at", _("released at")), "digest",
    )  # fmt: skip

    def may_see(self, user):
        return people.works_on_reports(user)

    @admin.display(description=_("year"), ordering="year")
    def year_written(self, release):
        return str(release.year)
