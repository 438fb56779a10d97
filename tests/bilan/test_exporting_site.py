"""The public site as plain files: what readers get, and nothing that is not published."""

import json
import time

import pytest
from django.core.management import CommandError, call_command

from bilan.exporting_site import HEADERS, LISTED, differences, export, file_of, links_in
from tests import factories as make

ORIGIN = "http://localhost"


@pytest.fixture
def one_connection(monkeypatch):
    """The end of a request leaves the test's connection open."""

    def never(connection):
        return None

    monkeypatch.setattr(
        "django.db.backends.base.base.BaseDatabaseWrapper.close_if_unusable_or_obsolete", never
    )


@pytest.fixture
def site(db, one_connection):
    """A release with a correction, and a draft that nobody may see."""
    report = make.make_report()
    make.make_figure(report, command=make.make_command())
    make.make_figure(report)
    make.make_unit_event(report)
    make.make_agreement(report, reference="a-1")
    make.make_statement(report)
    make.make_release(report)
    make.make_correction(report, note="corrected")
    make.make_figure(make.make_report(2025), value=987_654_321)
    return report


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/ar/", "ar/index.html"),
        ("/data/2024/figures.csv", "data/2024/figures.csv"),
        ("/", "index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_every_path_has_its_file(path, file):
    assert file_of(path) == file


def test_links_are_found_in_pages_styles_and_the_sitemap():
    page = b'<a href="/ar/">x</a><img src="/a.svg"><link href="/s.css">'
    assert links_in("text/html; charset=utf-8", page) == ["/ar/", "/a.svg", "/s.css"]
    assert links_in("text/css", b"@font-face{src:url('fonts/a.woff2')}") == ["fonts/a.woff2"]
    assert links_in("application/xml", b"<loc>http://localhost/ar/</loc>") == ["http://localhost/ar/"]
    assert links_in("text/csv", b'<a href="/ar/">') == []


def test_the_copy_is_the_site_and_holds_no_draft(site, tmp_path):
    export(tmp_path, ORIGIN)
    for language in ("ar", "fr", "en"):
        for page in ("", "2024/", "2024/releases/1/", "indicators/cases_total/", "units/", "methodology/"):
            assert (tmp_path / language / page / "index.html").is_file(), page
    for file in ("figures.csv", "figures.xlsx", "units.json", "datapackage.json", "labels.json"):
        assert (tmp_path / "data/2024" / file).is_file()
        assert (tmp_path / "data/2024/releases/1" / file).is_file()
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()]
    assert {"404.html", "index.html", "sitemap.xml", "robots.txt", "fr/feed.xml"} <= set(names)
    assert not [name for name in names if "2025" in name or "/search/" in name or name.startswith("api")]
    assert not [path for path in tmp_path.rglob("*.html") if b"987" in path.read_bytes()]
    assert differences(tmp_path, ORIGIN) == []


def test_the_headers_of_each_file_are_listed(site, tmp_path):
    export(tmp_path, ORIGIN)
    listed = json.loads((tmp_path / LISTED).read_text())
    assert listed["/ar/2024/"]["headers"]["cache-control"].startswith("public, max-age=60")
    assert listed["/data/2024/releases/1/figures.csv"]["headers"]["cache-control"].endswith("immutable")
    assert "default-src 'none'" in listed["/ar/2024/"]["headers"]["content-security-policy"]
    assert listed["/data/2024/figures.csv"]["headers"]["content-type"].startswith("text/csv")
    written = (tmp_path / HEADERS).read_text()
    assert "/ar/2024/\n  cache-control: public" in written
    assert "set-cookie" not in written


def test_run_again_it_touches_only_what_changed(site, tmp_path):
    first = export(tmp_path, ORIGIN)
    assert first["unchanged"] == first["removed"] == 0
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    # A second apart: a workbook must not tell when it was made.
    time.sleep(1)
    again = export(tmp_path, ORIGIN)
    assert (again["written"], again["removed"]) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in times} == times
    make.make_correction(site, note="once more")
    (tmp_path / "fr" / "old").mkdir()
    after = export(tmp_path, ORIGIN)
    assert 0 < after["written"] < first["written"] + 40
    assert (tmp_path / "data/2024/releases/3/figures.csv").is_file()
    unchanged = "data/2024/releases/1/figures.csv"
    assert (tmp_path / unchanged).stat().st_mtime_ns == times[tmp_path / unchanged]


def test_a_file_that_the_site_no_longer_has_is_removed(site, tmp_path):
    export(tmp_path, ORIGIN)
    listed = json.loads((tmp_path / LISTED).read_text())
    listed["/ar/gone/"] = {"file": "ar/gone/index.html"}
    (tmp_path / LISTED).write_text(json.dumps(listed))
    (tmp_path / "ar/gone").mkdir()
    (tmp_path / "ar/gone/index.html").write_text("old")
    (tmp_path / "ar/kept.txt").write_text("put here by somebody else")
    assert export(tmp_path, ORIGIN)["removed"] == 1
    assert not (tmp_path / "ar/gone/index.html").exists()
    assert (tmp_path / "ar/kept.txt").exists()


def test_the_check_names_what_differs(site, tmp_path, capsys):
    call_command("export_site", str(tmp_path), "--origin", ORIGIN)
    call_command("export_site", str(tmp_path), "--origin", ORIGIN, "--check")
    assert "The copy is the live site." in capsys.readouterr().out
    (tmp_path / "fr/2024/index.html").write_text("tampered")
    (tmp_path / "en/about/index.html").unlink()
    with pytest.raises(CommandError) as refused:
        call_command("export_site", str(tmp_path), "--origin", ORIGIN, "--check")
    assert set(str(refused.value).splitlines()) == {
        "/fr/2024/: differs from the live site (200)",
        "/en/about/: not in the copy",
    }
    with pytest.raises(CommandError, match="no copy"):
        call_command("export_site", str(tmp_path / "nothing"), "--check")
