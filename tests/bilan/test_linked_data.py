"""What pages say of themselves to search engines."""

import json
import re

import pytest

from bilan.linked_data import script
from tests.factories import make_figure, make_release, make_report


@pytest.fixture
def bilan(transactional_db):
    report = make_report(2024)
    make_figure(report)
    before = make_report(2023)
    make_figure(before)
    make_release(before)
    return make_release(report)


def linked(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


def test_a_bilan_is_a_report_and_a_dataset_with_its_files(client, bilan):
    whole, dataset = linked(client.get("/fr/2024/").content.decode())["@graph"]
    assert (whole["@type"], dataset["@type"]) == ("Report", "Dataset")
    assert (dataset["name"], dataset["inLanguage"], dataset["version"]) == ("Bilan 2024", "fr", "1")
    assert dataset["identifier"] == f"sha256:{bilan.digest}"
    for file in dataset["distribution"]:
        response = client.get(file["contentUrl"].removeprefix("http://testserver"))
        assert response.status_code == 200
        assert response["Content-Type"].startswith(file["encodingFormat"])


def test_an_indicator_is_a_dataset_with_its_years(client, bilan):
    found = linked(client.get("/en/indicators/cases_total/").content.decode())
    assert (found["@type"], found["name"], found["identifier"]) == ("Dataset", "Cases", "cases_total")
    assert found["temporalCoverage"] == "2023/2024"
    address = found["distribution"][0]["contentUrl"].removeprefix("http://testserver")
    assert client.get(address).json()["total"] == 2


def test_nothing_in_the_data_can_end_its_element():
    text = script({"name": "</script><script>alert(1)</script>\u2028&"})
    assert text.count("<") == 2
    assert json.loads(text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")) == {
        "name": "</script><script>alert(1)</script>\u2028&"
    }


def test_the_policy_lets_the_data_stand(page, live_server, bilan):
    """`page` fails for whatever the browser refuses."""
    page.goto(f"{live_server.url}/ar/2024/")
    assert linked(page.content())["@graph"][0]["@type"] == "Report"
