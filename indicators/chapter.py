"""The chapter of figures: see bilan.chapter for what every chapter offers."""

from django.utils.translation import gettext_lazy as _

from bilan.chapter import Chapter, Table

from .models import Figure, ReleasedFigure


class IndicatorsChapter(Chapter):
    """What the bilan counts and measures."""

    slug = "indicators"
    title = _("Indicators")
    tables = (
        Table(
            name="figures",
            entries=Figure,
            released=ReleasedFigure,
            resource="indicators.resources.FigureResource",
        ),
    )
