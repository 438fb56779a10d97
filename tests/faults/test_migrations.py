"""Two that migrate at once: one does it, the other waits and finds nothing left to do."""

import os
import subprocess
import sys

import psycopg
import pytest

from . import served


def outcome_of_two(given: dict) -> list[str]:
    """What two `migrate` of a new database said, started together: each must have come to its end."""
    command = [sys.executable, str(served.ROOT / "manage.py"), "migrate", "--no-color"]
    both = [
        subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _number in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    return said


def assert_one_did_it(said: list[str]) -> None:
    assert sorted("No migrations to apply" in words for words in said) == [False, True]
    assert sum(words.count("Applying bilan.0001_initial") for words in said) == 1


@pytest.mark.only_sqlite
def test_two_that_migrate_at_once_follow_one_another(tmp_path):
    assert_one_did_it(outcome_of_two(served.environment(tmp_path)))


@pytest.mark.only_postgresql
def test_two_that_migrate_at_once_on_postgresql_follow_one_another(tmp_path):
    server = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated_twice")
        try:
            assert_one_did_it(
                outcome_of_two(served.environment(tmp_path, DATABASE_URL=f"{server}/migrated_twice"))
            )
        finally:
            connection.execute("DROP DATABASE migrated_twice WITH (FORCE)")
