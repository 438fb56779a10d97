"""Roles that wait for a second administrator, and what was decided of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bilan import people
from bilan.models import RoleRequest

from . import second_factor
from .site import site

DECIDED_SHOWN = 100
LONGEST_KEY = 18


def reads(user) -> bool:
    """Administrators decide; auditors look."""
    return people.is_administrator(user) or people.is_auditor(user)


def roles(request):
    """The roles asked for, each with its two answers, and the last ones that were decided."""
    if not reads(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    return _page(request)


def _decide(request):
    if not people.is_administrator(request.user):
        raise PermissionDenied
    form = second_factor.CodeForm(request.POST) if second_factor.is_required(request.user) else None
    if form and not (form.is_valid() and _is_right(request.user, form)):
        return _page(request, form, status=422)
    number = request.POST.get("request", "")
    grant = "grant" in request.POST
    try:
        known = number.isascii() and number.isdigit() and len(number) < LONGEST_KEY
        asked = people.decide_role(int(number) if known else 0, by=request.user, grant=grant)
    except people.NotDecided as refused:
        messages.error(request, refused)
        return _page(request, status=409)
    words = _("Role “%(role)s” granted.") if grant else _("Role “%(role)s” refused.")
    site._registry[type(asked.person)].log_change(request, asked.person, words % {"role": asked.role})
    messages.success(request, words % {"role": asked.role})
    return HttpResponseRedirect(reverse("admin:roles"))


def _is_right(user, form) -> bool:
    if second_factor.matching_device(user, form.cleaned_data["code"]) is not None:
        return True
    form.add_error("code", second_factor.WRONG)
    return False


def _page(request, form=None, status=200):
    everything = RoleRequest.objects.select_related("person", "asked_by", "decided_by")
    if form is None and people.is_administrator(request.user) and second_factor.is_required(request.user):
        form = second_factor.CodeForm()
    context = {
        **site.each_context(request),
        "title": _("Roles to be confirmed"),
        "waiting": everything.filter(granted=None).order_by("pk"),
        "mine": {one.pk for one in people.roles_to_decide(request.user)},
        "decided": everything.exclude(granted=None).order_by("-decided_at", "-pk")[:DECIDED_SHOWN],
        "form": form,
    }
    return TemplateResponse(request, "admin/roles.html", context, status=status)


site.more_urls.append(path("roles/", site.admin_view(roles), name="roles"))
