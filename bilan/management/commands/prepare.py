"""manage.py prepare: make a site ready to serve; `make run` calls it.

Migrates. In local mode also makes one sign-in per role and, the first time, loads the bilans under data/
and takes them through review to release, the oldest first, with the same imports and steps that staff use.
Run again, it keeps what was entered and publishes nothing that a person has begun.
"""

import csv
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from bilan import people, publication
from bilan.models import Report

NOTE = gettext_lazy("Loaded from data/ as published; read against its sources.")


class Command(BaseCommand):
    help = "Migrate; in local mode make the sign-ins, load the bilans under data/ and release them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=Path(settings.BASE_DIR) / "data", help=_("folder of tables")
        )

    def handle(self, *, data, **options):
        call_command("migrate", verbosity=0)
        if not settings.LOCAL_MODE:
            return
        made = make_sign_ins()
        if not Report.objects.exists():
            with transaction.atomic():
                call_command("load_data", str(data), "--apply", "--by", people.CLERK, verbosity=0)
        for report in untouched_reports(data):
            release(report)
            self.stdout.write(f"{report.year}: {report.state}")
        for role, password in made.items():
            # The same words whatever the language: scripts read them.
            self.stdout.write(f"sign-in: {role}  password: {password}")


def make_sign_ins() -> dict[str, str]:
    """One person a role, named like it; returns the passwords of those made now, which are kept nowhere."""
    users, made = get_user_model().objects, {}
    for role in people.ROLES:
        if users.filter(username=role).exists():
            continue
        made[role] = secrets.token_urlsafe(12)
        user = users.create_user(username=role, password=made[role], is_staff=True)
        user.groups.add(Group.objects.get(name=role))
    return made


def untouched_reports(data: Path) -> list[Report]:
    """Reports of the folder with entries on which nobody has taken a step yet, the oldest first."""
    with (data / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        years = [int(row["year"]) for row in csv.DictReader(file)]
    waiting = Report.objects.filter(year__in=years, state=Report.State.DRAFT, events__isnull=True)
    return [report for report in waiting.order_by("year") if publication.needs_review(report)]


def release(report: Report) -> None:
    """Through every step by the person of its role; all or nothing."""
    person = {role: people.person(role) for role in people.ROLES}
    # What is kept is in the language of the reference, whatever the terminal's.
    with transaction.atomic(), override("ar"):
        publication.submit(report, by=person[people.CLERK])
        publication.approve(report, by=person[people.REVIEWER], note=str(NOTE))
        publication.publish(report, by=person[people.PUBLISHER], reason=str(NOTE))
