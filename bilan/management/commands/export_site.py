"""manage.py export_site DIR [--origin https://host] [--check]: the whole public site as static files.

Run again, it touches only what changed. With --check nothing is written: the copy is crawled and held
against the live site; exit code 1 when they differ.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from bilan.exporting_site import LISTED, differences, export, own_origin


class Command(BaseCommand):
    help = "Write every public page, file and feed as plain files, with their headers listed."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help=_("where the files go"))
        parser.add_argument("--origin", default="", help=_("what links start with, as https://bilan.example"))
        parser.add_argument("--check", action="store_true", help=_("compare only, write nothing"))

    def handle(self, *, folder, origin, check, **options):
        origin = (origin or own_origin()).rstrip("/")
        if check:
            if not (folder / LISTED).is_file():
                raise CommandError(_("%(folder)s holds no copy of the site.") % {"folder": folder})
            # Pages are rendered in their own languages; the terminal keeps its.
            with override(get_language()):
                found = differences(folder, origin)
            if found:
                raise CommandError("\n".join(found))
            self.stdout.write(_("The copy is the live site."))
            return
        with override(get_language()):
            counts = export(folder, origin)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))
