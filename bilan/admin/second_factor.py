"""One-time codes at sign-in: who needs them, setting them up, asking for them, recovery codes."""

from base64 import b32encode

from django import forms
from django.conf import settings
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login as otp_login
from django_otp import match_token, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode import QRCode

from bilan import people
from bilan.numerals import fold_digits

RECOVERY_CODES = 10
QUIET_ZONE = 4


def is_required(user) -> bool:
    """Reviewers, publishers and administrators outside local mode; everybody who has set codes up."""
    if not user.is_authenticated:
        return False
    given = people.is_reviewer(user) or people.is_publisher(user) or people.is_administrator(user)
    return (given and not settings.LOCAL_MODE) or user_has_device(user)


def is_missing(request) -> bool:
    """Whether this sign-in still lacks the code that it needs."""
    return not request.user.is_verified() and is_required(request.user)


class CodeForm(forms.Form):
    """Six digits of the telephone, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "text", "dir": "ltr", "autofocus": True}
        ),
    )

    def clean_code(self):
        """The code without spaces, in ASCII digits."""
        return tidy(self.cleaned_data["code"])


def tidy(code: str) -> str:
    """A code as the devices know it, however it was typed."""
    return fold_digits("".join(code.split())).lower()


WRONG = gettext_lazy("This code is not right, or was used already. Wait for the next one and try again.")


def matching_device(user, code: str):
    """The person's device that the code belongs to, or None; wrong ones slow the next try down."""
    return match_token(user, code)


def next_address(request) -> str:
    """Where the person was going, when that is on this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("admin:index")


def ask(request):
    """Asks for a code; who has none yet is led to setting it up."""
    if not user_has_device(request.user):
        return HttpResponseRedirect(reverse("admin:second_factor_set_up"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = matching_device(request.user, form.cleaned_data["code"])
        if device is not None:
            otp_login(request, device)
            return HttpResponseRedirect(next_address(request))
        form.add_error("code", WRONG)
    shown = {"title": _("Second step of signing in"), "form": form, "next": next_address(request)}
    return _page(request, "admin/second_factor/ask.html", shown)


def set_up(request):
    """Shows the code to scan, and confirms the device by a first code; then shows recovery codes once."""
    if user_has_device(request.user):
        if is_missing(request):
            return HttpResponseRedirect(reverse("admin:second_factor"))
        return _page(request, "admin/second_factor/done.html", {"title": _("One-time codes"), "codes": []})
    device = _unconfirmed(request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            device.confirmed = True
            device.save()
            otp_login(request, device)
            shown = {"title": _("Recovery codes"), "codes": make_recovery_codes(request.user)}
            return _page(request, "admin/second_factor/done.html", shown)
        form.add_error("code", WRONG)
    shown = {"title": _("Set up one-time codes"), "form": form, "qr": qr_path(device.config_url)}
    return _page(request, "admin/second_factor/set_up.html", shown | {"secret": _secret(device)})


def renew_recovery_codes(request):
    """Makes new recovery codes in place of the old ones, and shows them once."""
    if request.method != "POST" or not user_has_device(request.user) or is_missing(request):
        return HttpResponseRedirect(reverse("admin:second_factor_set_up"))
    shown = {"title": _("Recovery codes"), "codes": make_recovery_codes(request.user)}
    return _page(request, "admin/second_factor/done.html", shown)


def make_recovery_codes(user) -> list[str]:
    """Ten codes that work once each, for the day on which the telephone is lost."""
    device, _made = StaticDevice.objects.get_or_create(user=user, name="recovery")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def forget(user) -> None:
    """Takes a person's devices away: they set up new ones at the next sign-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def qr_path(address: str) -> dict:
    """A QR code as one SVG path: `{"size": modules a side, "path": "M4 4h1v1h-1z…"}`."""
    code = QRCode(border=QUIET_ZONE)
    code.add_data(address)
    matrix = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    )
    return {"size": len(matrix), "path": "".join(squares)}


def _unconfirmed(user) -> TOTPDevice:
    found = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return found or TOTPDevice.objects.create(user=user, name="telephone", confirmed=False)


def _secret(device) -> str:
    """The key as people type it, in groups of four."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _page(request, template, shown):
    from .site import site

    context = site.each_context(request) | {"has_permission": True, "available_apps": []} | shown
    return TemplateResponse(request, template, context)
