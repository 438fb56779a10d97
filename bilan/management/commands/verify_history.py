"""manage.py verify_history: recompute the chain of digests over every edit; prints the last."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan.history import broken_links, last_link


class Command(BaseCommand):
    help = "Recompute the digests of the history; exit code 1 when a link is broken."

    def handle(self, *args, **options):
        found = list(broken_links())
        if found:
            raise CommandError("\n".join(found))
        self.stderr.write(_("The history agrees with its digests."))
        self.stdout.write(last_link())
