"""What readers may search: one row for each thing that a release states or names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .releases import Release


class SearchDocument(models.Model):
    """One thing of one release: an indicator, a figure, a unit, a paragraph of the text …

    Derived from the release when it is made, and found only while that release is current: what is not
    visible influences no result. `words` holds its words folded, each with a space before it, so that
    "starts with" is one comparison; `names` those of its names alone. It can be made again at any time
    (`manage.py index_search`).
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="+", verbose_name=_("release"))
    kind = models.CharField(_("kind"), max_length=20)
    code = models.CharField(_("code"), max_length=250)
    # Below the language: `indicators/cases_total/`.
    place = models.CharField(_("place"), max_length=250)
    title_ar = models.TextField(_("title in Arabic"), blank=True)
    title_fr = models.TextField(_("title in French"), blank=True)
    title_en = models.TextField(_("title in English"), blank=True)
    body_ar = models.TextField(_("text in Arabic"), blank=True)
    body_fr = models.TextField(_("text in French"), blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    names = models.TextField(_("words of the names"))
    words = models.TextField(_("words"))

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(fields=["release", "kind", "code"], name="bilan_searchdocument_key"),
        ]

    def __str__(self):
        return f"{self.release} · {self.kind} · {self.code}"
