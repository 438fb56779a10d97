"""No 404 comes where a 200 was: all kinds of public addresses, before and after corrections of every kind."""

import re

import pytest
from django.urls import URLPattern, get_resolver, reverse

from bilan import freshness, publication
from bilan.api.collections import collections
from bilan.models import Command, Source, Statement, Theme
from bilan.urls import EveryAddress
from indicators.models import Figure, Indicator, Measure
from partnerships.models import Agreement, Partner, Sector
from tests import factories as make
from units.models import Unit, UnitEvent, UnitKind

pytestmark = pytest.mark.django_db
STAFF = ("admin", "preview")


def public_names(resolver=None, prefix=(), route=""):
    """Every public address by its name, with the names of what stands in it."""
    for pattern in (resolver or get_resolver(EveryAddress)).url_patterns:
        here = route + str(pattern.pattern)
        if here.startswith(STAFF):
            continue
        if isinstance(pattern, URLPattern):
            yield ":".join((*prefix, pattern.name)), re.findall(r"<(?:\w+:)?(\w+)>", here)
        else:
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from public_names(pattern, prefix + space, here)


@pytest.fixture
def bilan():
    """2023 and 2024 released, with two of everything that has an address."""
    for year, value in ((2023, 738_748), (2024, 755_541)):
        report, source = make.make_report(year), make.make_source(f"dgsn-{year}-ar")
        Source.objects.get(code=source.code)
        source.text = f"عنوان\n\nسجلت {value} قضية\n"
        source.save()
        make.make_figure(report, value=value, source=source)
        make.make_figure(report, indicator="thefts", value=value - 5, source=source)
        make.make_figure(report, value=7, source=source, command=make.make_command())
    make.make_unit_event(report, unit="k9-casablanca", command=make.make_command())
    make.make_unit_event(report, unit="k9-safi", command=make.make_command("safi"))
    make.make_agreement(report, reference="with-a-bank")
    make.make_agreement(report, reference="with-a-school")
    make.make_statement(report, code="strategy")
    make.make_statement(report, code="axis", theme=make.make_theme("plans"))
    make.make_release(make.make_report(2023))
    return make.make_release(report).report


CODES = {
    "indicators": ("cases_total", "thefts"),
    "units": ("k9-casablanca", "k9-safi"),
    "command": ("casablanca", "safi", "morocco"),
    "partnerships": ("with-a-bank", "with-a-school"),
}
VALUES = {
    "year": (2023, 2024),
    "number": (1,),
    "kind": ("csv", "xlsx", "json"),
    "table": ("figures", "units", "agreements", "statements"),
    "language": ("ar", "fr"),
    "name": ("labels.json", "SHA256SUMS"),
    "rest": ("nothing",),
}


def addresses(client) -> list[str]:
    """One of every kind of public address, and all that lists lead to."""
    found = []
    for name, parts in public_names():
        if name.startswith("api:"):
            continue
        chosen = [{}]
        for part in parts:
            codes = CODES[name.split(":")[0]] if part in ("code", "reference") else VALUES[part]
            chosen = [{**one, part: value} for one in chosen for value in codes]
        found += [reverse(name, kwargs=one) for one in chosen]
    found += [f"/api/v1/{name}" for name in collections()]
    for name in collections():
        found += [item["href"] for item in client.get(f"/api/v1/{name}?limit=1000").json()["items"]]
        for item in client.get(f"/api/v1/{name}").json()["items"]:
            code = next(iter(item.get(part, {}).get("code") for part in ("indicator",) if part in item), "")
            found += [f"/api/v1/{name}?indicator={code}&report=2024"] if code else []
    for code in CODES["indicators"]:
        chosen = f"/en/compare/?indicators={code}&years=2023-2024"
        found += [chosen, f"{chosen}&format=csv", f"{chosen}&commands=casablanca"]
    found += ["/en/search/?q=755541", "/en/search/suggest?q=cas", "/ar/2024/text/?source=x", "/en/feed.xml"]
    return list(dict.fromkeys(found))


def answered(client, found: list[str]) -> dict[str, str]:
    """`{address: code}`; an address that leads on has the code of where it ends."""
    freshness.forget()
    codes = {}
    for address in found:
        response = client.get(address)
        for _hop in range(4):
            if response.status_code not in (301, 302, 308):
                break
            response = client.get(response["Location"])
        list(response.streaming_content if response.streaming else ())
        codes[address] = response.status_code
    return codes


def correction(report):
    publication.correct(report, by=make.make_person("clerk"), reason="wrong")
    return report


def remove_all_but_one(report):
    """A correction that takes out all that the other entries do not need."""
    correction(report)
    for model in (Figure, UnitEvent, Agreement, Statement):
        for entry in model.objects.filter(report=report).order_by("pk")[1:]:
            entry.delete()
    make.make_release(report)


def remove_a_chapter(report):
    """A correction after which 2024 states nothing but one theft."""
    correction(report)
    kept = Figure.objects.filter(report=report, indicator__code="thefts").first()
    for model in (Figure, UnitEvent, Agreement, Statement):
        for entry in model.objects.filter(report=report).exclude(pk=kept.pk if model is Figure else None):
            entry.delete()
    make.make_release(report)


RENAMED = (Indicator, Unit, UnitKind, Command, Theme, Measure, Partner, Sector, Source)


def rename_all(report):
    """A correction after which every code is another."""
    correction(report)
    for model in RENAMED:
        for record in model.objects.all():
            if record.code != "morocco":
                record.code = f"{record.code}-2"[-60:]
                record.save()
    for agreement in Agreement.objects.all():
        agreement.reference += "-2"
        agreement.save()
    make.make_release(report)


def withdraw(report):
    publication.withdraw(report, by=make.make_person("publisher"), notes=make.NOTES)


def withdraw_both(report):
    withdraw(report)
    withdraw(make.make_report(2023))


def without_documents(report):
    """A correction that came without documents, as one of very many rows does."""
    remove_all_but_one(report)


EVENTS = {
    "removal": (remove_all_but_one,),
    "removal of a chapter": (remove_a_chapter,),
    "renaming": (rename_all,),
    "renaming twice": (rename_all, rename_all),
    "withdrawal": (withdraw,),
    "withdrawal of both": (withdraw_both,),
    "renaming, then removal": (rename_all, remove_all_but_one),
    "renaming, then withdrawal": (rename_all, withdraw_both),
    "removal, then renaming": (remove_all_but_one, rename_all),
    "withdrawal, then a return": (withdraw, remove_a_chapter),
}


@pytest.mark.parametrize("events", EVENTS.values(), ids=EVENTS)
def test_every_address_that_answered_still_answers_or_leads_on(client, bilan, events):
    found = addresses(client)
    before = answered(client, found)
    assert sum(code == 200 for code in before.values()) > 150
    for event in events:
        event(bilan)
        after = answered(client, found)
        gone = {address: after[address] for address in found if before[address] == 200 != after[address]}
        assert gone == {}
        before = after
