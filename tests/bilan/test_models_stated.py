"""Where the words of an entry stand: what both databases refuse, whoever writes the row."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import make_agreement, make_figure, make_statement, make_unit_event

DIGEST = "a" * 64


def write(entry, **columns) -> None:
    """Past every form, save method and import: the database alone is asked."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            f"UPDATE {entry._meta.db_table} SET {sets} WHERE id = %s",  # noqa: S608
            [*columns.values(), entry.pk],
        )


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_figure, make_unit_event, make_agreement, make_statement])
@pytest.mark.parametrize(
    "columns",
    [
        {"place": 0},
        {"quote_start": 5},
        {"quote_start": 5, "quote_digest": DIGEST},
        {"quote_end": 5, "quote_digest": DIGEST},
        {"quote_start": 9, "quote_end": 5, "quote_digest": DIGEST},
        {"quote_start": 5, "quote_end": 5, "quote_digest": DIGEST},
        {"quote_start": 5, "quote_end": 9, "quote_digest": ""},
        {"quote_digest": DIGEST},
    ],
)
def test_a_place_that_is_no_place_is_refused_by_the_database(make, columns):
    with pytest.raises(IntegrityError):
        write(make(), **columns)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_figure, make_unit_event, make_agreement, make_statement])
def test_a_whole_place_is_kept(make):
    entry = make()
    write(entry, place=2, quote_start=5, quote_end=9, quote_digest=DIGEST)
    entry.refresh_from_db()
    assert (entry.place, entry.quote_start, entry.quote_end, entry.quote_digest) == (2, 5, 9, DIGEST)
