"""The chapter of framework agreements: see bilan.chapter for what every chapter offers."""

from django.utils.translation import gettext_lazy as _

from bilan.chapter import Chapter, Findable, Heading, Table
from bilan.models.named import LANGUAGES
from bilan.problems import entry_problems
from bilan.released import rows_of

from .models import Agreement, ReleasedAgreement
from .pages import document_blocks, register_of


class PartnershipsChapter(Chapter):
    """The register of agreements and protocols, held against the total that the bilan declares."""

    slug = "partnerships"
    title = _("Framework agreements")
    template_name = "partnerships/_chapter.html"
    findable_kinds = {"agreements": _("Framework agreements")}
    paged = ("agreements",)
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

    def headings(self, context):
        """The register."""
        return [Heading("agreements", _("Framework agreements"))] if context["register"].entries else []

    def document(self, edition):
        """The four counts and the names."""
        return document_blocks(register_of(edition, self.declared_by))

    def problems(self, report):
        """Quotes and titles that block."""
        yield from entry_problems(self, report)

    def addresses(self, releases):
        """The register, and each agreement."""
        rows = rows_of(ReleasedAgreement, releases).order_by("reference")
        references = rows.values_list("reference", flat=True).distinct()
        return [
            ("partnerships:register", []),
            *(("partnerships:agreement", [reference]) for reference in references),
        ]

    def findables(self, release):
        """Agreements by their titles, their partner and their sector."""
        partners, sectors = release.labels.get("partners", {}), release.labels.get("sectors", {})
        for row in ReleasedAgreement.objects.filter(release=release).order_by("pk"):
            about = [partners.get(row.partner, {}), sectors.get(row.sector, {})]
            bodies = {
                language: " · ".join(filter(None, (one.get(f"name_{language}") for one in about)))
                for language in LANGUAGES
            }
            titles = {language: getattr(row, f"title_{language}") for language in LANGUAGES}
            yield Findable("agreements", row.reference, f"partnerships/{row.reference}/", titles, bodies)
