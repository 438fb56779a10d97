"""A report with as many figures as asked, written by the database itself: nobody waits for an import."""

from django.db import connection

from bilan.chapter import chapters_of
from bilan.freezing import content_digest
from bilan.models import ChapterReview, Report, editing
from tests import factories as make

YEARS = 10
COMMANDS = 100


def make_figures(count: int, *, year: int = 2024, years: int = YEARS) -> Report:
    """A draft report with `count` figures: a hundred commands, some years, as many indicators as it takes."""
    report = make.make_report(year)
    # Of one report alone the list offers no filter.
    make.make_report(year - 1)
    source, country = make.make_source(), make.make_country()
    indicators = -(-count // (years * COMMANDS))
    with editing(make.make_person("administrator")):
        for number in range(COMMANDS - 1):
            make.make_command(f"command-{number:03}", parent=country)
        for number in range(indicators):
            make.make_indicator(f"indicator-{number:05}")
    stated = " UNION ALL ".join(f"SELECT {year - back} AS year" for back in range(years))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO indicators_figure (report_id, source_id, indicator_id, command_id, year, value,
                change, change_in, wording, qualifier, quote, quote_digest, note, changed_at)
            SELECT {report.pk}, {source.pk}, i.id, c.id, y.year,
                (i.id * 7919 + c.id * 104729 + y.year) %% 900001, NULL,
                'percent', '', 'exact', '', '', '', CURRENT_TIMESTAMP
            FROM indicators_indicator i CROSS JOIN bilan_command c CROSS JOIN ({stated}) y
            WHERE i.code LIKE 'indicator-%%' AND (c.code LIKE 'command-%%' OR c.id = {country.pk})
            LIMIT {count}
            """,
            [],
        )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    return report


def approve(report: Report) -> None:
    """Marks every chapter as approved with what it holds now; the steps themselves are measured elsewhere."""
    reviewer = make.make_person("reviewer")
    from django.utils import timezone

    for chapter in chapters_of(report):
        if chapter.has_entries(report):
            ChapterReview.objects.create(
                report=report,
                chapter=chapter.slug,
                state="approved",
                content=content_digest(chapter, report),
                approved_by=reviewer,
                approved_at=timezone.now(),
                submitted_by=make.make_person("clerk"),
                submitted_at=timezone.now(),
            )
    Report._base_manager.filter(pk=report.pk).update(state=Report.State.APPROVED)
    report.refresh_from_db()
