"""The admin site: our name, our order, the language switch, and pages that chapters add to a report's."""

from dataclasses import dataclass
from functools import update_wrapper
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from bilan import people
from bilan.models import Report

from . import second_factor, sign_in


@dataclass(frozen=True)
class ReportPage:
    """A page of one report: its address below the report's, its view and the words that lead to it."""

    route: str
    name: str
    label: str
    view: object
    # Whether this person is shown the link: called with the user and the report.
    offered: object = staticmethod(lambda user, report: True)

    @property
    def address(self) -> str:
        """The name of its address, for `url`."""
        return f"admin:{self.name}"


class StaffSite(admin.AdminSite):
    """Stock admin, with nothing registered behind our back (the OTP and axes tables stay out)."""

    site_title = _("Bilan")
    site_header = _("Bilan · record of annual results")
    index_title = _("Work on the reports")
    login_template = "admin/sign_in/login.html"
    empty_value_display = "—"
    # Lists need the width; the index and the way back are one click away.
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.report_pages: list[ReportPage] = []
        # What chapters take of a text that was read: subclasses of bilan.admin.reading.Intake.
        self.intakes: list[type] = []
        # Addresses that other modules of the admin add (imports, exports).
        self.more_urls: list = []
        # Whoever deletes does it one record at a time, and history keeps it.
        self.disable_action("delete_selected")

    def has_permission(self, request):
        """Whoever works here: active staff."""
        return request.user.is_active and request.user.is_staff

    def admin_view(self, view, cacheable=False):
        """The stock guard, then the second step of signing in for those who need it."""
        if view in (self.logout, self.i18n_javascript):
            return super().admin_view(view, cacheable)

        def second_step_first(request, *args, **kwargs):
            if second_factor.is_missing(request):
                address = reverse("admin:second_factor")
                return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
            return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(second_step_first, view), cacheable)

    def report_page(self, route, *, name, label, **options):
        """Decorator: adds a page below a report's address; its view takes (request, report_id, …)."""

        def add(view):
            self.report_pages.append(ReportPage(route, name, label, view, **options))
            return view

        return add

    def intake(self, taken):
        """Decorator: adds what a chapter takes of a text."""
        self.intakes.append(taken)
        return taken

    def get_urls(self):
        """Our own pages first: the model pages' patterns would swallow them."""
        half_way = super().admin_view
        own = [
            path("language/", set_language, name="language"),
            path("second-factor/", half_way(second_factor.ask), name="second_factor"),
            path("second-factor/set-up/", half_way(second_factor.set_up), name="second_factor_set_up"),
            path(
                "second-factor/recovery-codes/",
                half_way(second_factor.renew_recovery_codes),
                name="second_factor_renew",
            ),
            *sign_in.patterns(self),
            *self.more_urls,
        ]
        for page in self.report_pages:
            route = f"bilan/report/<int:report_id>/{page.route}"
            own.append(path(route, self.admin_view(page.view), name=page.name))
        return own + super().get_urls()

    def index(self, request, extra_context=None):
        """The front page: what waits for this person, and the reports that are open."""
        from . import system
        from .imports import has_files
        from .standing import waiting_for

        reports = Report.objects.filter(state__in=Report.OPEN_STATES).newest_first()
        shown = {
            "waiting": waiting_for(request.user),
            "sends_files": has_files(request.user),
            "reads_system": system.reads(request.user),
            "open_reports": reports if people.works_on_reports(request.user) else (),
        }
        return super().index(request, shown | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Apps in the order of INSTALLED_APPS, records in the order that their admin classes give."""
        apps = self._build_app_dict(request, app_label)
        places = {model: admin_class.place for model, admin_class in self._registry.items()}
        for app in apps.values():
            app["models"].sort(key=lambda entry: places[entry["model"]])
        return list(apps.values())


site = StaffSite()
