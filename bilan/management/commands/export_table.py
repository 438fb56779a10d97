"""`export_table`: a table to standard output, as it imports again."""

from django.core.management.base import BaseCommand

from bilan.exporting import export_table
from bilan.management.steps import find_report
from bilan.resources import tables


class Command(BaseCommand):
    """Writes a table as CSV (UTF-8 with BOM) to standard output."""

    help = "Write a table as CSV to standard output; it imports again without a change."

    def add_arguments(self, parser):
        """TABLE and the contract's option."""
        parser.add_argument("table", choices=list(tables()), metavar="TABLE", help=", ".join(tables()))
        parser.add_argument("--report", type=int, metavar="YEAR", help="only the rows of this report")

    def handle(self, *, table, report, **options):
        """Streams the rows, as bytes where standard output has them; an unknown year is no empty table."""
        if report is not None:
            find_report(report)
        out = getattr(self.stdout._out, "buffer", None)
        for piece in export_table(table, report=report):
            if out is not None:
                out.write(piece)
            else:
                self.stdout.write(piece.decode(), ending="")
