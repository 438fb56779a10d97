"""manage.py submit YEAR --by USER [--chapter C]: hand chapters over for review."""

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Hand a report's chapters over for review."
    by_chapter = True

    def take(self, report, *, by, options):
        publication.submit(report, by=by, chapter=options["chapter"])
        return state_of(report)
