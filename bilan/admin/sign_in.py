"""Pages around signing in: a forgotten password, and the door that guessing closes."""

from django.conf import settings
from django.contrib.auth import views
from django.template.response import TemplateResponse
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _


def outside_context(site) -> dict:
    """What the frame of a page needs before anybody is signed in."""
    return {
        "site_title": site.site_title,
        "site_header": site.site_header,
        "site_url": site.site_url,
        "has_permission": False,
        "is_nav_sidebar_enabled": False,
        "is_popup": False,
        "mail_is_set_up": bool(settings.EMAIL_HOST),
    }


def patterns(site) -> list:
    """Addresses of the password reset; they stand under the site's own name space."""
    frame = {"extra_context": outside_context(site)}
    return [
        path(
            "password_reset/",
            views.PasswordResetView.as_view(
                success_url=reverse_lazy("admin:password_reset_done"),
                template_name="admin/sign_in/reset.html",
                email_template_name="admin/sign_in/reset_mail.txt",
                subject_template_name="admin/sign_in/reset_subject.txt",
                **frame,
            ),
            name="password_reset",
        ),
        path(
            "password_reset/done/",
            views.PasswordResetDoneView.as_view(template_name="admin/sign_in/reset_done.html", **frame),
            name="password_reset_done",
        ),
        path(
            "reset/<uidb64>/<token>/",
            views.PasswordResetConfirmView.as_view(
                success_url=reverse_lazy("admin:password_reset_complete"),
                template_name="admin/sign_in/reset_confirm.html",
                **frame,
            ),
            name="password_reset_confirm",
        ),
        path(
            "reset/done/",
            views.PasswordResetCompleteView.as_view(
                template_name="admin/sign_in/reset_complete.html", **frame
            ),
            name="password_reset_complete",
        ),
    ]


def locked_out(request, *args, **kwargs):
    """The door after too many wrong passwords from one address: for a quarter of an hour (axes calls it)."""
    from .site import site

    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = outside_context(site) | {"title": _("Signing in is closed for now"), "minutes": minutes}
    return TemplateResponse(request, "admin/sign_in/locked.html", context, status=429).render()
