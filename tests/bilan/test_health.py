import pytest
from django.db import OperationalError, connections


def test_a_living_process_says_so_without_its_database(client):
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_a_site_that_serves_is_healthy(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_a_site_without_its_database_says_503(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
