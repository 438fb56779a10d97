import hashlib
import io
import shutil
import subprocess
import unicodedata

import pytest
from django.test import override_settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bilan.document import blocks, document_of, making
from bilan.document.making import render
from bilan.edition import current_edition
from bilan.models import ReleasedDocument
from tests.factories import (
    make_agreement,
    make_figure,
    make_release,
    make_report,
    make_statement,
    make_unit_event,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")


@pytest.fixture
def release(settings):
    """A released report with its documents."""
    settings.RELEASE_DOCUMENTS = True
    report = make_report(2024)
    make_figure(report, value=755541)
    make_unit_event(report)
    make_agreement(report)
    make_statement(report)
    return make_release(report)


def text_of(content: bytes) -> str:
    """The text of a PDF in logical order, without the marks that isolate numbers."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "".join(one for one in " ".join(pages) if unicodedata.category(one) != "Cf")


def test_a_release_is_frozen_with_its_document_in_each_language(release):
    documents = {document.language: document for document in release.documents.order_by("language")}
    assert sorted(documents) == sorted(LANGUAGES)
    for document in documents.values():
        assert bytes(document.content).startswith(b"%PDF-")
        assert document.digest == hashlib.sha256(bytes(document.content)).hexdigest()


@pytest.mark.parametrize(("language", "number"), [("ar", "755.541"), ("fr", "755.541"), ("en", "755,541")])
def test_the_document_states_the_figures_as_the_language_writes_them(release, language, number):
    document = release.documents.get(language=language)
    assert number in text_of(bytes(document.content))


def test_arabic_letters_are_extracted_in_logical_order(release):
    text = text_of(bytes(release.documents.get(language="ar").content))
    assert "القضايا" in text


def test_no_glyph_of_the_arabic_fonts_stands_for_two_letters():
    paths = sorted((making.FOLDER / "fonts").glob("BilanArabic-*.ttf"))
    assert len(paths) == 3
    for path in paths:
        font = TTFont(path)
        table = font["GSUB"].table
        compulsory = {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "rlig"
            for index in record.Feature.LookupListIndex
        }
        assert {table.LookupList.Lookup[index].LookupType for index in compulsory} == {6}
        assert not any("Plex" in str(record) for record in font["name"].names if record.nameID not in (0, 13))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt-get install poppler-utils")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("لا في الأمن الوطني بر الآن", "لا في الأمن الوطني بر الآن"),
        ("ما الذي تغيّر وما نُشر", "ما الذي تغير وما نشر"),
    ],
)
def test_another_reader_takes_the_letters_in_their_order_and_once(release, tmp_path, words, told):
    path = tmp_path / "report.pdf"
    content = {
        **dict.fromkeys(("title", "publisher", "provenance", "release", "footer", "contents"), "حصيلة"),
        "lead": words,
        "language": "ar",
        "year": 2024,
        "blocks": [blocks.heading(words)],
    }
    path.write_bytes(render(content, made_at=release.visible_from))
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    letters = "".join(one for one in read.stdout.decode() if unicodedata.category(one) != "Cf")
    assert letters.count(told) >= 2


def test_the_document_is_tagged_for_those_who_hear_it(release):
    reader = PdfReader(io.BytesIO(bytes(release.documents.get(language="ar").content)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ar"
    assert reader.metadata.title


def test_the_same_release_makes_the_same_bytes(release):
    edition = current_edition(release.year)
    assert document_of(edition, "fr") == bytes(release.documents.get(language="fr").content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_download_the_frozen_document(client, release, language):
    for address in (
        f"/data/{release.year}/report.{language}.pdf",
        f"/data/{release.year}/releases/{release.number}/report.{language}.pdf",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content == bytes(ReleasedDocument.objects.get(language=language).content)


def test_a_page_links_a_document_only_where_one_was_frozen(client, release):
    make_figure(make_report(2023), value=738748)
    with override_settings(RELEASE_DOCUMENTS=False):
        make_release(make_report(2023))
    for address, linked in (
        ("/fr/2024/", "/data/2024/report.fr.pdf"),
        ("/fr/2024/releases/1/", "/data/2024/releases/1/report.fr.pdf"),
    ):
        assert f'href="{linked}"' in client.get(address).content.decode()
    for address in ("/fr/2023/", "/fr/2023/releases/1/"):
        assert ".pdf" not in client.get(address).content.decode()


def test_there_is_no_document_of_what_is_not_released(client, release):
    assert client.get("/data/2031/report.ar.pdf").status_code == 404
    assert client.get(f"/data/{release.year}/report.de.pdf").status_code == 404


def test_hostile_words_are_set_as_words(release):
    words = '#panic("no") $x^2$ = heading \\ *bold* <label> @ref'
    content = {
        **dict.fromkeys(("title", "publisher", "lead", "provenance", "release", "footer", "contents"), words),
        "language": "fr",
        "year": 2024,
        "blocks": [blocks.heading(words), blocks.entries([(words, words, words)])],
    }
    text = text_of(render(content, made_at=release.visible_from))
    assert '#panic("no")' in text
    assert "*bold*" in text


def test_what_the_digest_covers_can_be_downloaded_and_computed_again(client, release):
    sums = client.get(f"/data/{release.year}/SHA256SUMS").content
    assert hashlib.sha256(sums).hexdigest() == release.digest
    for line in sums.decode().splitlines():
        digest, name = line.split()
        assert hashlib.sha256(client.get(f"/data/{release.year}/{name}").content).hexdigest() == digest
