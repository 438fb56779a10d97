"""Lists: pages that stay fast on millions of rows, and numbers in the reader's writing."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from bilan.templatetags import bilan as written

# Beyond this nobody pages: rows are counted no further.
COUNTED_ROWS = 200_000


class SteadyPaginator(Paginator):
    """Counts up to a limit, and reads the keys of a page before its rows (a deep page skips keys only)."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:COUNTED_ROWS].count()

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)


def number(value) -> str | None:
    """A figure as the reader's language writes it; None keeps the list's own sign for empty."""
    return None if value is None else written.number(value)


def change(value, change_in: str = "percent") -> str | None:
    """A change with its sign, in percent or points; None keeps the list's own sign for empty."""
    return None if value is None else written.change(value, change_in)
