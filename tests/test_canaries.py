"""Nothing of a draft, a scheduled release or a discarded draft reaches the public, by any address.

Every number that is not public stands nowhere else: it is looked for, with the changes computed from it and
the names that only drafts mention, in the bodies, headers and unzipped files of every answer, however it is
written. A normal run asks some hundred addresses; on CI and with `LONG_TESTS=1` all, over three thousand.
"""

import io
import os
import random
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from bilan import freshness, publication
from bilan.models import Release, Report, editing
from bilan.numerals import computed_change
from bilan.publication.clock import database_now
from indicators.models import Figure
from tests import factories as make
from tests.thaw import thaw

LONG = bool(os.environ.get("LONG_TESTS") or os.environ.get("CI"))
LANGUAGES = ("ar", "fr", "en")
PUBLIC_YEAR, CORRECTED, CORRECTION_COMING = 2021, 2022, 2023
DRAFT, IN_REVIEW, APPROVED, SCHEDULED, CALLED_OFF, DISCARDED = 2024, 2025, 2026, 2027, 2028, 2029
HIDDEN_YEARS = (DRAFT, IN_REVIEW, APPROVED, SCHEDULED, CALLED_OFF, DISCARDED)
UNKNOWN_YEARS = (1990, 2080)
INDICATORS = ("cases_total", "cannabis")
PUBLIC_VALUE = 1000
WORD = "zyrqanari"


class Secrets:
    """Numbers and names that no public answer may hold, and how they may be written."""

    def __init__(self):
        self.chance = random.Random(2024)
        self.numbers: set[str] = set()
        self.count = 0

    def number(self) -> int:
        """Nine digits that stand nowhere else; the change from PUBLIC_VALUE that they give is secret too."""
        value = self.chance.randrange(123_456_789, 987_654_321)
        self.numbers.add(str(value))
        change = computed_change(Decimal(value), Decimal(PUBLIC_VALUE))
        self.numbers.add(re.sub(r"\D", "", f"{change:f}"))
        return value

    def word(self) -> str:
        """A name that only drafts mention."""
        self.count += 1
        return f"{WORD}{self.count}"

    def found_in(self, text: str) -> set[str]:
        """What of it stands in a text: digits of any script, grouped in any way, in bare words, or a name."""
        text = text.translate(DIGITS)
        plain = re.sub(r"<[^>]*>|&[#\w]+;|%[0-9A-F]{2}", "", text)
        run = set(re.findall(r"\d{7,}", JOINERS.sub("", plain))) | set(
            re.findall(r"\d{7,}", JOINERS.sub("", text))
        )
        found = {number for number in self.numbers if any(number in digits for digits in run)}
        return found | set(re.findall(rf"{WORD}\d+", text))


DIGITS = {ord(digit): str(place) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for place, digit in enumerate(row)}
# What may stand between the digits of one number: separators of every notation and the words of thousands.
JOINERS = re.compile(
    r"(?<=\d)(?:[\s\u00a0\u202f\u2009.,٬٫'_\u200e\u200f\u2066-\u2069]"
    r"|\s*(?:مليونا?|ملايين|ألفا?|آلاف|millions?|mille|thousand)\s*و?\s*)+(?=\d)"
)


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "123.456.789",
        "123,456,789",
        "123 456\u202f789",
        "١٢٣٬٤٥٦٬٧٨٩",
        "۱۲۳۴۵۶۷۸۹",
        "<b>123</b><i>456</i>789",
        "123 مليون و456 ألف و789",
        '{"value": "123456789.000"}',
        '"etag-123456789"',
    ],
)
def test_a_number_is_found_however_it_is_written(text):
    secrets = Secrets()
    secrets.numbers = {"123456789"}
    assert secrets.found_in(text) == {"123456789"}


def test_a_name_is_found_and_other_numbers_are_not():
    secrets = Secrets()
    secrets.numbers = {"123456789"}
    assert secrets.found_in(f"12345678 · 23456789 · {WORD}7") == {f"{WORD}7"}
    assert secrets.found_in("987654321 and 2024") == set()


@pytest.fixture
def secrets(db):
    """Public years, and beside them every state of what is not public."""
    secrets, clerk = Secrets(), make.make_person("clerk")
    publisher, later = make.make_person("publisher"), database_now() + timedelta(hours=3)
    for year in (PUBLIC_YEAR, CORRECTED, CORRECTION_COMING):
        for code in INDICATORS:
            make.make_figure(make.make_report(year), indicator=code, value=PUBLIC_VALUE)
        make.make_release(Report.objects.get(year=year))
    for year in HIDDEN_YEARS:
        fill(secrets, year, clerk)
    for year in (APPROVED, SCHEDULED, CALLED_OFF):
        make.make_approved(Report.objects.get(year=year))
    publication.submit(Report.objects.get(year=IN_REVIEW), by=clerk)
    for year in (SCHEDULED, CALLED_OFF):
        publication.publish(Report.objects.get(year=year), by=publisher, at=later)
    publication.call_off(Report.objects.get(year=CALLED_OFF), by=publisher, reason=secrets.word())
    publication.discard(Report.objects.get(year=DISCARDED), by=publisher, reason=secrets.word())
    for year in (CORRECTED, CORRECTION_COMING):
        report = Report.objects.get(year=year)
        publication.correct(report, by=clerk, reason=secrets.word())
        figure = Figure.objects.filter(report=report).first()
        figure.value = secrets.number()
        figure.save()
        make.make_agreement(
            report, reference=secrets.word(), title_ar=secrets.word(), title_fr="t", title_en="t"
        )
    report = make.make_approved(Report.objects.get(year=CORRECTION_COMING))
    notes = {language: secrets.word() for language in LANGUAGES}
    publication.publish(report, by=publisher, at=later, notes=notes)
    freshness.forget()
    return secrets


def fill(secrets, year, clerk) -> None:
    """A year of secrets: values of known indicators, and an entry of every kind of its own."""
    titles = {f"title_{language}": secrets.word() for language in LANGUAGES}
    report = make.make_report(year, **titles)
    source = make.make_source(
        f"{WORD}-{year}", title=secrets.word(), text=f"{secrets.number()} {secrets.word()}"
    )
    with editing(clerk):
        for code in (*INDICATORS, f"{WORD}_{year}"):
            names = {f"name_{language}": secrets.word() for language in LANGUAGES}
            indicator = make.make_indicator(code, **(names if code not in INDICATORS else {}))
            make.make_figure(
                report, indicator=indicator, value=secrets.number(), source=source, note=secrets.word()
            )
        names = {f"name_{language}": secrets.word() for language in LANGUAGES}
        make.make_unit_event(report, unit=f"{WORD}-{year}", source=source, **names)
        make.make_agreement(report, reference=f"{WORD}-{year}", source=source, note=secrets.word())
        make.make_statement(report, code=f"{WORD}-{year}", source=source, text_ar=secrets.word())


def addresses() -> list[str]:
    """Public addresses of every kind for every year, known or hidden, and what somebody would guess."""
    found = []
    years = (*HIDDEN_YEARS, *UNKNOWN_YEARS, PUBLIC_YEAR, CORRECTED, CORRECTION_COMING)
    codes = (
        *INDICATORS,
        *(f"{WORD}_{year}" for year in HIDDEN_YEARS),
        *(f"{WORD}-{year}" for year in HIDDEN_YEARS),
    )
    for language in LANGUAGES:
        found += [f"/{language}/{page}" for page in PAGES]
        found += [f"/{language}/{year}/{rest}" for year in years for rest in OF_A_YEAR]
        for code in codes:
            found += [
                f"/{language}/{chapter}/{code}/"
                for chapter in ("indicators", "units", "partnerships", "commands")
            ]
            found += [f"/{language}/indicators/{code}/series.svg", f"/{language}/search/?q={code}"]
            found += [f"/{language}/search/suggest?q={code[:9]}", f"/{language}/compare/?indicators={code}"]
            found += [
                f"/{language}/compare/?indicators={code}&format=csv",
                f"/{language}/indicators/{code}/embed/",
            ]
        found += [f"/{language}/{rest}?{query}" for rest in ("", "indicators/", "2021/") for query in QUERIES]
    tables = ("figures", "units", "agreements", "statements", "labels", "SHA256SUMS", "report.ar", "reports")
    for year in years:
        for folder in ("", "releases/1/", "releases/2/", "releases/3/"):
            found += [f"/data/{year}/{folder}datapackage.json", f"/data/{year}/{folder}report.fr.pdf"]
            found += [
                f"/data/{year}/{folder}{table}.{kind}"
                for table in tables
                for kind in ("csv", "xlsx", "json", "txt")
            ]
        found += [f"/{guess.format(year=year)}" for guess in GUESSES]
    lists = (
        "reports",
        "releases",
        "figures",
        "indicators",
        "units",
        "agreements",
        "statements",
        "sources",
        "commands",
    )
    for name in lists:
        found.append(f"/api/v1/{name}")
        found += [f"/api/v1/{name}/{key}" for key in (*years, *codes)]
        found += [f"/api/v1/{name}?{query}" for query in (*QUERIES, *(f"year={year}" for year in years))]
        found += [f"/api/v1/{name}?report={year}&limit=1000" for year in years]
    return list(dict.fromkeys(found))


PAGES = (
    *("", "indicators/", "units/", "partnerships/", "corrections/", "methodology/", "about/", "feed.xml"),
    *("accessibility/", "compare/", "search/", f"search/?q={WORD}", "search/?q=12", "search/?q=بلاغ"),
)
OF_A_YEAR = (
    *("", "text/", "releases/", "releases/1/", "releases/2/", "releases/3/", "?release=2", "preview/"),
    *("indicators/", "figures/", "feed.xml", "text/?source=" + WORD, "index.html", "report.pdf"),
)
QUERIES = (
    *(
        "edition=2024",
        "release=2",
        "preview=1",
        "draft=1",
        "state=draft",
        "all=1",
        "year__gte=2000",
        "page=99",
    ),
    *("format=json", "ordering=-value", "include=drafts", "visible_from__gte=2000", "fields=all"),
)
GUESSES = (
    *(
        "{year}/",
        "{year}.csv",
        "{year}.json",
        "download/{year}.xlsx",
        "results-{year}.xlsx",
        "bilan-{year}.pdf",
    ),
    *("media/imports/{year}/figures.csv", "media/{year}.xlsx", "static/{year}.csv", "preview/ar/{year}/"),
    *("preview/en/{year}/text/", "admin/bilan/report/?year={year}", "ar/{year}", "AR/{year}/", "ar//{year}/"),
)
EVERYWHERE = (
    *(
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/.well-known/security.txt",
        "/healthz",
        "/livez",
        "/api/",
        "/api/v1/",
    ),
    *(
        "/api/v1/openapi.json",
        "/admin/",
        "/admin/login/",
        "/media/",
        "/static/",
        "/.git/HEAD",
        "/favicon.ico",
    ),
)


def texts_of(response) -> list[str]:
    """All that an answer says: its headers, its body, the members of a workbook."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    texts = [f"{name}: {value}" for name, value in response.headers.items()]
    texts.append(body.decode(errors="replace"))
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            texts += [book.read(name).decode(errors="replace") for name in book.namelist()]
    return texts


def test_no_address_tells_what_is_not_public(secrets):
    asked = [*EVERYWHERE, *addresses()]
    assert len(asked) > 3000
    if not LONG:
        asked = [*EVERYWHERE, *random.Random(7).sample(asked, 400)]
    client, codes = Client(raise_request_exception=False), {}
    for address in asked:
        response = client.get(address, REMOTE_ADDR="127.0.0.1")
        codes[response.status_code] = codes.get(response.status_code, 0) + 1
        asked_for = set(re.findall(rf"{WORD}\d+", address))
        for text in texts_of(response):
            assert secrets.found_in(text) <= asked_for, address
        assert response.status_code < 500, address
    # The crawl has seen pages and files, and not only errors.
    assert codes[200] > 50
    assert codes[404] > 100


def test_the_crawl_would_find_a_release_that_came_out(secrets):
    with thaw():
        Release.objects.filter(year=SCHEDULED).update(visible_from=database_now() - timedelta(hours=1))
    freshness.forget()
    client = Client()
    for address in (
        f"/ar/{SCHEDULED}/",
        "/en/",
        f"/data/{SCHEDULED}/figures.csv",
        f"/data/{SCHEDULED}/units.xlsx",
    ):
        assert any(secrets.found_in(text) for text in texts_of(client.get(address))), address


@pytest.mark.parametrize("rest", ["/{}/{}/", "/{}/{}/text/", "/{}/{}/releases/", "/{}/{}/releases/1/"])
def test_a_hidden_year_and_an_unknown_one_are_answered_byte_for_byte_alike(secrets, rest):
    client = Client()
    for language in LANGUAGES:
        answers = set()
        for year in (*HIDDEN_YEARS, *UNKNOWN_YEARS):
            response = client.get(rest.format(language, year))
            assert response.status_code == 404
            headers = tuple(sorted((name, value) for name, value in response.headers.items()))
            answers.add((headers, response.content))
        assert len(answers) == 1


def test_hidden_and_unknown_files_are_answered_alike(secrets):
    client = Client()
    for rest in ("figures.csv", "figures.xlsx", "figures.json", "datapackage.json", "releases/1/units.csv"):
        answers = set()
        for year in (*HIDDEN_YEARS, *UNKNOWN_YEARS):
            response = client.get(f"/data/{year}/{rest}")
            answers.add((response.status_code, tuple(sorted(response.headers.items())), response.content))
        assert len(answers) == 1
        assert answers.pop()[0] == 404
