"""manage.py index_search: make the search documents of every release anew, from the frozen rows."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from bilan.models import Release
from bilan.search import index_release


class Command(BaseCommand):
    help = "Make anew what search finds, from the releases as they stand."

    def handle(self, **options):
        for release in Release.objects.order_by("year", "number").iterator(chunk_size=10):
            with transaction.atomic():
                count = index_release(release)
            words = _("%(year)s, release %(number)s: %(count)s documents")
            self.stdout.write(words % {"year": release.year, "number": release.number, "count": count})
