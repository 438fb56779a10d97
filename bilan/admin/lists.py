"""Lists: pages that stay fast on millions of rows, and numbers in the reader's writing."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language

from bilan.numerals import write, write_percent

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


def language() -> str:
    """The language of the screen, as the number writer names it."""
    return (get_language() or "ar")[:2]


def isolated(text: str) -> str:
    """A number kept in its direction inside Arabic lines."""
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', text)


def number(value, **how) -> str:
    """A figure as the reader's language writes it; None gives None (the list's own sign for empty)."""
    return None if value is None else isolated(write(value, language(), **how))


def change(value, change_in: str = "percent") -> str:
    """A change with its sign: −10 % or, in points, −1,2 (the column says points)."""
    if value is None:
        return None
    if change_in == "percent":
        return isolated(write_percent(value, language()))
    return isolated(write(value, language(), sign=True))
