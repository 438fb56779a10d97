"""manage.py discard YEAR --by USER --note-fr WHY: give up a draft that was never released."""

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Give up a draft that was never released; its entries stay with their history."

    def take(self, report, *, by, options):
        publication.discard(report, by=by, reason=self.reason(options))
        return state_of(report)
