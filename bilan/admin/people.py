"""Accounts: administrators give people their groups; nobody is given a right apart from them."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from bilan import people

from .site import site


@admin.register(get_user_model(), site=site)
class PersonAdmin(UserAdmin):
    """A colleague's account: name, mail, groups, active or not."""

    place = 1
    actions = None
    show_facets = admin.ShowFacets.NEVER
    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "groups_written",
        "is_active",
        "last_login",
    )
    list_filter = ("is_active", "groups")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("What they do here"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("groups"))
    def groups_written(self, person):
        return " · ".join(group.name for group in person.groups.all())

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return people.is_administrator(request.user) or people.is_auditor(request.user)

    def has_add_permission(self, request):
        return people.is_administrator(request.user)

    def has_change_permission(self, request, obj=None):
        """Nobody changes their own groups."""
        return people.is_administrator(request.user) and obj != request.user

    def has_delete_permission(self, request, obj=None):
        """People leave by being made inactive: their name stays beside what they did."""
        return False
