"""manage.py verify_releases [--manifest FILE]: recompute every digest from the canonical files.

Without --manifest the file of `RELEASES_MANIFEST` is held against the database, where there is one.

Prints one line a release, `digest  year/number`: kept outside, the output is the manifest for later.
"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan import frozen
from bilan.canonical import disagreements, manifest_line
from bilan.manifest import kept
from bilan.models import Release


class Command(BaseCommand):
    help = "Recompute the digest of every release; exit code 1 when one does not agree."

    def add_arguments(self, parser):
        parser.add_argument(
            "--manifest", metavar="FILE", help=_("an earlier output kept outside (- reads it in)")
        )

    def handle(self, *args, **options):
        manifest = kept()
        if options["manifest"]:
            manifest = (
                sys.stdin.read() if options["manifest"] == "-" else Path(options["manifest"]).read_text()
            )
        for release in Release.objects.order_by("year", "number").defer("labels"):
            self.stdout.write(manifest_line(release))
        found = [*disagreements(manifest), *(f"{name}: the trigger is missing" for name in frozen.missing())]
        if found:
            raise CommandError("\n".join(found))
        self.stderr.write(_("All releases agree with their digests."))
