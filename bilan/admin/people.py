"""Accounts: administrators give people their groups; nobody is given a right apart from them."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from bilan import people

from . import second_factor
from .lists import PlainTitle, moment
from .site import site


@admin.register(get_user_model(), site=site)
class PersonAdmin(PlainTitle, UserAdmin):
    """A colleague's account: name, mail, groups, active or not."""

    place = 1
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/second_factor/person.html"
    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "groups_written",
        "is_active",
        moment("last_login", get_user_model()._meta.get_field("last_login").verbose_name),
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

    def get_urls(self):
        """With the page that takes lost one-time codes off an account."""
        page = self.admin_site.admin_view(self.forget_codes)
        return [path("<int:person_id>/second-factor/", page, name="forget_codes"), *super().get_urls()]

    def forget_codes(self, request, person_id):
        """Asks, then takes the person's devices away: new ones are set up at the next sign-in."""
        person = get_object_or_404(get_user_model(), pk=person_id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            with transaction.atomic():
                # Else one administrator could sign in as a publisher: a new password, new codes.
                person.groups.set(self._at_once(request, person, person.groups.all(), anew=True))
                second_factor.forget(person)
                self.log_change(request, person, _("One-time codes taken off the account."))
            messages.success(request, _("The codes of %(person)s were taken off.") % {"person": person})
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))
        context = self.admin_site.each_context(request) | {"title": _("Lost codes"), "person": person}
        return TemplateResponse(request, "admin/second_factor/forget.html", context)

    def save_related(self, request, form, formsets, change):
        """Roles that two administrators give are asked for; the others hold at once, as does every loss."""
        if "groups" in form.cleaned_data:
            opened = change and "is_active" in form.changed_data and form.instance.is_active
            wanted = form.cleaned_data["groups"]
            form.cleaned_data["groups"] = self._at_once(request, form.instance, wanted, anew=opened)
        super().save_related(request, form, formsets, change)

    def _at_once(self, request, person, wanted, *, anew: bool) -> list:
        """The groups that hold at once; another administrator is asked for the rest, and this one is told."""
        now, asked = people.ask_for_roles(person, list(wanted), by=request.user, anew=anew)
        for one in asked:
            self.log_change(request, person, _("Asked for the role “%(role)s”.") % {"role": one.role})
        if asked:
            words = _("Another administrator has to confirm: %(roles)s.")
            messages.warning(request, words % {"roles": " · ".join(one.role for one in asked)})
        return now

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
