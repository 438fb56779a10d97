"""`open_report YEAR [--by USER]`: an empty draft for a year; one that was discarded is taken up again."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bilan import publication
from bilan.management.steps import find_person, refusal
from bilan.numerals import NumberError, parse_year


class Command(BaseCommand):
    """Opens the draft report of a year. Exit 0 when it is open already, 2 when it takes no edit."""

    help = "Open an empty draft report for a year."

    def add_arguments(self, parser):
        """YEAR [--by USER]."""
        parser.add_argument("year", metavar="YEAR")
        parser.add_argument("--by", metavar="USER", help=_("who opens it"))

    def handle(self, *, year, by=None, **options):
        """Creates the report, or says that it is there."""
        try:
            year = parse_year(year)
        except NumberError:
            self.stderr.write(_("%(year)s is not a year.") % {"year": year})
            sys.exit(2)
        try:
            report, opened = publication.open_report(year, by=find_person(by) if by else None)
        except publication.Refused as refused:
            raise refusal(refused) from None
        if opened:
            self.stdout.write(_("Report %(year)s is open.") % {"year": year})
        elif report.is_open:
            self.stdout.write(_("Report %(year)s was open already.") % {"year": year})
        else:
            self.stderr.write(
                _("Report %(year)s takes no edit (%(state)s): open a correction instead.")
                % {"year": year, "state": report.get_state_display()}
            )
            sys.exit(2)
