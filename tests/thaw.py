"""Takes the triggers of frozen tables away for a moment: to tamper with rows, to empty the database."""

from contextlib import contextmanager

from django.db import connections

from bilan import frozen


@contextmanager
def thaw(using: str = "default"):
    """Frozen tables take every change inside; afterwards the triggers stand again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, (table, _sql) in frozen.trigger_statements(connection.vendor).items():
            if table in tables:
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
    try:
        yield
    finally:
        frozen.install(using)
