"""Chapter: what a bilan says without a number."""

from django.utils.translation import gettext_lazy as _

from .chapter import Chapter, Findable, Heading, Mark, Table
from .document import blocks
from .models import ReleasedStatement, Statement
from .models.named import LANGUAGES, in_language
from .pages import said
from .problems import entry_problems, report_problems
from .templatetags.bilan import rank_word


class StatementsChapter(Chapter):
    """Axes, lines of the strategy, projects announced: statements with their sentences."""

    slug = "statements"
    title = _("Statements")
    template_name = "bilan/_statements.html"
    findable_kinds = {"statements": _("Statements")}
    tables = (
        Table(
            name="statements",
            entries=Statement,
            released=ReleasedStatement,
            resource="bilan.resources.StatementResource",
        ),
    )

    def context(self, edition):
        """Statements by theme, in the order of the text."""
        return {"groups": said(edition)}

    def headings(self, context):
        """What the text says without a number."""
        return [Heading("statements", _("What was said"))] if context["groups"] else []

    def document(self, edition):
        """Statements by theme, each with the rank of its source."""
        groups = said(edition)
        if not groups:
            return []
        found = [blocks.heading(_("What was said"))]
        for group in groups:
            found.append(blocks.heading(in_language(group["theme"], "name"), 2) if group["theme"] else None)
            found.append(
                blocks.entries(
                    [
                        ("", in_language(one["row"], "text"), rank_word(one["source"]["rank"]))
                        for one in group["statements"]
                    ]
                )
            )
        return [block for block in found if block]

    def marks(self, edition, source):
        """Mentions: a statement has no number to mark in the sentence."""
        return [
            Mark(
                row.quote_start,
                row.quote_end,
                source,
                in_language(row, "text"),
                {"statement": row},
                f"#{row.code}",
                "bilan/_statement_note.html",
                is_mention=True,
            )
            for row in edition.rows(ReleasedStatement)
            if row.source == source and row.quote_start is not None
        ]

    def problems(self, report):
        """Quotes that block; and what is wrong with the report itself, which every bilan has."""
        yield from report_problems(report)
        yield from entry_problems(self, report)

    def findables(self, release):
        """Statements by their words."""
        themes = release.labels.get("themes", {})
        for row in ReleasedStatement.objects.filter(release=release).order_by("pk"):
            titles = {language: getattr(row, f"text_{language}") for language in LANGUAGES}
            bodies = {
                language: themes.get(row.theme, {}).get(f"name_{language}", "") for language in LANGUAGES
            }
            yield Findable("statements", row.code, f"{release.year}/#{row.code}", titles, bodies)
