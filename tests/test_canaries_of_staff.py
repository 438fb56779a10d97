"""Nobody who works on one chapter sees or changes another's drafts: by lists, forms, filters, guesses, files.

The entries of the other chapters hold numbers and words that stand nowhere else; every staff address is asked
for every record, with filters and searches and forged forms, as the clerks and reviewers of one chapter. A
normal run asks a part of them, `LONG_TESTS=1` all.
"""

import random
import re
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from bilan import people, publication
from bilan.admin import site
from bilan.chapter import chapters
from bilan.importing import batches
from bilan.models import Change, ImportBatch, ReportEntry, editing
from tests import factories as make
from tests.access import USUAL
from tests.staff import client_of
from tests.test_access import addresses
from tests.test_canaries import LONG, WORD, Secrets, texts_of

pytestmark = pytest.mark.django_db
SLUGS = ("indicators", "units", "partnerships", "statements")
YEAR = 2024
OWN_PAGES = {
    "indicators": ("indicators/figure/",),
    "units": ("units/unitevent/",),
    "partnerships": ("partnerships/agreement/",),
    "statements": ("bilan/statement/",),
}


@pytest.fixture
def secrets(settings, tmp_path):
    """A draft in which every chapter has secrets of its own; an upload that waits, a step with its reason."""
    settings.MEDIA_ROOT = tmp_path
    kept = {slug: Secrets() for slug in SLUGS}
    for place, slug in enumerate(SLUGS):
        kept[slug].chance.seed(place)
        kept[slug].count = 1000 * place
    clerk, report = make.make_person("clerk"), make.make_report(YEAR)
    figures, units, agreements, said = (kept[slug] for slug in SLUGS)
    make.make_source(text="سجلت 12 قضية.")
    with editing(clerk):
        before = make.make_report(YEAR - 1)
        make.make_figure(before, value=1000)
        figure = make.make_figure(report, value=figures.number(), note=figures.word())
        make.make_figure(report, indicator="theft", value=figures.number(), command=make.make_command())
        names = {f"name_{language}": units.word() for language in ("ar", "fr", "en")}
        event = make.make_unit_event(report, note=units.word(), **names)
        titles = {f"title_{language}": agreements.word() for language in ("ar", "fr", "en")}
        agreement = make.make_agreement(report, reference="a-secret", note=agreements.word(), **titles)
        statement = make.make_statement(report, text_ar=said.word(), note=said.word())
    with editing(clerk, reason=figures.word()):
        figure.value = figures.number()
        figure.save()
    rows = (
        f"report,indicator,year,value,source,note\n{YEAR},cases_total,2022,{figures.number()},dgsn-2024-ar,\n"
    )
    batches.check(SimpleUploadedFile("f.csv", rows.encode()), table="figures", owner=clerk)
    publication.submit(report, by=clerk, chapter="indicators")
    publication.send_back(
        report, by=make.make_person("reviewer"), chapter="indicators", reason=figures.word()
    )
    publication.submit(report, by=clerk)
    return (
        kept,
        report,
        {"indicators": figure, "units": event, "partnerships": agreement, "statements": statement},
    )


def keys_of(model) -> list[str]:
    """The keys of a model's records, and some that no record has."""
    return [*map(str, model._default_manager.order_by("pk").values_list("pk", flat=True)[:8]), "99999"]


def asked(report) -> list[str]:
    """Every staff address with every record, and what somebody would add to it."""
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    found = []
    for name, route in addresses():
        if not route.startswith(("admin/", "preview/")) or not name or name.endswith(":"):
            continue
        label = name.removeprefix("admin:").rsplit("_", 1)[0].removesuffix("_password")
        choices = {
            "object_id": keys_of(models[label]) if label in models else ["1"],
            "id": keys_of(models[label]) if label in models else ["1"],
            "report_id": [str(report.pk)],
            "person_id": ["1"],
            "pk": [str(pk) for pk in ImportBatch.objects.values_list("pk", flat=True)],
            "name": ["figures", "units", "agreements", "statements"],
            "kind": ["csv", "xlsx"],
            "table": ["figures", "units", "agreements", "statements"],
            "code": ["dgsn-2024-ar"],
            "verb": ["submit", "approve", "send_back", "publish", "correct", "discard"],
            "app_label": ["bilan", "indicators", "units", "partnerships"],
            "content_type_id": [
                str(ContentType.objects.get_for_model(model).pk) for model in models.values()
            ],
            "year": [YEAR],
        }
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
        values = [choices.get(part) or [USUAL[part]] for part in parts]
        found += [reverse(name, kwargs=dict(zip(parts, one, strict=True))) for one in product(*values)]
    return found


def further(report) -> list[str]:
    """Filters, searches and autocompletes that name another chapter's fields."""
    entries = [model for model in site._registry if issubclass(model, ReportEntry)]
    found = []
    for model in site._registry:
        place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        found += [f"{place}?{query}" for query in ("q=" + WORD, "o=-1", "all=", "p=1", "e=1")]
        for other in entries:
            name = other._meta.model_name
            found += [f"{place}?{name}__note__icontains={WORD}", f"{place}?{name}__report={report.pk}"]
        for column in (one for one in model._meta.fields if one.is_relation):
            asks = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
            found.append(f"{reverse('admin:autocomplete')}?{asks}&field_name={column.name}&term={WORD}")
            found.append(f"{reverse('admin:autocomplete')}?{asks}&field_name={column.name}&term=")
    for slug in SLUGS:
        found.append(f"{reverse('admin:step', args=[report.pk, 'submit'])}?chapter={slug}")
        found.append(f"{reverse('admin:log', args=[report.pk])}?chapter={slug}")
        found.append(f"{reverse('admin:export_table', args=['figures', 'csv'])}?report={YEAR}&chapter={slug}")
    return found


@pytest.mark.parametrize("role", ["clerk", "reviewer"])
@pytest.mark.parametrize("own", SLUGS)
def test_nobody_of_one_chapter_sees_another_s_drafts(secrets, role, own):
    kept, report, _records = secrets
    client = client_of(people.group_name(role, own))
    client.raise_request_exception = False
    everything = Secrets()
    owner = {}
    for slug, of_chapter in kept.items():
        everything.numbers |= of_chapter.numbers
        first = 1000 * SLUGS.index(slug)
        words = {f"{WORD}{number}" for number in range(first, first + 100)}
        owner |= dict.fromkeys(of_chapter.numbers | words, slug)
    wanted = [*asked(report), *further(report)]
    own_pages = [address for address in wanted if any(part in address for part in OWN_PAGES[own])]
    if not LONG:
        wanted = [*own_pages[:20], *random.Random(f"{role} {own}").sample(wanted, 150)]
    seen, codes = set(), {}
    for address in wanted:
        with transaction.atomic():
            response = client.get(address)
            texts = texts_of(response)
            transaction.set_rollback(True)
        if "logout" in address:
            client.force_login(client.user)
        codes[response.status_code] = codes.get(response.status_code, 0) + 1
        assert response.status_code < 500, address
        told = {owner[one] for text in texts for one in everything.found_in(text) if one in owner}
        assert told <= {own}, address
        seen |= told
    # What is one's own was there to be seen: the search looks where secrets stand.
    assert seen == {own}
    assert codes[200] > 20


@pytest.mark.parametrize("own", SLUGS)
def test_no_forged_form_of_one_chapter_writes_in_another(secrets, own):
    """All fields of another chapter's records, sent to its forms; its steps, warnings and uploads."""
    _kept, report, records = secrets
    client, changes = client_of(f"clerk-{own}"), Change.objects.count()
    for slug, record in records.items():
        if slug == own:
            continue
        label = f"{record._meta.app_label}_{record._meta.model_name}"
        fields = {
            column.name: column.value_from_object(record)
            for column in record._meta.concrete_fields
            if column.value_from_object(record) is not None
        }
        for verb, args in (("change", [record.pk]), ("add", []), ("delete", [record.pk])):
            answer = client.post(reverse(f"admin:{label}_{verb}", args=args), fields | {"post": "yes"})
            assert answer.status_code in (302, 403, 404), (label, verb)
            assert "/login/" not in answer.get("Location", "")
        steps = reverse("admin:step", args=[report.pk, "submit"])
        assert client.post(steps, {"chapter": slug, "version": report.version}).status_code == 409
        told = {"chapter": slug, "problem": "x", "reason": "mine"}
        client.post(reverse("admin:problems", args=[report.pk]), told)
    batch = ImportBatch.objects.get()
    for name in ("confirm_import", "cancel_import"):
        assert client.post(reverse(f"admin:{name}", args=[batch.pk])).status_code == 404
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert Change.objects.count() == changes


def test_every_chapter_has_its_secrets_here():
    assert {chapter.slug for chapter in chapters()} == set(SLUGS)
