"""manage.py backup FILE: everything in one file, media included, while the site is in use."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan.backup import write_backup


class Command(BaseCommand):
    help = "Write every table and uploaded file to FILE, from one snapshot; either database restores it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("a file that does not exist yet"))

    def handle(self, *, file, **options):
        if file.exists():
            raise CommandError(_("%(file)s is there already.") % {"file": file})
        try:
            manifest = write_backup(file)
        except OSError as error:
            words = _("The backup was not written: %s") % (error.strerror or error)
            raise CommandError(words) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        counts = {"rows": rows, "files": len(manifest["media"]), "releases": len(manifest["releases"])}
        self.stdout.write(_("rows=%(rows)s files=%(files)s releases=%(releases)s") % counts)
