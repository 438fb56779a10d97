"""The chapter of framework agreements: see bilan.chapter for what every chapter offers."""

from django.utils.translation import gettext_lazy as _

from bilan.chapter import Chapter, Table
from bilan.problems import entry_problems

from .models import Agreement, ReleasedAgreement
from .pages import register_of


class PartnershipsChapter(Chapter):
    """The register of agreements and protocols, held against the total that the bilan declares."""

    slug = "partnerships"
    title = _("Framework agreements")
    template_name = "partnerships/_chapter.html"
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
        return {self.declared_by: Agreement.objects.filter(report__year__lte=report.year).count()}

    def context(self, edition):
        """The register up to this bilan: declared, recorded, named, not named."""
        return {"register": register_of(edition, self.declared_by)}

    def problems(self, report):
        """Quotes and titles that block."""
        yield from entry_problems(self, report)
