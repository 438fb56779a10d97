"""`load_data`: every table of a folder, in order of dependence, through the import that staff use."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from bilan.importing.problems import SHOWN
from bilan.importing.process import import_file
from bilan.importing.terminal import add_person, all_or_nothing, person_named
from bilan.resources import tables


class Command(BaseCommand):
    """Checks every `TABLE.csv` of a folder; with `--apply` writes them all, or none. Exit 2 on errors."""

    help = "Check every TABLE.csv of a folder, in order of dependence; with --apply write them, all or none."

    def add_arguments(self, parser):
        """DIR and the contract's options."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--apply", action="store_true", help="write (without it nothing is written)")
        add_person(parser)

    def handle(self, *, folder, apply, by, **options):
        """One transaction for the folder: each table is checked against the earlier ones."""
        by = person_named(by)
        files = {name: folder / f"{name}.csv" for name in tables()}
        files = {name: path for name, path in files.items() if path.is_file()}
        if not files:
            self.stderr.write(_("No table was found in %(folder)s.") % {"folder": folder})
            sys.exit(2)
        totals = {"new": 0, "changed": 0, "unchanged": 0, "errors": 0}
        with all_or_nothing(self.stderr), transaction.atomic():
            for name, path in files.items():
                outcome = import_file(name, path, write=True, by=by, folder=folder)
                self.tell(outcome)
                for count in totals:
                    totals[count] += getattr(outcome, count)
            if totals["errors"] or not apply:
                transaction.set_rollback(True)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in totals.items()))
        if totals["errors"]:
            sys.exit(2)

    def tell(self, outcome):
        """One line a table, then its first problems."""
        self.stdout.write(f"{outcome.table}: {outcome.line()}")
        for one in outcome.problems.first(SHOWN):
            where = f"{outcome.table}.csv:{one.row or '-'}:{one.column or '-'}"
            self.stdout.write(f"  {where}: {one.code}: {one.message} [{one.value}]")
