"""Every kind of problem at once: told in the reader's language, with a link that leads to its cure."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from bilan.chapter import chapters_of
from bilan.publication.review import problems_of
from tests import factories as make
from tests.staff import LANGUAGES, client_of
from units.models import UnitKind

pytestmark = pytest.mark.django_db
BLOCKING = {"quote", "languages", "loop"}
WARNING = {"gap", "wording", "jump", "same", "restated", "absent", "parent", "register", "number"}


@pytest.fixture
def report():
    """2024 after 2022 and 2023, with one of everything that a reviewer should know."""
    text = "سجلت 4.000 قضية، وأُنقذ 777 شخصا، وأُحدثت 9 فرق."
    source = make.make_source("with-text", text=text)
    before, report = make.make_report(2023), make.make_report(2024, title_en="")
    whole = make.make_indicator("cases_total")
    make.make_figure(make.make_report(2022), value=990)
    make.make_figure(before, value=1000)
    make.make_figure(before, indicator="gone", value=3)
    make.make_figure(before, indicator="same", value=50)
    # A published change that is not the computed one, a word against its sign, a jump.
    make.make_figure(report, value=4000, change=10, wording="fall", source=source, quote="4.000 قضية")
    make.make_figure(report, year=2023, value=1001, source=source)
    make.make_figure(report, indicator="same", value=50)
    make.make_figure(report, indicator=make.make_indicator("part", parent=whole), value=5000)
    first = make.make_indicator("looping")
    first.parent = make.make_indicator("looping-too", parent=first)
    first.save()
    make.make_figure(report, indicator=first, value=5, quote="not there", source=source)
    make.make_unit_event(report, name_en="")
    make.make_figure(report, indicator=DECLARED, value=9)
    kind = UnitKind.objects.get()
    kind.declared_by = DECLARED
    kind.save()
    return report


DECLARED = "k9_new"


def all_problems(report, language: str) -> dict:
    """Every problem of every chapter by its name."""
    with override(language):
        return {
            problem.key: problem
            for chapter in chapters_of(report)
            for problem in problems_of(report, chapter.slug)
        }


def test_every_kind_is_told_in_every_language_with_a_link_that_leads_there(report):
    found = {language: all_problems(report, language) for language in LANGUAGES}
    kinds = {key.partition(":")[0]: problem.blocks for key, problem in found["en"].items()}
    assert {kind for kind, blocks in kinds.items() if blocks} == BLOCKING
    assert {kind for kind, blocks in kinds.items() if not blocks} == WARNING
    client = client_of("clerk")
    for key, problem in found["en"].items():
        assert len({found[language][key].message for language in LANGUAGES}) == 3, key
        address, _mark, fragment = problem.address.partition("#")
        page = client.get(address)
        assert page.status_code == 200, (key, problem.address)
        assert not fragment or f'id="{fragment}"' in page.content.decode(), (key, problem.address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_problems_lists_them_all_with_their_links(report, language):
    page = client_of("clerk", language=language).get(reverse("admin:problems", args=[report.pk]))
    links = set(re.findall(r'href="([^"]+)"', page.content.decode().replace("&amp;", "&")))
    assert {problem.address for problem in all_problems(report, language).values()} <= links
