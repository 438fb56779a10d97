"""The report's app: the hub that the chapters hang on."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class BilanConfig(AppConfig):
    name = "bilan"
    verbose_name = _("Annual report")

    def ready(self):
        from . import frozen, manifest, people  # noqa: F401  manifest registers its check

        pre_migrate.connect(frozen.loosen_before_migrate, sender=self)
        post_migrate.connect(people.make_groups_after_migrate, sender=self)
        post_migrate.connect(frozen.install_after_migrate, sender=self)
