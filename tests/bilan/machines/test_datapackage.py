"""The description of the files, held against the files by the library that people read them with."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.factories import (
    make_agreement,
    make_command,
    make_correction,
    make_figure,
    make_release,
    make_report,
    make_statement,
    make_unit_event,
)

pytestmark = pytest.mark.django_db
TABLES = ("statements", "figures", "units", "agreements")


@pytest.fixture
def bilan():
    report = make_report(2024)
    make_figure(report, value="1582.355", indicator="cases_total", note="=1+1")
    make_figure(report, change="-8.5", command=make_command())
    make_unit_event(report)
    make_agreement(report, reference="2024-01")
    make_statement(report, text_ar="فاصلة, و\nسطر")
    return make_release(report)


def package(client, address="/data/2024/datapackage.json"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def download(client, folder: Path, address: str) -> None:
    """The package and the files that it names, as a reader keeps them."""
    found = package(client, f"{address}/datapackage.json")
    (folder / "datapackage.json").write_text(json.dumps(found))
    for resource in found["resources"]:
        (folder / resource["path"]).write_bytes(client.get(f"{address}/{resource['path']}").content)


def errors(folder: Path) -> list:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return report.flatten(["resourceName", "rowNumber", "fieldName", "note"])


def test_a_released_bilans_files_are_as_described(client, bilan, tmp_path):
    download(client, tmp_path, "/data/2024")
    assert errors(tmp_path) == []


def test_a_file_that_was_altered_is_not_as_described(client, bilan, tmp_path):
    download(client, tmp_path, "/data/2024")
    figures = tmp_path / "figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"1582.3550", b"1583.3550"))
    assert errors(tmp_path)


def test_the_sums_are_those_of_the_files_and_the_version_that_of_the_release(client, bilan):
    found = package(client)
    assert (found["version"], bilan.digest in found["description"]) == ("1", True)
    assert {resource["name"] for resource in found["resources"]} == set(TABLES)
    for resource in found["resources"]:
        content = client.get(f"/data/2024/{resource['path']}").content
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)


def test_every_column_of_a_file_is_described(client, bilan):
    for resource in package(client)["resources"]:
        header = client.get(f"/data/2024/{resource['path']}").content.decode("utf-8-sig").splitlines()[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == header.split(",")


def test_an_older_releases_files_are_described_beside_them(client, bilan, tmp_path):
    make_correction(bilan.report, value="1582.356")
    download(client, tmp_path, "/data/2024/releases/1")
    assert errors(tmp_path) == []
    assert package(client, "/data/2024/releases/1/datapackage.json")["version"] == "1"
    assert package(client)["version"] == "2"


@pytest.mark.parametrize("name", ["figures.csv", "units.xlsx", "statements.json", "datapackage.json"])
def test_scripts_of_every_site_may_read_the_files(client, bilan, name):
    for address in (f"/data/2024/{name}", f"/data/2024/releases/1/{name}"):
        response = client.get(address)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_what_is_not_published_is_described_nowhere(client, bilan):
    make_figure(make_report(2025))
    answers = {
        client.get(f"/data/{place}/datapackage.json").content for place in ("2025", "1999", "2024/releases/2")
    }
    assert len(answers) == 1
    assert client.get("/data/2025/datapackage.json").status_code == 404


@pytest.mark.parametrize("year", [2016, 2020, 2024])
def test_the_bilans_of_ten_years_are_as_described(client, tmp_path, ten_years, year):
    download(client, tmp_path, f"/data/{year}")
    assert errors(tmp_path) == []


@pytest.fixture
def ten_years(capsys):
    call_command("prepare", data=Path(settings.BASE_DIR) / "data")


def test_the_licence_is_the_one_of_the_page_about_the_site(client, bilan):
    (licence,) = client.get("/data/2024/datapackage.json").json()["licenses"]
    assert licence["path"] in client.get("/en/about/").content.decode()
    assert f'"license":"{licence["path"]}"' in client.get("/en/2024/").content.decode()
