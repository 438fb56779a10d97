"""manage.py withdraw YEAR --by USER --note-ar … --note-fr … --note-en …: take a bilan back, with a reason."""

from bilan import publication
from bilan.canonical import manifest_line
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Take a published bilan back: a release without rows, with its reason."

    def take(self, report, *, by, options):
        release = publication.withdraw(report, by=by, notes=self.notes(options))
        return f"{state_of(report)}\n{manifest_line(release)}"
