"""History: one row per edit or batch, one per changed record; append-only by trigger, chained by digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import ChoiceField


class Edit(models.Model):
    """A save in a form, an import or a correction: who, when, why, and the digest of what it changed.

    `digest` covers the previous edit's digest, this row and its changes in their order, so that no past
    change can be altered, dropped or slipped in unseen (`verify_history`).
    """

    class Kind(models.TextChoices):
        FORM = "form", _("form")
        IMPORT = "import", _("import")
        TEXT = "text", _("reading of the text")
        CODE = "code", _("command or code")

    kind = ChoiceField(_("kind"), max_length=6, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    batch = models.UUIDField(_("import"), null=True, blank=True)
    changes_count = models.PositiveIntegerField(_("number of changes"))
    # Unique: two edits cannot follow the same one, so the chain has no fork.
    previous = models.CharField(_("previous digest"), max_length=64, unique=True, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} · {self.get_kind_display()}"


class Change(models.Model):
    """What an edit did to one record: its table, key, and the columns before and after."""

    class Action(models.TextChoices):
        ADDED = "+", _("added")
        CHANGED = "~", _("changed")
        REMOVED = "-", _("removed")

    # Held by triggers (`bilan.frozen`), which look once a statement: a foreign key looks once a row, and a
    # million rows of an import name the same edit.
    edit = models.ForeignKey(
        Edit, models.PROTECT, db_constraint=False, related_name="changes", verbose_name=_("edit")
    )
    table = models.CharField(_("table"), max_length=20)
    key = models.CharField(_("key"), max_length=400)
    # The key that the record had before, when the edit changed it: history is followed from key to key.
    previous_key = models.CharField(
        _("previous key"), max_length=400, blank=True, default="", db_default="", editable=False
    )
    # The report's year for entries of a report; empty for reference tables.
    year = models.PositiveSmallIntegerField(_("report"), null=True, blank=True)
    action = ChoiceField(_("action"), max_length=1, choices=Action.choices)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            # By the key alone, letter by letter: few tables share a key, and its beginning is searched for.
            models.Index(fields=["key"], name="bilan_change_key", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["table", "year"], name="bilan_change_table"),
            models.Index(fields=["table"], condition=~models.Q(previous_key=""), name="bilan_change_renamed"),
        ]

    def __str__(self):
        return f"{self.table} · {self.key}"
