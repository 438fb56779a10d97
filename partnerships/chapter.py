"""The chapter of framework agreements: see bilan.chapter for what every chapter offers."""

from django.utils.translation import gettext_lazy as _

from bilan.chapter import Chapter, Table

from .models import Agreement, ReleasedAgreement


class PartnershipsChapter(Chapter):
    """The register of agreements and protocols, held against the total that the bilan declares."""

    slug = "partnerships"
    title = _("Framework agreements")
    tables = (
        Table(
            name="agreements",
            entries=Agreement,
            released=ReleasedAgreement,
            resource="partnerships.resources.AgreementResource",
        ),
    )
    # The indicator that declares the total of the register. It is cumulative: every agreement so far.
    declared_by = "agreements"

    def registers(self, report) -> dict[str, int]:
        """Agreements that this report and the earlier ones record."""
        recorded = Agreement.objects.filter(report__year__lte=report.year).count()
        return {self.declared_by: recorded} if recorded else {}
