import json
import logging
import sys

import pytest

from bilan import logs, metrics
from bilan.logs import JSONFormatter, Slow, request_id
from bilan.observing import Observed


def ask(path="/ar/", **more):
    """The headers of an answer through the layer."""
    got = {}

    def application(environ, start_response):
        got["inside"] = request_id.get()
        environ.update({"bilan.ready": more["ready"]} if "ready" in more else {})
        start_response("200 OK", [])
        return [b""]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=secret", **more}
    Observed(application)(environ, lambda status, headers: got.update(headers=dict(headers)))
    return got


def test_every_request_has_an_id_in_and_out():
    first, second = ask(), ask()
    assert first["headers"]["X-Request-ID"] == first["inside"]
    assert first["inside"] != second["inside"]
    assert request_id.get() == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcdef-0123", True),
        ("short", False),
        ("x" * 65, False),
        ("line\nbreak-x", False),
        ('"quoted-name"', False),
    ],
)
def test_the_id_that_a_proxy_gives_is_kept_when_it_is_plain(given, kept):
    assert (ask(HTTP_X_REQUEST_ID=given)["headers"]["X-Request-ID"] == given) is kept


def test_requests_are_counted_by_side_and_status_and_logged_unless_ready(caplog):
    caplog.set_level(logging.INFO, logger="bilan.requests")
    series = 'bilan_requests_total{side="public",method="GET",status="200"}'
    before = metrics.totals()[series]
    ask(ready="hit")
    assert caplog.records == []
    ask(ready="miss")
    assert metrics.totals()[series] == before + 2
    assert caplog.records[0].data["path"] == "/ar/"
    ask("/livez")
    assert len(caplog.records) == 1


def test_a_failure_is_counted_as_500():
    def broken(environ, start_response):
        raise ValueError

    series = 'bilan_requests_total{side="staff",method="GET",status="500"}'
    before = metrics.totals()[series]
    with pytest.raises(ValueError):
        Observed(broken)({"REQUEST_METHOD": "GET", "PATH_INFO": "/admin/"}, None)
    assert metrics.totals()[series] == before + 1


def test_a_log_is_a_line_of_json_without_queries_or_the_words_of_an_error():
    try:
        raise ValueError("value 987654321 is wrong")
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("bilan", logging.ERROR, "", 1, "failed at %s", ("/admin/",), error)
    record.data = {"status": 500}
    token = request_id.set("abcdef012345")
    line = JSONFormatter().format(record)
    request_id.reset(token)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["message"], read["status"], read["error"]) == ("failed at /admin/", 500, "ValueError")
    assert read["request"] == "abcdef012345"
    assert "987654321" not in line


def test_in_development_slow_queries_are_told():
    fast = logging.LogRecord("django.db.backends", logging.DEBUG, "", 1, "SELECT", (), None)
    fast.duration = 0.01
    slow = logging.LogRecord("django.db.backends", logging.DEBUG, "", 1, "SELECT", (), None)
    slow.duration = 0.2
    assert not Slow().filter(fast)
    assert Slow().filter(slow)
    assert "slow" in logs.logging_settings(as_json=False, debug=True)["handlers"]
    assert "slow" not in logs.logging_settings(as_json=True, debug=False)["handlers"]


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only(client):
    page = client.get("/metrics")
    assert page.status_code == 200
    assert "bilan_database_up 1" in page.content.decode()
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
