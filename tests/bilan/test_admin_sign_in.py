"""Signing in: the second step, recovery codes, forgotten passwords, the closed door."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bilan.admin import second_factor
from tests.factories import make_figure, make_user
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db
PASSWORD = "four plain words here"


@pytest.fixture
def deployed(settings):
    """A site outside local mode."""
    settings.LOCAL_MODE = False


def with_device(client) -> TOTPDevice:
    """Gives the client's person a telephone."""
    return TOTPDevice.objects.create(user=client.user, name="telephone", confirmed=True)


def code_of(device) -> str:
    """What the telephone shows now."""
    return f"{totp(device.bin_key):06d}"


@pytest.mark.parametrize("group", ["reviewer", "reviewer-units", "publisher", "administrator"])
def test_outside_local_mode_nothing_opens_without_the_second_step(deployed, group):
    client = client_of(group)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:second_factor"))
    assert client.post(reverse("admin:bilan_report_add"), {}).status_code == 302
    assert client.get(answer.url).url == reverse("admin:second_factor_set_up")


@pytest.mark.parametrize("group", ["clerk", "auditor"])
def test_a_clerk_and_an_auditor_need_no_second_step(deployed, group):
    assert client_of(group).get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_set_up_with_a_drawing_and_confirmed_by_the_first_code(deployed, language):
    client = client_of("publisher", language=language)
    address = reverse("admin:second_factor_set_up")
    page = client.get(address).content.decode()
    assert "<svg" in page
    assert " style=" not in page
    device = TOTPDevice.objects.get(user=client.user)
    assert not device.confirmed
    assert client.post(address, {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    done = client.post(address, {"code": code_of(device)})
    assert len(done.context["codes"]) == second_factor.RECOVERY_CODES
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_code_opens_and_leads_on_but_works_once(deployed):
    client = client_of("publisher")
    device = with_device(client)
    asked = client.get(reverse("admin:bilan_report_changelist"))
    sent = fields_of(client.get(asked.url), "code-form") | {"code": code_of(device)}
    assert client.post(asked.url, sent).url == reverse("admin:bilan_report_changelist")
    assert client.get(reverse("admin:index")).status_code == 200
    other = client_of(user=client.user)
    assert other.post(reverse("admin:second_factor"), sent).status_code == 200
    assert other.get(reverse("admin:index")).status_code == 302


def test_a_recovery_code_works_once(deployed):
    client = client_of("publisher")
    with_device(client)
    code = second_factor.make_recovery_codes(client.user)[0]
    address = reverse("admin:second_factor")
    assert client.post(address, {"code": f" {code.upper()} "}).status_code == 302
    again = client_of(user=client.user)
    assert again.post(address, {"code": code}).status_code == 200


def test_whoever_set_codes_up_is_asked_for_them_in_local_mode_too():
    client = client_of("clerk")
    with_device(client)
    assert client.get(reverse("admin:index")).status_code == 302


def test_half_signed_in_nobody_gets_at_codes_or_makes_new_ones(deployed):
    client = client_of("publisher")
    with_device(client)
    assert client.get(reverse("admin:second_factor_set_up")).url == reverse("admin:second_factor")
    assert client.post(reverse("admin:second_factor_renew")).status_code == 302
    assert not client.user.staticdevice_set.exists()


def test_the_second_step_leads_to_no_other_host(deployed):
    client = client_of("publisher")
    device = with_device(client)
    sent = {"code": code_of(device), "next": "https://elsewhere.example/"}
    assert client.post(reverse("admin:second_factor"), sent).url == reverse("admin:index")


def test_a_release_asks_for_a_fresh_code(deployed):
    report = make_figure(changed_by=make_user("clerk")).report
    client = client_of("publisher")
    device = with_device(client)
    client.post(reverse("admin:second_factor"), {"code": code_of(device)})
    address = reverse("admin:step", args=[report.pk, "publish"])
    opened = fields_of(client.get(address), "step-form")
    assert "code" in opened
    assert client.post(address, opened).status_code == 422
    assert client.post(address, opened | {"code": "123123"}).status_code == 422
    fresh = second_factor.make_recovery_codes(client.user)[0]
    TOTPDevice.objects.update(throttling_failure_count=0)
    answer = client.post(address, opened | {"code": fresh})
    assert [reason.code for reason in answer.context["reasons"]] == ["state"]


def test_an_administrator_takes_lost_codes_off_somebody_elses_account():
    client, other = client_of("administrator"), client_of("publisher")
    with_device(other)
    address = reverse("admin:forget_codes", args=[other.user.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert not TOTPDevice.objects.filter(user=other.user).exists()
    assert client.post(reverse("admin:forget_codes", args=[client.user.pk])).status_code == 403
    assert client_of("clerk").post(address).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_closes_after_five_wrong_passwords_and_says_so(client, language, settings):
    settings.AXES_ENABLED = True
    user = make_user("clerk")
    user.set_password(PASSWORD)
    user.save()
    client.cookies["django_language"] = language
    address = reverse("admin:login")
    for _attempt in range(5):
        answer = client.post(address, {"username": user.username, "password": "wrong"})
    assert answer.status_code == 429
    assert f'lang="{language}"' in answer.content.decode()
    assert client.post(address, {"username": user.username, "password": PASSWORD}).status_code == 429
    elsewhere = client.post(
        address, {"username": user.username, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 302, "an attacker elsewhere locks nobody out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgotten_password_is_replaced_by_mail(client, settings, language):
    settings.EMAIL_HOST = "mail.example"
    user = make_user("clerk", email="clerk@example.ma")
    user.set_password(PASSWORD)
    user.save()
    client.cookies["django_language"] = language
    answer = client.post(reverse("admin:password_reset"), {"email": "clerk@example.ma"}, follow=True)
    assert answer.status_code == 200
    (message,) = mail.outbox
    link = re.search(r"http://testserver(/admin/reset/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    new = {"new_password1": "another four words", "new_password2": "another four words"}
    assert client.post(form.request["PATH_INFO"], new, follow=True).status_code == 200
    user.refresh_from_db()
    assert user.check_password("another four words")
    assert client.get(link, follow=True).context["validlink"] is False


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(client):
    answer = client.post(reverse("admin:password_reset"), {"email": "nobody@example.ma"})
    assert answer.url == reverse("admin:password_reset_done")
    assert mail.outbox == []


def test_every_staff_answer_is_private_and_kept_by_nobody():
    client = client_of("clerk")
    for address in (reverse("admin:index"), reverse("admin:login"), reverse("admin:jsi18n")):
        answer = client.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
