"""`import_table`: one file of one table, checked, and written with `--apply`."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bilan.importing.problems import SHOWN, problems_csv
from bilan.importing.process import as_json, import_file
from bilan.importing.terminal import Bar, add_person, all_or_nothing, person_named
from bilan.resources import tables


class Command(BaseCommand):
    """Checks a file of a table; with `--apply` writes it. Exit 0 clean, 2 errors (nothing written)."""

    help = "Check a CSV or XLSX file of a table; with --apply write it, all rows or none."

    def add_arguments(self, parser):
        """TABLE FILE and the contract's options."""
        parser.add_argument("table", choices=list(tables()), metavar="TABLE", help=", ".join(tables()))
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write (without it nothing is written)")
        parser.add_argument("--erase", action="store_true", help="blank cells erase what is recorded")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON on standard output")
        parser.add_argument("--errors", type=Path, metavar="OUT.csv", help="write every error to this file")
        add_person(parser)

    def handle(self, *, table, file, apply, erase, errors, by, json, **options):
        """Runs the import and tells its outcome."""
        if not file.is_file():
            self.stderr.write(_("There is no file %(name)s.") % {"name": file})
            sys.exit(2)
        if errors and not errors.parent.is_dir():
            self.stderr.write(_("There is no folder %(name)s.") % {"name": errors.parent})
            sys.exit(2)
        by = person_named(by)
        with all_or_nothing(self.stderr), Bar(self.stderr, quiet=json) as bar:
            outcome = import_file(
                table, file, write=apply, by=by, erase=erase, folder=file.parent, progress=bar
            )
        if errors:
            with errors.open("w", encoding="utf-8-sig", newline="") as out:
                out.writelines(problems_csv(outcome.problems))
        if json:
            for piece in as_json(outcome):
                self.stdout.write(piece, ending="")
            self.stderr.write(outcome.line())
        else:
            self.tell(outcome)
        if outcome.errors:
            sys.exit(2)

    def tell(self, outcome):
        """The first problems, what was found, and the line of counts."""
        for one in outcome.problems.first():
            place = f"{one.row or '-'}:{one.column or '-'}"
            self.stdout.write(f"{place}: {one.code}: {one.message} [{one.value}]")
        if outcome.errors > SHOWN:
            self.stdout.write(_("… and %(count)s more.") % {"count": outcome.errors - SHOWN})
        if outcome.encoding:
            self.stdout.write(f"encoding={outcome.encoding} separator={outcome.separator!r}")
        if outcome.erased:
            self.stdout.write(f"erased={outcome.erased}")
        self.stdout.write(outcome.line())
