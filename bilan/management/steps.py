"""What the commands of a report's steps share: the year, the person, notes, and how a refusal is told."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan import people
from bilan.models import Report
from bilan.models.named import LANGUAGES
from bilan.publication import Refused

REFUSED = 2


class StepCommand(BaseCommand):
    """One step of a report, by a person; exit code 2 with every reason when it is refused."""

    by_chapter = False

    def add_arguments(self, parser):
        """YEAR --by USER, and what the step takes."""
        parser.add_argument("year", type=int, help=_("year of the bilan"))
        parser.add_argument("--by", required=True, metavar="USER", help=_("who takes the step"))
        if self.by_chapter:
            parser.add_argument("--chapter", help=_("one chapter; without it, all that wait for this step"))
        for language in LANGUAGES:
            parser.add_argument(f"--note-{language}", default="", metavar="TEXT", help=_("note or reason"))

    def handle(self, *args, **options):
        """Finds report and person, takes the step, says what it did or why not."""
        try:
            done = self.take(find_report(options["year"]), by=find_person(options["by"]), options=options)
        except Refused as refused:
            raise refusal(refused) from None
        self.stdout.write(done)

    def take(self, report: Report, *, by, options: dict) -> str:
        """Takes the step; returns what to say."""
        raise NotImplementedError

    @staticmethod
    def notes(options: dict) -> dict[str, str]:
        """The notes by language."""
        return {language: options[f"note_{language}"] for language in LANGUAGES}

    def reason(self, options: dict) -> str:
        """The notes in one text: the reason that the log keeps."""
        return " / ".join(note for note in self.notes(options).values() if note)


def state_of(report: Report) -> str:
    """The report and its state, as every step ends."""
    return f"{report.year}: {report.state}"


def refusal(refused: Refused) -> CommandError:
    """The error with which a command ends when a step is refused."""
    return CommandError(
        "\n".join(f"{one.code}: {one.message}" for one in refused.reasons), returncode=REFUSED
    )


def find_report(year: int) -> Report:
    """The year's report; the command ends with code 2 when there is none."""
    report = Report.objects.filter(year=year).first()
    if report is None:
        words = _("There is no report %(year)s: open it with manage.py open_report %(year)s.")
        raise CommandError("unknown_report: " + words % {"year": year}, returncode=REFUSED)
    return report


def find_person(username: str):
    """The active person; the command ends with code 2 when there is none."""
    try:
        return people.person(username)
    except LookupError:
        words = _("There is no active person “%(person)s”.") % {"person": username}
        raise CommandError(f"unknown_person: {words}", returncode=REFUSED) from None
