"""The recipe of docs/operations: units, image and environment files, tried as they are written."""

import configparser
import json
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from tests.faults.served import ask, environment, free_port, manage, wait_until

ROOT = Path(settings.BASE_DIR)
RECIPE = ROOT / "docs" / "operations"
PROGRAMS = Path(sys.executable).parent
SERVERS = {"bilan-public.service": "public", "bilan-staff.service": "staff"}


def unit(name: str) -> configparser.ConfigParser:
    """A unit as systemd reads it: a name may stand several times, the last one counts here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(RECIPE / name)
    return parser


def variables(*names: str) -> dict[str, str]:
    """The environment files with the blanks filled in, as an administrator does."""
    found = {}
    for name in names:
        for line in (RECIPE / name).read_text().splitlines():
            if line and not line.startswith("#"):
                key, _equals, value = line.partition("=")
                found[key] = value
    return found | {name: secrets.token_urlsafe(64) for name in ("SECRET_KEY", "RELEASES_MANIFEST_KEY")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> dict[str, str]:
    """The environment of a machine on which the recipe's steps were taken, with SQLite for PostgreSQL."""
    folder = tmp_path_factory.mktemp("machine")
    database = f"sqlite:///{folder}/bilan.sqlite3"
    here = {"VAR_DIR": str(folder), "MEDIA_ROOT": str(folder / "media"), "DATABASE_URL": database}
    here["RELEASES_MANIFEST"] = str(folder / "releases.manifest")
    given = environment(folder, **variables("bilan.env", "bilan-staff.env") | here)
    del given["PUBLIC_DATABASE_URL"]
    manage(given, "migrate", "--verbosity", "0")
    manage(given, "collectstatic", "--noinput", "--verbosity", "0")
    return given


def serve(command: list[str], given: dict, name: str):
    """Starts a server of the recipe on a free port, asks it, and stops it."""
    port = free_port()
    command = [re.sub(r"\b(8001|8002)\b", str(port), part) for part in command]
    command[0] = str(PROGRAMS / Path(command[0]).name)
    with Path(given["VAR_DIR"], "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=given, cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_until(lambda: ask(port, "/livez", Host=name)[0] is not None)
        secure = {"Host": name, "X-Forwarded-Proto": "https"}
        return {path: ask(port, path, **secure) for path in ("/healthz", "/ar/", "/admin/login/")} | {
            # What step 9 of the first installation asks on the machine itself, and what Prometheus does.
            path.strip("/"): ask(port, path)
            for path in ("/healthz", "/metrics")
        }
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.mark.parametrize(("name", "side"), SERVERS.items())
def test_a_unit_starts_its_half_with_the_environment_that_is_shipped(installed, name, side):
    service = unit(name)["Service"]
    assert service["Environment"] == f"SIDE={side}"
    host = "bilan.example" if side == "public" else "admin.bilan.example"
    given = installed | {"SIDE": side, "ALLOWED_HOSTS": host}
    if side == "public":
        given["PUBLIC_DATABASE_URL"] = given.pop("DATABASE_URL")
    answers = serve(service["ExecStart"].split(), given, host)
    assert answers["/healthz"][0] == answers["healthz"][0] == answers["metrics"][0] == 200
    assert answers["/ar/"][0] == (200 if side == "public" else 404)
    assert answers["/admin/login/"][0] == (404 if side == "public" else 200)


def test_the_image_starts_with_its_own_command(installed):
    lines = re.sub(r"\\\n\s*", "", (RECIPE / "Containerfile").read_text()).splitlines()
    command = next(json.loads(line.removeprefix("CMD ")) for line in lines if line.startswith("CMD "))
    given = installed | {"SIDE": "public", "ALLOWED_HOSTS": "bilan.example"}
    given["PUBLIC_DATABASE_URL"] = given.pop("DATABASE_URL")
    assert serve(command, given, "bilan.example")["/ar/"][0] == 200
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert copied and [word for word in copied if not (ROOT / word).exists()] == []


def test_what_the_units_name_is_there():
    """Environment files, and words of manage.py that exist."""
    shipped = {path.name for path in RECIPE.iterdir()}
    words = {path.stem for path in (ROOT / "bilan" / "management" / "commands").glob("*.py")} | {"check"}
    for name in sorted(shipped):
        if not name.endswith((".service", ".timer")):
            continue
        text = (RECIPE / name).read_text()
        for file in re.findall(r"^EnvironmentFile=/etc/bilan/(.+)$", text, re.M):
            assert file in shipped, name
        for word in re.findall(r"manage\.py (\w+)", text):
            assert word in words, name


def test_what_the_proxy_and_the_document_name_is_there():
    """Addresses of the staff that have a rule of their own, files of the recipe, words of `bilan`."""
    for path in re.findall(r"location (?:= )?(/admin/\S+) ", (RECIPE / "nginx.conf").read_text()):
        assert resolve(path), path
    text = (RECIPE.parent / "operations.md").read_text()
    for name in re.findall(r"docs/operations/([\w.*-]+)", text):
        assert list(RECIPE.glob(name)), name
    known = get_commands()
    for word in re.findall(r"\bbilan (?:--owner )?([a-z]+_?[a-z]+) ", "".join(re.findall(r"`[^`]+`", text))):
        assert word in known, word


def test_the_script_of_the_recipe_reads_the_files_that_are_shipped():
    script = RECIPE / "bilan"
    subprocess.run(["sh", "-n", script], check=True)
    named = set(re.findall(r"bilan[-\w]*\.env", script.read_text()))
    assert named == {path.name for path in RECIPE.glob("*.env")}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path):
    """Every program is taken for present: they are where the administrator puts them."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for path in RECIPE.glob("*.service"):
        text = path.read_text().replace("/srv/bilan/.venv/bin/", f"{programs}/")
        (tmp_path / path.name).write_text(text)
        for program in re.findall(rf"{programs}/(\w+)", text):
            (programs / program).write_text("#!/bin/sh\n")
            (programs / program).chmod(0o755)
    for path in RECIPE.glob("*.timer"):
        shutil.copy(path, tmp_path)
    units = sorted(str(path) for path in [*tmp_path.glob("*.service"), *tmp_path.glob("*.timer")])
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
