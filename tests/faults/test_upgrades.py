"""An upgrade from the first tables with data in them, and a restore by the role that owns the tables."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests import postgres

from .served import ROOT, environment, manage, script

RELEASE = """
from tests import factories as make
make.make_release(make.make_figure(make.make_report({year})).report)
"""
# Triggers of later tables look at the first ones; a migration takes them down and puts them up again.
BACK_TO_THE_FIRST_TABLES = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from bilan import frozen
frozen.loosen_before_migrate(None, "default", plan=["some"])
first = [(app, "0001_initial") for app in ("bilan", "indicators", "units", "partnerships")]
MigrationExecutor(connection).migrate(first)
print(connection.introspection.table_names().count("bilan_releaseddocument"))
"""
# What is published, after everything that can be verified was: the digests, then the files.
PUBLISHED = """
from django.core.management import call_command
from django.test import Client
if {verified}:
    call_command("check", databases=["default"], fail_level="WARNING", verbosity=0)
    call_command("verify_history", verbosity=0)
    call_command("verify_releases")
for table in ("figures", "units", "agreements", "statements"):
    answer = Client(headers={{"host": "127.0.0.1"}}).get(f"/data/2024/{{table}}.csv")
    print(answer.status_code, answer.content)
"""
SQL = ROOT / "bilan" / "sql"


@pytest.fixture
def cluster():
    """A PostgreSQL cluster with the roles of the recipe; returns the addresses of its database by role."""
    binaries = postgres.find_binaries()
    if not binaries:
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report(f"cannot run: an upgrade on PostgreSQL. To run it: {postgres.HOW_TO_INSTALL}.")
    made = postgres.Cluster(binaries)
    try:
        server = made.start()
        with psycopg.connect(server.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("CREATE ROLE bilan_owner LOGIN")
            connection.execute("CREATE DATABASE bilan OWNER bilan_owner")
            connection.execute((SQL / "roles.sql").read_text())
            for role in ("owner", "staff", "public"):
                connection.execute(f"ALTER ROLE bilan_{role} PASSWORD 'of-{role}'")
        place = server.rpartition("@")[2]
        yield {role: f"postgresql://bilan_{role}:of-{role}@{place}" for role in ("owner", "staff", "public")}
    finally:
        made.stop()


def give_rights(address: str) -> None:
    """What the recipe has the owner of the tables run after each migration."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute((SQL / "rights.sql").read_text())


def migrate_twice_at_once(given: dict) -> list[int]:
    """Two administrators, one moment; the exit codes."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    both = [subprocess.Popen(command, env=given, cwd=ROOT) for _one in range(2)]
    return [one.wait(timeout=120) for one in both]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_first_tables_with_a_release_are_upgraded_by_two_at_once_and_work_goes_on(
    tmp_path, database, request
):
    given = staff = environment(tmp_path)
    if database == "postgresql":
        roles = request.getfixturevalue("cluster")
        given, staff = given | {"DATABASE_URL": roles["owner"]}, given | {"DATABASE_URL": roles["staff"]}
    manage(given, "migrate", "--verbosity", "0")
    before = script(given, RELEASE.format(year=2024) + PUBLISHED.format(verified=True))
    assert script(given, BACK_TO_THE_FIRST_TABLES).strip() == "0"
    assert migrate_twice_at_once(given) == [0, 0]
    if database == "postgresql":
        give_rights(roles["owner"])
    assert script(staff, PUBLISHED.format(verified=True)) == before
    script(staff, RELEASE.format(year=2025))


def test_the_owner_of_the_tables_restores_over_a_database_and_each_role_keeps_its_rights(tmp_path, cluster):
    owner = environment(tmp_path, DATABASE_URL=cluster["owner"])
    public = environment(tmp_path, PUBLIC_DATABASE_URL=cluster["public"], SIDE="public")
    manage(owner, "migrate", "--verbosity", "0")
    give_rights(cluster["owner"])
    staff = owner | {"DATABASE_URL": cluster["staff"]}
    script(staff, RELEASE.format(year=2024))
    files = script(public, PUBLISHED.format(verified=False))
    manage(staff, "backup", str(tmp_path / "all.zip"))
    manage(owner, "restore", str(tmp_path / "all.zip"), "--replace")
    assert script(public, PUBLISHED.format(verified=False)) == files
    script(staff, PUBLISHED.format(verified=True) + RELEASE.format(year=2025))
    denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(cluster["public"]) as connection, denied:
        connection.execute("SELECT 1 FROM indicators_figure")
