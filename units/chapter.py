"""The chapter of specialised units: see bilan.chapter for what every chapter offers."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from bilan.chapter import Chapter, Table

from .models import ReleasedUnitEvent, UnitEvent


class UnitsChapter(Chapter):
    """Units created, extended, moved or closed."""

    slug = "units"
    title = _("Specialised units")
    tables = (
        Table(
            name="units",
            entries=UnitEvent,
            released=ReleasedUnitEvent,
            resource="units.resources.UnitEventResource",
        ),
    )

    def registers(self, report) -> dict[str, int]:
        """Units created in this report, by the indicator that declares their number."""
        created = UnitEvent.objects.of(report).filter(event=UnitEvent.Event.CREATED)
        declared_by = created.exclude(kind__declared_by="").values_list("kind__declared_by", flat=True)
        return dict(Counter(declared_by))
