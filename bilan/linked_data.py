"""What a page is about, in schema.org's words, for search engines and catalogues (JSON-LD).

A page writes it in a `<script type="application/ld+json">`, which is data and never run: a content security
policy without inline scripts lets it stand.
"""

import json

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .chapter import chapters
from .models import Release, in_language
from .released import labels_of

CONTEXT = "https://schema.org"
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Of the tables; the page about the site says it in words.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What would end the script element, or the line of a careless reader.
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script(content: dict) -> SafeString:
    """The element that holds it; nothing in it can end it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # escaped above


def publisher() -> dict:
    """The directorate, whose results these are."""
    return {"@type": "GovernmentOrganization", "name": _("General Directorate of National Security")}


def report(request, release: Release) -> dict:
    """A bilan: the report, and the dataset that it is published as."""
    here = request.build_absolute_uri
    address = here(reverse("report", args=[release.year]))
    titles = labels_of([release])[release.pk].get("reports", {}).get(str(release.year), {})
    name = in_language(titles, "title") or _("Annual results %(year)s") % {"year": release.year}
    shared = {
        "name": name,
        "inLanguage": get_language(),
        "datePublished": titles.get("published_on") or f"{release.visible_from:%Y-%m-%d}",
        "dateModified": release.visible_from.isoformat(),
        "version": str(release.number),
        "publisher": publisher(),
        "spatialCoverage": {"@type": "Country", "name": _("Morocco")},
        "temporalCoverage": titles.get("period") or str(release.year),
        "isAccessibleForFree": True,
        "license": LICENCE,
    }
    described = _(
        "Figures, specialised units, framework agreements and statements of the annual results %(year)s, "
        "each with its source and its words, as release %(number)s states them."
    )
    dataset = {
        "@type": "Dataset",
        "@id": f"{address}#dataset",
        "url": address,
        "description": described % {"year": release.year, "number": release.number},
        **shared,
        "identifier": f"sha256:{release.digest}",
        "distribution": [
            _file(here(f"/data/{release.year}/{table.name}.{kind}"), kind)
            for chapter in chapters()
            for table in chapter.tables
            for kind in FORMATS
        ],
    }
    whole = {"@type": "Report", "@id": f"{address}#report", "url": address, **shared}
    return {"@context": CONTEXT, "@graph": [{**whole, "hasPart": {"@id": dataset["@id"]}}, dataset]}


def indicator(request, code: str, columns: dict, years: list[int]) -> dict:
    """One indicator through the years: `columns` are its labels, `years` those that are stated."""
    here = request.build_absolute_uri
    name = in_language(columns, "name") or code
    content = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "url": here(request.path),
        "name": name,
        "description": in_language(columns, "definition") or name,
        "identifier": code,
        "inLanguage": get_language(),
        "publisher": publisher(),
        "spatialCoverage": {"@type": "Country", "name": _("Morocco")},
        "isAccessibleForFree": True,
        "license": LICENCE,
        "distribution": [_file(here(f"/api/v1/figures?indicator={code}"), "json")],
    }
    if years:
        content["temporalCoverage"] = f"{min(years)}/{max(years)}"
    return content


def _file(address: str, kind: str) -> dict:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": FORMATS[kind]}
