"""manage.py restore FILE [--replace] [--manifest FILE]: what `backup` wrote, verified before it stands.

Works on an empty database; on one with reports only with --replace. Warns of releases that the database had,
or that a manifest kept outside names (that of `RELEASES_MANIFEST`, or --manifest), and that the backup lacks.
"""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from bilan.backup import CannotRestore, restore
from bilan.manifest import kept, read


class Command(BaseCommand):
    help = "Restore a backup: counts, digests of releases and the history are verified before it stands."
    # The database may be empty, and the checks ask for its triggers.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("what backup wrote"))
        parser.add_argument("--replace", action="store_true", help=_("lose the reports that are there"))
        parser.add_argument("--manifest", type=Path, help=_("an output of verify_releases, kept outside"))

    def handle(self, *, file, replace, manifest, **options):
        try:
            known = read(manifest.read_text()) if manifest else kept()
            warnings = restore(file, replace=replace, known=known.lines)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            words = _("The database refused and is as it was (restore as the owner of the tables): %s")
            raise CommandError(words % error) from error
        except OSError as error:
            raise CommandError(_("The file cannot be read: %s") % (error.strerror or error)) from error
        except zipfile.BadZipFile as error:
            raise CommandError(_("This file was not written by backup.")) from error
        for warning in [*known.faults, *warnings]:
            self.stderr.write(_("WARNING: %(words)s") % {"words": warning})
        self.stdout.write(_("Restored and verified."))
