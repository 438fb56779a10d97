"""manage.py verify_releases [--manifest FILE]: recompute every digest from the canonical files.

Without --manifest the file of `RELEASES_MANIFEST` is held against the database, where there is one.

Prints one line a release, `digest  year/number`, signed where there is a `RELEASES_MANIFEST_KEY`: kept
outside, the output is the manifest for later.
"""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan import frozen
from bilan.canonical import disagreements, manifest_line
from bilan.manifest import kept, read, signed, without_a_line
from bilan.models import Release


class Command(BaseCommand):
    help = "Recompute the digest of every release; exit code 1 when one does not agree."

    def add_arguments(self, parser):
        parser.add_argument(
            "--manifest", metavar="FILE", help=_("an earlier output kept outside (- reads it in)")
        )

    def handle(self, *, manifest, **options):
        releases = Release.objects.order_by("year", "number").defer("labels")
        for line in signed(map(manifest_line, releases)):
            self.stdout.write(line)
        found = [f"{name}: the trigger is missing" for name in frozen.missing()]
        if manifest:
            known = read(sys.stdin.read() if manifest == "-" else Path(manifest).read_text())
        else:
            known = kept()
            found += without_a_line(known) if settings.RELEASES_MANIFEST else []
        found = [*disagreements(known.text), *known.faults, *found]
        if found:
            raise CommandError("\n".join(found))
        self.stderr.write(_("All releases agree with their digests."))
