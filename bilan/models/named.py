"""Texts in three languages: explicit columns and one way to read them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "fr", "en")

code_is_plain = RegexValidator(
    r"\A[a-z0-9]+(?:[-_][a-z0-9]+)*\Z",
    _("A code is made of lower-case Latin letters, digits, - and _."),
    code="code",
)


def in_language(record, field: str, language: str | None = None) -> str:
    """The text of `field` in the language (the active one by default); Arabic, the reference, when empty.

    `record` is a model instance with `name_ar` … or a dict with the same keys (a release's labels).
    """
    language = (language or get_language() or "ar")[:2]
    read = record.get if isinstance(record, dict) else lambda key: getattr(record, key, "")
    return read(f"{field}_{language}") or read(f"{field}_ar") or ""


def together(*fields: str) -> models.Q:
    """A database check that the fields are all filled or all empty (who and when come in pairs)."""
    return models.Q(**{f"{field}__isnull": True for field in fields}) | models.Q(
        **{f"{field}__isnull": False for field in fields}
    )


class ChoiceField(models.CharField):
    """A text column that holds one of its choices; the database checks it too (blank where allowed)."""

    def db_check(self, connection):
        values = [str(value) for value, _label in self.flatchoices]
        if self.blank and "" not in values:
            values.append("")
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        return f"{connection.ops.quote_name(self.column)} IN ({listed})"


class Named(models.Model):
    """A record known by its code, named in three languages."""

    code = models.SlugField(_("code"), max_length=80, unique=True, validators=[code_is_plain])
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{in_language(self, 'name') or self.code} ({self.code})"

    def natural_key(self):
        """The key of the table in files: (code,)."""
        return (self.code,)
