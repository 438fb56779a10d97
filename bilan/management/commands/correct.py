"""manage.py correct YEAR --by USER [--note-fr WHY]: open a released report for a correction."""

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Open a released report for a correction."

    def take(self, report, *, by, options):
        publication.correct(report, by=by, reason=self.reason(options))
        return state_of(report)
