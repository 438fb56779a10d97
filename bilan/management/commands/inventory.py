"""manage.py inventory [--licences]: the packages that the site runs on, as an SBOM or as a list of licences.

Reads what is installed, asks nobody. The SBOM is CycloneDX 1.5; the same packages give the same bytes.
"""

import json
import re
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

REQUIREMENT = re.compile(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", re.M)
NOT_STATED = "not stated"


class Command(BaseCommand):
    help = "Print the packages that the site runs on: a CycloneDX SBOM, or with --licences a page."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--licences", action="store_true", help=_("the licences, as a page"))

    def handle(self, *, licences, **options):
        found = packages(Path(settings.BASE_DIR, "requirements.txt").read_text())
        self.stdout.write(page(found) if licences else sbom(found), ending="")


def packages(requirements: str) -> list[tuple[str, str, str]]:
    """(name, version, licence) of every package of the list, by name."""
    found = {
        name.lower(): (name, version, licence_of(name)) for name, version in REQUIREMENT.findall(requirements)
    }
    return [found[name] for name in sorted(found)]


def licence_of(name: str) -> str:
    """The licence that an installed package states: its expression, its classifiers, or its short text."""
    stated = metadata.metadata(name)
    if stated.get("License-Expression"):
        return stated["License-Expression"]
    classified = [
        line.rpartition(" :: ")[2]
        for line in stated.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    short = (stated.get("License") or "").strip().splitlines()[:1]
    return "; ".join(classified) or (short[0][:60] if short else NOT_STATED)


def sbom(found) -> str:
    """CycloneDX 1.5."""
    components = [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
            "licenses": [{"license": {"name": licence}}],
        }
        for name, version, licence in found
    ]
    content = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def page(found) -> str:
    """A table of the packages, and what else is shipped."""
    rows = "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in found)
    return (
        "# Licences\n\nWritten by `manage.py inventory --licences`; a test holds it to what is there.\n\n"
        f"| package | version | licence |\n|---|---|---|\n{rows}\n"
        "The typefaces under `bilan/static/bilan/fonts` and `bilan/document/fonts` are under the\n"
        "SIL Open Font License 1.1, whose text stands beside them.\n"
    )
