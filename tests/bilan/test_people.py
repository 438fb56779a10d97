"""Groups and what they may do."""

import pytest
from django.contrib.auth.models import Group

from bilan import people
from bilan.models import Report, Source
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_groups_with_their_rights_stand_from_the_first_migration():
    expected = people.group_permissions()
    assert set(Group.objects.values_list("name", flat=True)) == set(expected)
    assert {"clerk-units", "reviewer-statements", "publisher", "administrator"} <= set(expected)
    for group in Group.objects.all():
        held = {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()}
        assert held == expected[group.name]


def test_making_the_groups_again_takes_away_a_right_that_was_slipped_in():
    auditor = Group.objects.get(name="auditor")
    clerk = Group.objects.get(name="clerk")
    auditor.permissions.add(*clerk.permissions.filter(codename="add_figure"))
    people.make_groups()
    assert not auditor.permissions.exclude(codename__startswith="view_").exists()


@pytest.mark.parametrize(
    ("groups", "edits", "sees"),
    [
        (("clerk",), {"statements", "indicators", "units", "partnerships"}, None),
        (("clerk-units",), {"units"}, {"units"}),
        (("reviewer-units",), set(), {"units"}),
        (("clerk-units", "reviewer-indicators"), {"units"}, {"units", "indicators"}),
        (("publisher",), set(), {"statements", "indicators", "units", "partnerships"}),
        (("auditor",), set(), {"statements", "indicators", "units", "partnerships"}),
        (("administrator",), set(), set()),
        ((), set(), set()),
    ],
)
def test_a_role_writes_and_sees_its_chapters_only(groups, edits, sees):
    user = make_user(*groups)
    assert people.chapters_edited_by(user) == edits
    assert people.chapters_seen_by(user) == (edits if sees is None else sees)


def test_a_superuser_has_no_role_by_being_one():
    user = make_user(is_superuser=True)
    asked = [people.is_clerk, people.is_reviewer, people.is_publisher, people.is_auditor, people.may_preview]
    assert not any(question(user) for question in asked)


def test_an_inactive_person_has_lost_every_role():
    user = make_user("clerk", "publisher", is_active=False)
    assert not people.is_clerk(user)
    assert not people.is_publisher(user)


@pytest.mark.parametrize(
    ("group", "table", "imports", "exports"),
    [
        ("clerk", "reports", True, True),
        ("clerk", "figures", True, True),
        ("clerk-units", "units", True, True),
        ("clerk-units", "unit_kinds", True, True),
        ("clerk-units", "sources", True, True),
        ("clerk-units", "figures", False, False),
        ("clerk-units", "indicators", False, True),
        ("clerk-units", "commands", False, True),
        ("reviewer", "figures", False, True),
        ("auditor", "agreements", False, True),
        ("administrator", "figures", False, False),
        ("administrator", "themes", False, False),
        ("clerk", "no_such_table", False, False),
    ],
)
def test_import_and_export_follow_the_chapters(group, table, imports, exports):
    user = make_user(group)
    assert people.may_import(user, table) is imports
    assert people.may_export(user, table) is exports


def test_one_chapter_is_not_enough_to_preview_the_whole_report():
    assert people.may_preview(make_user("clerk"))
    assert not people.may_preview(make_user("clerk-indicators"))
    assert not people.may_preview(make_user("administrator"))


def test_shared_tables_are_for_clerks_of_all_chapters_and_sources_for_every_clerk():
    assert not people.may_edit_reference(make_user("clerk-units"), Report)
    assert people.may_edit_reference(make_user("clerk-units"), Source)
    assert not people.may_edit_reference(make_user("reviewer"), Source)


def test_an_unknown_person_is_named():
    with pytest.raises(LookupError, match="nobody-here"):
        people.person("nobody-here")
