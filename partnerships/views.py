"""Public pages of the framework agreements: the register, one agreement."""

from django.http import Http404
from django.shortcuts import render

from bilan.edition import newest_edition
from bilan.renamings import kept

from .chapter import PartnershipsChapter
from .pages import Register, by_sector, register_of, whole_register


def register(request):
    """The register up to the newest bilan: declared, recorded, named, not named."""
    edition = newest_edition()
    found = register_of(edition, PartnershipsChapter.declared_by) if edition else Register([])
    context = {"edition": edition, "register": found, "sectors": by_sector(found)}
    return render(request, "partnerships/register.html", context)


@kept("agreements")
def agreement(request, reference):
    """One agreement."""
    entries = whole_register(reference=reference)
    if not entries:
        raise Http404
    return render(request, "partnerships/agreement.html", {"entry": entries[-1]})
