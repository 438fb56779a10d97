"""manage.py send_back YEAR --by USER [--chapter C] --note-fr WHY: give chapters back to their clerks."""

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Give chapters back to their clerks, with a comment."
    by_chapter = True

    def take(self, report, *, by, options):
        publication.send_back(report, by=by, chapter=options["chapter"], reason=self.reason(options))
        return state_of(report)
