"""manage.py call_off YEAR --by USER --note-fr WHY: call off a release before its time."""

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Call off a scheduled release before its time."

    def take(self, report, *, by, options):
        publication.call_off(report, by=by, reason=self.reason(options))
        return state_of(report)
