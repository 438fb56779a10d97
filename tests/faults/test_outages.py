"""The fault tests of outages in their short form; the long ones are run by `make drill`."""

import os

import pytest

from tests import postgres

from . import embargo, served, standby


@pytest.fixture(autouse=True)
def _what_it_takes(request):
    """Say what is missing; on CI that is a failure."""
    report = pytest.fail if os.environ.get("CI") else pytest.skip
    if "proxy" in request.node.name and not served.has_nginx():
        report(f"cannot run: a release behind nginx. To run it: {served.HOW_TO_INSTALL_NGINX}.")
    if "primary" in request.node.name and not postgres.find_binaries():
        report(f"cannot run: replication. To run it: {postgres.HOW_TO_INSTALL}.")


def test_the_primary_stops_and_public_pages_go_on_the_standby_is_promoted_and_staff_goes_on():
    seen = standby.rehearse()
    for moment in ("before", "primary stopped", "promoted", "both stopped"):
        assert set(seen[moment].values()) == {200}, moment
    assert not seen["stale"]
    assert seen["marked stale"]
    assert seen["never read"] == (503, "30", "ar fr en")


def test_a_release_behind_the_proxy_is_never_early_and_no_reader_sees_an_error():
    seen = embargo.rehearse(seconds=6, rate=60)
    assert embargo.broken(seen) == []
    # A copy lives a second at the proxy, so each page is asked for about once in it, whatever the load.
    assert seen["asked of the site a page and second"] < 1.5
