"""The API: what is published and nothing else, exactly, at stable addresses."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from bilan.api.collections import collections
from bilan.api.openapi import document
from bilan.models import Release
from tests.factories import (
    make_agreement,
    make_approved,
    make_command,
    make_correction,
    make_figure,
    make_indicator,
    make_person,
    make_release,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan():
    """A released bilan of 2024 that states something in every chapter; returns its release."""
    report = make_report(2024)
    text = "بلغ عدد القضايا 755 ألف و541 قضية"
    official = make_source(text=text)
    press = make_source("press-1", rank="press", language="fr", title="Le journal")
    make_figure(report, source=official, quote="755 ألف و541")
    make_figure(report, indicator="thefts", change="-8.50", source=press)
    make_figure(report, indicator=make_indicator("weight", kind="quantity", decimals=3), value="1582.355")
    make_figure(report, value=12, command=make_command())
    make_unit_event(report, command=make_command("safi"))
    make_agreement(report, reference="2024-01")
    make_statement(report)
    return make_release(report)


def get(client, address, status=200, **headers):
    response = client.get(f"/api/v1/{address}", headers=headers)
    assert response.status_code == status, response.content
    return response


def ask(client, address, status=200):
    return json.loads(get(client, address, status).content)


def ids(answer):
    return [item["id"] for item in answer["items"]]


# --- what is stated -------------------------------------------------------------------------------------


def test_a_figure_says_its_value_its_names_its_words_and_its_release(client, bilan):
    figure = ask(client, "figures/2024~cases_total~2024~~dgsn-2024-ar")
    assert (figure["value"], figure["change"], figure["wording"]) == ("755541", None, None)
    assert figure["indicator"] == {
        "code": "cases_total",
        "name": {"ar": "القضايا", "fr": "Affaires", "en": "Cases"},
    }
    assert figure["command"]["code"] == "morocco"
    provenance = figure["provenance"]
    assert (provenance["quote"], provenance["start"], provenance["end"]) == ("755 ألف و541", 16, 28)
    assert (provenance["source"]["code"], provenance["source"]["rank"]) == ("dgsn-2024-ar", "official")
    assert len(provenance["text_digest"]) == 64
    assert figure["release"] == {
        "id": "2024~1",
        "report": 2024,
        "number": 1,
        "kind": "first",
        "current": True,
        "digest": bilan.digest,
    }


def test_an_exact_number_is_a_text_and_what_is_not_stated_is_null(client, bilan):
    weight = ask(client, "figures?indicator=weight")["items"][0]
    theft = ask(client, "figures?indicator=thefts")["items"][0]
    assert (weight["value"], weight["change"]) == ("1582.355", None)
    assert (theft["value"], theft["change"], theft["change_in"]) == (None, "-8.5", "percent")


def test_every_list_has_items_that_stand_at_their_own_address(client, bilan):
    for name in collections():
        answer = ask(client, name)
        assert answer["items"], name
        for item in answer["items"]:
            assert ask(client, item["href"].removeprefix("/api/v1/")) == item


def test_every_item_is_as_its_description_says(client, bilan):
    schemas = document()["components"]["schemas"]
    for name in collections():
        kind = "".join(word.capitalize() for word in name.split("_"))
        schema = {
            "$ref": f"#/components/schemas/{kind}Page",
            "components": {"schemas": schemas},
        }
        Draft202012Validator(schema).validate(ask(client, name))


@pytest.mark.parametrize(
    "question, expected",
    [
        ("indicator=cases_total", 2),
        ("indicator=cases_total,thefts", 3),
        ("command=morocco", 3),
        ("command=casablanca", 1),
        ("rank=press", 1),
        ("rank=press,official", 4),
        ("rank=agency", 0),
        ("source=press-1", 1),
        ("theme=crime", 4),
        ("theme=drugs", 0),
        ("year=2024", 4),
        ("year=2023", 0),
        ("report=2024", 4),
        ("report=2023", 0),
        ("release=2024~1", 4),
        ("release=2024~2", 0),
        ("qualifier=exact&change_in=percent", 4),
    ],
)
def test_figures_are_filtered(client, bilan, question, expected):
    answer = ask(client, f"figures?{question}")
    assert (answer["total"], len(answer["items"])) == (expected, expected)


@pytest.mark.parametrize(
    "question",
    ["indicators?theme=crime", "sources?rank=press", "commands?level=country", "releases?kind=first"],
)
def test_names_are_filtered(client, bilan, question):
    assert ask(client, question)["items"]
    name, _, value = question.partition("=")
    other = {"crime": "drugs", "press": "agency", "country": "group", "first": "withdrawal"}[value]
    assert ask(client, f"{name}={other}")["items"] == []


# --- pages ----------------------------------------------------------------------------------------------


def all_pages(client, address):
    seen = []
    while address:
        answer = ask(client, address)
        seen += ids(answer)
        address = answer["next"] and answer["next"].removeprefix("/api/v1/")
    return seen


@pytest.mark.parametrize("name", ["figures", "indicators", "commands"])
def test_pages_follow_each_other_without_gap_or_twin(client, bilan, name):
    whole = ids(ask(client, name))
    assert len(whole) >= 3
    assert all_pages(client, f"{name}?limit=1") == whole
    assert all_pages(client, f"{name}?limit=2") == whole


def test_a_page_keeps_the_question_of_the_one_before(client, bilan):
    answer = ask(client, "figures?command=morocco&limit=1")
    assert "command=morocco" in answer["next"]
    assert "limit=1" in answer["next"]
    assert len(all_pages(client, "figures?command=morocco&limit=1")) == 3


def test_the_next_page_stands_in_a_header_too(client, bilan):
    response = get(client, "figures?limit=1")
    assert response["Link"] == f'<{json.loads(response.content)["next"]}>; rel="next"'
    assert "Link" not in get(client, "figures")


# --- refusals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question, name",
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "limit"),
        ("year=20244", "year"),
        ("year=١٩٩٩", "year"),
        ("year=", "year"),
        ("indicator=CASES", "indicator"),
        ("indicator=a,,b", "indicator"),
        ("indicator=" + ",".join(["a"] * 21), "indicator"),
        ("indicator=" + "a" * 5000 + "%00", "indicator"),
        ("rank=royal", "rank"),
        ("release=2024", "release"),
        ("after=%00", "after"),
        ("colour=red", "colour"),
    ],
)
def test_a_parameter_that_cannot_be_answered_is_refused_by_name(client, bilan, question, name):
    response = get(client, f"figures?{question}", 400)
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["parameter"] == name


def test_unknown_and_unpublished_are_one_answer_to_the_byte(client, bilan):
    make_figure(make_report(2025), indicator="secret_indicator", value=987654321)
    unpublished = [
        "figures/2025~secret_indicator~2025~~dgsn-2024-ar",
        "indicators/secret_indicator",
        "reports/2025",
        "releases/2025~1",
    ]
    unknown = [
        "figures/2031~x~2031~~y",
        "indicators/x",
        "reports/1999",
        "nothing",
        "figures/x/y",
        "figures/%00",
    ]
    answers = {get(client, address, 404).content for address in unpublished + unknown}
    assert len(answers) == 1
    assert get(client, "nothing", 404)["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_read_only(client, bilan, method):
    response = getattr(client, method)("/api/v1/figures")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_options_and_head_are_answered(client, bilan):
    options = client.options("/api/v1/figures")
    assert (options.status_code, options["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    head = client.head("/api/v1/figures")
    assert (head.status_code, head.content) == (200, b"")


def test_every_sites_scripts_may_read_it_and_no_cookie_is_set(client, bilan):
    for address, status in [("figures", 200), ("figures?limit=0", 400), ("nothing", 404)]:
        response = get(client, address, status)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
    assert get(client, "figures", **{"accept-language": "fr"})["Content-Language"] == "ar, fr, en"


# --- releases -------------------------------------------------------------------------------------------


def test_a_scheduled_release_shows_nothing_before_its_time(client, bilan):
    report = make_report(2025)
    make_figure(report, indicator="early", value=987654321)
    make_release(report, at=timezone.now() + timedelta(days=1))
    for name in collections():
        text = get(client, f"{name}?limit=1000").content.decode()
        assert "987654321" not in text
        assert "2025~" not in text
        assert '"early"' not in text
    assert ids(ask(client, "reports")) == ["2024"]


def test_a_draft_and_an_approved_report_show_nothing(client, bilan):
    report = make_report(2025)
    make_figure(report, indicator="early", value=987654321)
    before = {name: get(client, name).content for name in collections()}
    make_approved(report)
    assert {name: get(client, name).content for name in collections()} == before


def test_a_correction_takes_the_place_of_what_it_corrects_which_stays_readable(client):
    report = make_report()
    make_figure(report)
    first = make_release(report)
    second = make_correction(report, value=755_542)
    current = ask(client, "figures")["items"]
    assert [item["value"] for item in current] == ["755542"]
    assert current[0]["release"]["digest"] == second.digest
    old = ask(client, "figures?release=2024~1")["items"]
    assert [item["value"] for item in old] == ["755541"]
    assert old[0]["release"]["digest"] == first.digest
    assert old[0]["id"] == current[0]["id"]
    releases = ask(client, "releases")["items"]
    assert [(one["id"], one["kind"], one["current"]) for one in releases] == [
        ("2024~2", "correction", True),
        ("2024~1", "first", False),
    ]
    assert releases[0]["note"]["fr"] == "Rectification"


def test_a_withdrawn_report_says_so_and_states_nothing(client, bilan):
    from bilan import publication

    notes = {"ar": "سحب", "fr": "Retrait", "en": "Withdrawal"}
    publication.withdraw(make_report(), by=make_person("publisher"), notes=notes)
    assert ask(client, "reports")["items"][0]["withdrawn"] is True
    assert ask(client, "figures")["items"] == []
    assert ask(client, "figures?release=2024~1")["total"] == 4


@pytest.mark.parametrize(
    "address, queries",
    [
        ("figures", 4),
        ("figures?rank=official&theme=crime", 4),
        ("figures/2024~cases_total~2024~~dgsn-2024-ar", 3),
        ("indicators", 2),
        ("releases", 2),
    ],
)
def test_an_answer_costs_few_queries_however_much_there_is(
    client, bilan, django_assert_max_num_queries, address, queries
):
    # One more when the headers ask what is fresh, and PostgreSQL whether it has a role for the public.
    with django_assert_max_num_queries(queries + 1 + (connection.vendor == "postgresql")):
        get(client, address)


# --- the description ------------------------------------------------------------------------------------


def test_the_entrance_names_every_list(client, bilan):
    assert list(ask(client, "")["lists"]) == list(collections())
    assert Release.objects.count() == 1


@pytest.fixture
def application():
    """The site as a server runs it, but within the test's transaction."""
    ends = [
        signal for signal in (request_started, request_finished) if signal.disconnect(close_old_connections)
    ]
    yield WSGIHandler()
    for signal in ends:
        signal.connect(close_old_connections)


def test_a_program_that_tries_everything_finds_nothing(bilan, application):
    """schemathesis asks what the description allows and what it forbids, and checks every answer."""
    schemathesis = pytest.importorskip("schemathesis")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    tried = Counter()
    for operation in (found.ok() for found in schema.get_all_operations()):
        for mode in schemathesis.GenerationMode:
            if operation.query or mode.is_positive:
                tried[mode] += ask_everything(operation.as_strategy(generation_mode=mode))
    assert all(tried[mode] >= 10 * len(collections()) for mode in schemathesis.GenerationMode), tried


def ask_everything(strategy) -> int:
    """Puts some of these questions, and returns how many; each must be answered as described."""
    asked = []

    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def put(case):
        asked.append(case)
        case.call_and_validate()

    put()
    return len(asked)
