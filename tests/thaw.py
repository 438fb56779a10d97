"""Takes the triggers of frozen tables away for a moment: to tamper with rows, to empty the database."""

from contextlib import contextmanager

from django.db import connections

from bilan import frozen


@contextmanager
def thaw(using: str = "default"):
    """Frozen tables take every change inside; afterwards the triggers stand again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    _settle(connection)
    with connection.cursor() as cursor:
        for name, (table, _sql) in frozen.trigger_statements(connection.vendor).items():
            if table in tables:
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
    try:
        yield
    finally:
        _settle(connection)
        frozen.install(using)


def _settle(connection) -> None:
    """PostgreSQL alters no table whose foreign keys wait to be checked: checks them now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
