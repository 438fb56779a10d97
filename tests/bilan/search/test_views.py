"""The search page, without script and with it."""

import json

import pytest

from tests.browser import violations
from tests.factories import make_command, make_figure, make_release, make_report, make_unit_event

LANGUAGES = ("ar", "fr", "en")


@pytest.fixture
def bilan(db):
    report = make_report(2024)
    make_figure(report)
    safi = make_command("safi", name_ar="أمن أسفي", name_fr="Sûreté de Safi", name_en="Safi police")
    for number in range(8):
        make_unit_event(report, command=safi, unit=f"k9-{number}", name_fr=f"Brigade {number} de Safi")
    return make_release(report)


def search(client, question, language="fr", **more):
    return client.get(f"/{language}/search/", {"q": question, **more})


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_stand_by_kind_with_what_was_found_marked(client, bilan, language):
    text = search(client, "safi", language).content.decode()
    assert f'href="/{language}/units/k9-0/"' in text
    assert f'href="/{language}/commands/safi/"' in text
    assert "<mark>Safi</mark>" in text
    assert 'name="robots" content="noindex"' in text


def test_a_kind_with_more_hits_links_to_all_of_them(client, bilan):
    assert 'href="?q=safi&amp;kind=units"' in search(client, "safi").content.decode()
    text = search(client, "safi", kind="units").content.decode()
    assert text.count('href="/fr/units/k9-') == 8
    assert "/fr/commands/" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["", "zzzzzz"])
def test_an_empty_page_gives_examples(client, bilan, language, question):
    text = search(client, question, language).content.decode()
    assert 'href="?q=cannabis"' in text


@pytest.mark.parametrize("question", ["<script>alert(1)</script>", '"><img src=x>', "\0", "a" * 5000, "%00"])
def test_a_hostile_question_is_shown_escaped_and_cut(client, bilan, question):
    response = client.get("/fr/search/", {"q": question}, follow=True)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"<img" not in response.content
    assert b"a" * 101 not in response.content


def test_suggestions_are_names_with_their_kind_and_address(client, bilan):
    found = json.loads(client.get("/fr/search/suggest", {"q": "sûreté"}).content)["suggestions"]
    assert found[0] | {"kind": ""} == {"title": "Sûreté de Safi", "kind": "", "address": "/fr/commands/safi/"}
    assert json.loads(client.get("/fr/search/suggest?q=s").content) == {"suggestions": []}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_is_read_only(client, bilan, method):
    assert getattr(client, method)("/fr/search/").status_code == 405


def test_nothing_is_set_in_the_readers_browser(client, bilan):
    assert not search(client, "safi").cookies


def test_the_page_costs_few_queries(client, bilan, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        search(client, "safi")


@pytest.fixture
def published(transactional_db):
    report = make_report(2024)
    safi = make_command("safi", name_ar="أمن أسفي", name_fr="Sûreté de Safi", name_en="Safi police")
    make_unit_event(report, command=safi, unit="k9-safi", name_fr="Brigade de Safi")
    return make_release(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suggestion_is_chosen_by_keyboard(page, live_server, published, language):
    page.goto(f"{live_server.url}/{language}/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("safi")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert violations(page) == []
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    options.first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"{live_server.url}/{language}/commands/safi/")


def test_enter_without_a_choice_asks_the_page(page, live_server, published):
    page.goto(f"{live_server.url}/fr/search/")
    page.get_by_role("combobox").fill("safi")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/fr/search/?q=safi")
    assert page.locator("mark").first.inner_text() == "Safi"
