"""Lists: plain titles, pages that stay fast on millions of rows, figures and dates in the reader's way."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connections
from django.utils.functional import cached_property
from django.utils.text import capfirst

from bilan.templatetags import bilan as written

# Beyond this nobody pages: rows are counted no further.
COUNTED_ROWS = 200_000


class PlainTitle:
    """Heads a list by what it lists: "Select … to change" fits neither the grammar of Arabic nor readers."""

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))


class SteadyPaginator(Paginator):
    """Counts up to a limit, and reads the keys of a page before its rows (a deep page skips keys only)."""

    @cached_property
    def count(self):
        if not self.object_list.query.where and rows_about(self.object_list) > 2 * COUNTED_ROWS:
            return COUNTED_ROWS
        return self.object_list.order_by().values("pk")[:COUNTED_ROWS].count()

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)


def rows_about(queryset) -> int:
    """How many rows a table has as PostgreSQL last counted them itself, at no cost; 0 where nobody knows."""
    connection = connections[queryset.db]
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [queryset.model._meta.db_table]
        )
        return int(cursor.fetchone()[0])


def number(value) -> str | None:
    """A figure as the reader's language writes it; None keeps the list's own sign for empty."""
    return None if value is None else written.number(value)


def change(value, change_in: str = "percent") -> str | None:
    """A change with its sign, in percent or points; None keeps the list's own sign for empty."""
    return None if value is None else written.change(value, change_in)


def day(name: str, label):
    """A column of a date, with the months as the public pages name them."""
    return _column(name, label, written.day)


def moment(name: str, label):
    """A column of a date and its time, likewise."""
    return _column(name, label, written.moment)


def person(name: str, label):
    """A column of a colleague's name; the stock one leads to an account that few people may open."""
    return _column(name, label, str)


def _column(name, label, write):
    @admin.display(description=label, ordering=name)
    def column(record):
        value = getattr(record, name)
        return None if value is None else write(value)

    column.__name__ = name
    return column
