"""The canonical files and the digest that anybody can check."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
from decimal import Decimal

import pytest

from bilan import canonical
from bilan.canonical import (
    canonical_file,
    canonical_pieces,
    checksums,
    file_names,
    release_digest,
    released_rows,
    tables,
)
from bilan.exporting import export_table
from bilan.models import Release, editing
from tests import factories as make

pytestmark = pytest.mark.django_db

QUOTE = 'قال: "تراجع",\nثم توقف'


@pytest.fixture
def release():
    """A release with awkward texts and values in every table."""
    report = make.make_report()
    with editing(make.make_person("clerk")):
        make.make_indicator("cocaine", kind="quantity", decimals=3)
        make.make_figure(report, indicator="cocaine", value=Decimal("542.455"), quote=QUOTE, note="=1+1")
        make.make_figure(report, indicator="violent_cases", change=-10, wording="fall", note="-10")
        make.make_figure(report, year=2023, command=make.make_command(), note="'quoted'")
        make.make_unit_event(report, name_fr="@brigade")
        make.make_agreement(
            report, reference="b-2", partner=None, title_ar="عنوان", title_fr="t", title_en="t"
        )
        make.make_agreement(report, reference="a-1", signed_on="2024-05-16")
        make.make_statement(report)
    return make.make_release(report)


def test_the_files_are_those_that_an_export_writes(release):
    for name in tables():
        exported = b"".join(export_table(name, report=2024)).decode("utf-8-sig")
        rows = canonical_file(release, f"{name}.csv").decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(rows)))[0] == list(csv.reader(io.StringIO(exported)))[0]
        assert sorted(csv.reader(io.StringIO(rows))) == sorted(csv.reader(io.StringIO(exported)))


def test_cells_are_exact_and_harmless(release):
    figures = {row["indicator"]: row for row in released_rows(release, tables()["figures"])}
    assert figures["cocaine"]["value"] == "542.4550"
    assert figures["cocaine"]["note"] == "'=1+1"
    assert figures["violent_cases"]["value"] == ""
    assert (figures["violent_cases"]["change"], figures["violent_cases"]["note"]) == ("-10", "'-10")
    assert figures["cases_total"]["note"] == "''quoted'"
    assert figures["cases_total"]["command"] == "casablanca"
    agreements = list(released_rows(release, tables()["agreements"]))
    assert [row["reference"] for row in agreements] == ["a-1", "b-2"]
    assert [row["signed_on"] for row in agreements] == ["2024-05-16", ""]


def test_a_file_starts_with_its_mark_and_has_one_line_end(release):
    content = canonical_file(release, "figures.csv")
    assert content.startswith(b"\xef\xbb\xbfreport,indicator,year,command,value,")
    assert content.count(b"\r\n") == 4
    assert json.loads(canonical_file(release, "labels.json")) == release.labels


def test_rows_come_in_the_order_of_their_bytes_on_both_databases():
    report = make.make_report()
    with editing(make.make_person("clerk")):
        for code in ("b", "a_b", "a-b", "ab"):
            make.make_statement(report, code=code)
    release = make.make_release(report)
    rows = released_rows(release, tables()["statements"])
    assert [row["code"] for row in rows] == ["a-b", "a_b", "ab", "b"]


def test_a_file_larger_than_a_batch_comes_in_pieces(release, monkeypatch):
    whole = canonical_file(release, "figures.csv")
    monkeypatch.setattr(canonical, "BATCH", 2)
    pieces = list(canonical_pieces(release, "figures.csv"))
    assert len(pieces) > 1
    assert b"".join(pieces) == whole


def test_there_is_no_canonical_file_of_another_name(release):
    with pytest.raises(KeyError):
        canonical_file(release, "drafts.csv")


def test_anybody_can_compute_the_digest_with_sha256sum(release, tmp_path):
    sha256sum = shutil.which("sha256sum")
    for name in file_names():
        (tmp_path / name).write_bytes(canonical_file(release, name))
    listed = "".join(
        f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n" for name in file_names()
    )
    if sha256sum:
        done = subprocess.run(
            [sha256sum, *file_names()], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout == listed
    assert checksums(release) == listed
    assert hashlib.sha256(listed.encode()).hexdigest() == release.digest


def test_the_digest_is_the_same_after_reading_back_and_another_for_another_year(release):
    assert release_digest(Release.objects.get(pk=release.pk)) == release.digest
    other = make.make_report(2023)
    make.make_figure(other)
    assert make.make_release(other).digest != release.digest
