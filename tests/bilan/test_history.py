"""The chain of edits shows every tampering, whoever took the triggers away."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bilan.history import broken_links, last_link
from bilan.models import Change, Edit, editing
from tests import factories as make
from tests.thaw import thaw

pytestmark = pytest.mark.django_db

ATTACKS = {
    "a value before": 'UPDATE bilan_change SET before = \'{"value": "1"}\' WHERE id = {change}',
    "a value after": 'UPDATE bilan_change SET after = \'{"value": "1"}\' WHERE id = {change}',
    "a key": "UPDATE bilan_change SET key = 'another' WHERE id = {change}",
    "a change dropped": "DELETE FROM bilan_change WHERE id = {change}",
    "a change moved": "UPDATE bilan_change SET edit_id = {first} WHERE id = {change}",
    "the person": "UPDATE bilan_edit SET by_id = NULL WHERE id = {edit}",
    "the time": "UPDATE bilan_edit SET at = '2020-01-01 00:00:00+00' WHERE id = {edit}",
    "the reason": "UPDATE bilan_edit SET reason = 'none' WHERE id = {edit}",
    "the count": "UPDATE bilan_edit SET changes_count = 9 WHERE id = {edit}",
}


@pytest.fixture
def edits():
    """Four edits; the third corrects a figure."""
    figure = make.make_figure()
    with editing(make.make_person("clerk"), reason="misprint"):
        figure.value = 755_542
        figure.save()
        figure.indicator.name_en = "All cases"
        figure.indicator.save()
    make.make_agreement(figure.report)
    return list(Edit.objects.order_by("pk"))


def test_an_honest_history_agrees(edits, capsys):
    assert len(edits) > 5
    assert list(broken_links()) == []
    call_command("verify_history")
    assert capsys.readouterr().out.strip() == last_link() == edits[-1].digest


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_tampering_is_found(edits, attack):
    edit = next(edit for edit in edits if edit.changes_count == 2)
    change = Change.objects.filter(edit=edit).order_by("pk").first()
    with thaw(), connection.cursor() as cursor:
        sql = attack.replace("{change}", str(change.pk)).replace("{edit}", str(edit.pk))
        cursor.execute(sql.replace("{first}", str(edits[0].pk)))
    assert any(f"edit {edit.pk}:" in line or f"edit {edits[0].pk}:" in line for line in broken_links())
    with pytest.raises(CommandError):
        call_command("verify_history")


def test_an_edit_dropped_from_the_middle_breaks_the_link_after_it(edits):
    gone = edits[2]
    with thaw(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bilan_change WHERE edit_id = %s", [gone.pk])
        cursor.execute("DELETE FROM bilan_edit WHERE id = %s", [gone.pk])
    assert [line.split(":")[0] for line in broken_links()] == [f"edit {edits[3].pk}"]


def test_checking_reads_each_table_once(edits, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert list(broken_links()) == []
