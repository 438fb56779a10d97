"""Lists of many rows: what is counted, and what is not."""

import pytest
from django.db import connection

from bilan.admin import lists
from bilan.models import Command
from tests import factories as make


@pytest.fixture
def commands(db):
    """Three commands, the country among them."""
    country = make.make_country()
    for code in ("rabat", "fes"):
        make.make_command(code, parent=country)
    return Command.objects.order_by("pk")


def test_a_table_that_is_surely_long_is_not_counted(commands, monkeypatch):
    monkeypatch.setattr(lists, "rows_about", lambda queryset: 10**6)
    assert lists.SteadyPaginator(commands, 100).count == lists.COUNTED_ROWS
    chosen = commands.filter(code="rabat")
    assert lists.SteadyPaginator(chosen, 100).count == 1, "what is filtered may be short all the same"


def test_any_other_table_is_counted(commands):
    assert lists.SteadyPaginator(commands, 100).count == 3


@pytest.mark.only_postgresql
def test_postgresql_knows_about_how_many_rows_a_table_has(commands):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bilan_command")
    assert lists.rows_about(commands) == 3


@pytest.mark.only_sqlite
def test_nobody_else_knows(commands):
    assert lists.rows_about(commands) == 0
