"""manage.py read_text FILE --report YEAR [--json]: the figures that a text states; nothing is written."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bilan.catalogue import current_catalogue
from bilan.numerals import write_plain
from bilan.reading import read

FIELDS = (
    "start",
    "end",
    "quote",
    "value",
    "change",
    "change_in",
    "wording",
    "qualifier",
    "year",
    "indicator",
    "command",
)
LARGEST = 16 * 1024 * 1024


class Command(BaseCommand):
    help = "List the figures found in an official text (UTF-8). Nothing is written down."

    def add_arguments(self, parser):
        """FILE --report YEAR [--json]."""
        parser.add_argument("file", type=Path, help=_("text file in UTF-8"))
        parser.add_argument("--report", type=int, required=True, metavar="YEAR", help=_("year of the bilan"))
        parser.add_argument("--json", action="store_true", help=_("a JSON list instead of lines"))

    def handle(self, *args, **options):
        """Reads the file and prints one figure a line, or all as JSON."""
        reading = read(text_of(options["file"]), year=options["report"], catalogue=current_catalogue())
        rows = [row_of(figure) for figure in reading.figures]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(
                "\t".join(str(row[field]).replace("\n", " ").replace("\t", " ") for field in FIELDS)
            )
        self.stderr.write(summary(reading))


def text_of(path: Path) -> str:
    """The file's text, line breaks untouched so that places count characters of the file."""
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(_("The file is larger than 16 MiB."))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(_("The file cannot be read: %s") % error.strerror) from None
    except UnicodeDecodeError:
        raise CommandError(_("The file is not UTF-8 text.")) from None


def row_of(figure) -> dict:
    """A figure as the contract names its fields; numbers plain, absent ones empty."""
    row = {field: getattr(figure, field) for field in FIELDS}
    row["value"], row["change"] = write_plain(figure.value), write_plain(figure.change)
    return row


def summary(reading) -> str:
    """What was found, and what is left to a person."""
    return _(
        "%(figures)d figures, %(open)d numbers left to a person, %(percent)d %% of the numbers accounted for."
    ) % {
        "figures": len(reading.figures),
        "open": len(reading.unmatched),
        "percent": int(reading.coverage * 100),
    }
