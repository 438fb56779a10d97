"""manage.py sign_manifest: sign the manifest of releases as it stands, and add the releases that it lacks."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan.manifest import sign_anew


class Command(BaseCommand):
    help = "Sign the file of RELEASES_MANIFEST anew, after looking at it: prints the lines that it adds."

    def handle(self, *args, **options):
        if not settings.RELEASES_MANIFEST:
            raise CommandError(_("RELEASES_MANIFEST names no file."))
        for line in sign_anew():
            self.stdout.write(line)
        self.stderr.write(_("The manifest of releases is signed."))
