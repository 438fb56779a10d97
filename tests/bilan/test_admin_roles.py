"""The roles that let something out, or give roles, take two administrators."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bilan import people
from bilan.models import RoleRequest
from tests.factories import make_user
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db
GUARDED = ("reviewer", "reviewer-units", "publisher", "administrator")


@pytest.fixture
def first():
    """One administrator at work, with a second one in the house."""
    make_user("administrator", username="second")
    return client_of("administrator")


def give(client, person, *groups, **fields):
    """The account's form sent with these groups."""
    address = reverse("admin:auth_user_change", args=[person.pk])
    values = fields_of(client.get(address), "user_form")
    values["groups"] = [Group.objects.get(name=name).pk for name in groups]
    answer = client.post(address, values | fields)
    assert answer.status_code == 302
    return {group.name for group in person.groups.all()}


def second_one():
    return client_of(user=people.person("second"))


def decide(client, verdict="grant", **more):
    """The answer to the newest request."""
    number = RoleRequest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return client.post(reverse("admin:roles"), {"request": number, verdict: "1"} | more)


@pytest.mark.parametrize("role", GUARDED)
def test_a_role_holds_once_another_administrator_has_confirmed_it(first, role):
    person = make_user()
    assert give(first, person, role, "auditor") == {"auditor"}
    assert decide(first).status_code == 409
    assert decide(second_one()).status_code == 302
    assert {group.name for group in person.groups.all()} == {"auditor", role}
    said = [entry.get_change_message() for entry in LogEntry.objects.filter(object_id=person.pk)]
    assert sum(role in message for message in said) == 2
    asked = RoleRequest.objects.get()
    assert (asked.asked_by, asked.decided_by.username, asked.granted) == (first.user, "second", True)


@pytest.mark.parametrize("role", ["clerk", "clerk-units", "auditor"])
def test_other_roles_hold_at_once(first, role):
    assert give(first, make_user(), role) == {role}
    assert not RoleRequest.objects.exists()


def test_a_refused_role_is_not_given_and_may_be_asked_for_again(first):
    person = make_user()
    give(first, person, "publisher")
    assert decide(second_one(), "refuse").status_code == 302
    assert not person.groups.exists()
    assert decide(second_one()).status_code == 409
    give(first, person, "publisher")
    give(first, person, "publisher")
    assert RoleRequest.objects.filter(granted=None).count() == 1


def test_a_role_is_taken_away_at_once_and_others_stay(first):
    person = make_user("publisher", "reviewer")
    assert give(first, person, "reviewer") == {"reviewer"}
    assert not RoleRequest.objects.exists()


def test_an_account_that_is_opened_again_asks_for_its_roles_anew(first):
    person = make_user("publisher", "clerk", is_active=False)
    assert give(first, person, "publisher", "clerk", is_active="on") == {"clerk"}
    assert RoleRequest.objects.get().role == "publisher"


def test_an_account_whose_codes_were_taken_off_asks_for_its_roles_anew(first):
    """One administrator alone cannot sign in as a publisher: new password, new codes, and no role."""
    person = make_user("publisher", "clerk")
    assert first.post(reverse("admin:forget_codes", args=[person.pk])).status_code == 302
    assert {group.name for group in person.groups.all()} == {"clerk"}
    assert decide(first).status_code == 409
    assert decide(second_one()).status_code == 302
    assert {group.name for group in person.groups.all()} == {"clerk", "publisher"}


def test_nobody_decides_of_themselves(first):
    """An administrator for whom a further role is asked does not confirm it."""
    second = people.person("second")
    give(first, second, "administrator", "publisher")
    assert decide(second_one()).status_code == 409
    assert {group.name for group in second.groups.all()} == {"administrator"}


def test_what_somebody_asked_who_is_no_administrator_any_more_is_only_refused(first):
    give(first, make_user(), "publisher")
    first.user.groups.clear()
    assert decide(second_one()).status_code == 409
    assert decide(second_one(), "refuse").status_code == 302


@pytest.mark.parametrize("group", ["clerk", "reviewer", "publisher", "auditor"])
def test_nobody_but_an_administrator_decides(first, group):
    give(first, make_user(), "publisher")
    assert decide(client_of(group)).status_code == 403
    assert RoleRequest.objects.filter(granted=None).exists()


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30, "١"])
def test_a_forged_number_decides_nothing(first, number):
    give(first, make_user(), "publisher")
    assert decide(second_one(), request=number).status_code == 409
    assert RoleRequest.objects.filter(granted=None).exists()


def test_the_database_itself_refuses_one_administrator_alone(first):
    give(first, make_user(), "publisher")
    asked = RoleRequest.objects.get()
    for by in (asked.asked_by, asked.person):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleRequest.objects.update(decided_by=by, decided_at=asked.asked_at, granted=True)


def test_outside_local_mode_a_single_administrator_gives_no_such_role(settings):
    settings.LOCAL_MODE = False
    person, only = make_user(), make_user("administrator")
    groups = list(Group.objects.filter(name__in=("publisher", "clerk")))
    now, asked = people.ask_for_roles(person, groups, by=only)
    assert [group.name for group in now] == ["clerk"]
    assert [one.role for one in asked] == ["publisher"]


def test_on_ones_own_machine_the_only_administrator_gives_every_role():
    assert give(client_of("administrator"), make_user(), "publisher") == {"publisher"}


def test_outside_local_mode_the_decision_asks_for_a_fresh_code(first, settings):
    give(first, make_user(), "publisher")
    settings.LOCAL_MODE = False
    client = second_one()
    device = TOTPDevice.objects.create(user=client.user, name="telephone", confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    assert decide(client).status_code == 422
    assert decide(client, code="000000").status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert decide(client, code=f"{totp(device.bin_key):06d}").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_administrator_finds_it_waiting(first, language):
    give(first, make_user(username="amina"), "publisher")
    client = client_of(user=people.person("second"), language=language)
    assert (
        f'href="{reverse("admin:roles")}"><strong>amina'
        in client.get(reverse("admin:index")).content.decode()
    )
    page = client.get(reverse("admin:roles")).content.decode()
    assert 'name="grant"' in page
    assert 'name="grant"' not in first.get(reverse("admin:roles")).content.decode()
