"""The bilans under data/, released: what `make run` serves, for tests of the whole site."""

from django.conf import settings
from django.core.management import call_command

from bilan.management.commands import prepare


def release_the_bilans() -> None:
    """Load data/ and take every bilan through its steps, as `manage.py prepare` does."""
    data = settings.BASE_DIR / "data"
    prepare.make_sign_ins()
    call_command("load_data", str(data), "--apply", "--by", "clerk", verbosity=0)
    for report in prepare.untouched_reports(data):
        prepare.release(report)
