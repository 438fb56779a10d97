import json
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bilan.management.commands.inventory import NOT_STATED, REQUIREMENT

LISTED = REQUIREMENT.findall(Path(settings.BASE_DIR, "requirements.txt").read_text())


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("inventory", *arguments, stdout=out)
    return out.getvalue()


def test_the_bill_of_materials_names_every_package_with_its_version_and_licence():
    bill = json.loads(printed())
    assert bill["bomFormat"] == "CycloneDX"
    assert {(one["name"], one["version"]) for one in bill["components"]} == set(LISTED)
    assert [
        one["name"] for one in bill["components"] if one["licenses"][0]["license"]["name"] == NOT_STATED
    ] == []
    assert printed() == printed()


def test_the_page_of_licences_is_what_is_installed():
    """Otherwise: manage.py inventory --licences > docs/licences.md"""
    assert Path(settings.BASE_DIR, "docs", "licences.md").read_text() == printed("--licences")


def test_no_package_is_under_a_licence_that_binds_the_whole_site():
    assert not [line for line in printed("--licences").splitlines() if "Affero" in line or "| GPL" in line]
