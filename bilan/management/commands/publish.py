"""manage.py publish YEAR --by USER [--at ISO-TIME] [--note-ar … --note-fr … --note-en …]: release a report.

The last line is the release's line for a manifest kept outside (`verify_releases --manifest`).
"""

from django.utils.translation import gettext as _

from bilan import publication
from bilan.canonical import manifest_line
from bilan.management.steps import StepCommand, state_of


class Command(StepCommand):
    help = "Release an approved report, now or at a time."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--at", metavar="ISO-TIME", help=_("visible from; local time unless it has an offset")
        )
        parser.add_argument("--announce", action="store_true", help=_("the time may be told in public"))

    def take(self, report, *, by, options):
        release = publication.publish(
            report,
            by=by,
            at=publication.read_time(options["at"]) if options["at"] else None,
            notes=self.notes(options),
            announced=options["announce"],
        )
        return f"{state_of(report)} {release.visible_from.isoformat()}\n{manifest_line(release)}"
