"""manage.py approve YEAR --by USER [--chapter C] [--acknowledge NOTE]: approve chapters in review."""

from django.utils.translation import gettext as _

from bilan import publication
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Approve chapters that are in review."
    by_chapter = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--acknowledge",
            default="",
            metavar="NOTE",
            help=_("let the warnings stand, by name, with this note"),
        )

    def take(self, report, *, by, options):
        publication.approve(report, by=by, chapter=options["chapter"], note=options["acknowledge"])
        return state_of(report)
