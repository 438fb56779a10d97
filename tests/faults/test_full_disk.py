"""A disk on which no file may grow, under a site at work: readers go on, a sign-in is told, nothing is 500.

What fills up is the database, its log beside it, the counts of metrics and the log of requests, all at once.
"""

import http.client
import re
import resource
from pathlib import Path
from urllib.parse import urlencode

import pytest

from . import served

# Processes of their own, on SQLite: PostgreSQL has its disk to itself.
pytestmark = pytest.mark.only_sqlite
RELEASE = """
from tests import factories as make
make.make_release()
"""
PAGES = ("/ar/2024/", "/fr/", "/data/2024/figures.csv", "/api/v1/figures?year=2024", "/admin/login/")


@pytest.fixture
def site(tmp_path):
    """(process, port) of a site with a release."""
    given = served.environment(tmp_path)
    served.manage(given, "migrate", "--verbosity", "0")
    served.manage(given, "collectstatic", "--noinput", "--verbosity", "0")
    served.script(given, RELEASE)
    port = served.free_port()
    with served.site(given, port) as process:
        yield process, port


def let_files_grow(process, size: int) -> None:
    """To so many bytes, in the server and its workers; at 0 every file is as long as it will be."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in (process.pid, *map(int, children)):
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


def sign_in(port: int) -> tuple:
    """(status, headers, body) of a sign-in with a wrong password, which has to be written down."""
    _status, headers, form = served.ask(port, "/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1].decode()
    fields = urlencode({"csrfmiddlewaretoken": token, "username": "clerk", "password": "wrong"})
    kind = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": headers["set-cookie"].split(";")[0],
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/admin/login/", fields, {"Host": "127.0.0.1", **kind})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def test_a_full_disk_stops_no_reader_and_a_sign_in_is_told(site):
    process, port = site
    for page in PAGES[:2]:
        assert served.ask(port, page)[0] == 200
    let_files_grow(process, 0)
    status, headers, body = sign_in(port)
    assert (status, headers["retry-after"]) == (503, "30")
    assert all(f'<section lang="{language}"' in body.decode() for language in ("ar", "fr", "en"))
    assert {page: served.ask(port, page)[0] for page in PAGES} == dict.fromkeys(PAGES, 200)
    let_files_grow(process, resource.RLIM_INFINITY)
    assert sign_in(port)[0] == 200
