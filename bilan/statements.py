"""Chapter: what a bilan says without a number."""

from django.utils.translation import gettext_lazy as _

from .chapter import Chapter, Table
from .models import ReleasedStatement, Statement


class StatementsChapter(Chapter):
    """Axes, lines of the strategy, projects announced: statements with their sentences."""

    slug = "statements"
    title = _("Statements")
    tables = (
        Table(
            name="statements",
            entries=Statement,
            released=ReleasedStatement,
            resource="bilan.resources.StatementResource",
        ),
    )
