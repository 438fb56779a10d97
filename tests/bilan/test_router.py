"""Public requests read release tables; the roles that PostgreSQL holds them to."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from bilan import freshness, frozen, publication
from bilan.announcements import announcements
from bilan.importing.process import import_file
from bilan.models import Edit, Release, Report, SearchDocument, Statement, editing
from bilan.router import DraftOnPublicSide, PublicHalfMiddleware, TwoHalves, is_released
from indicators.models import Figure, ReleasedFigure
from tests import factories as make
from tests.elsewhere import database_url, environment_of_another_process

SQL = Path(settings.BASE_DIR, "bilan", "sql")
ROLES, RIGHTS = SQL / "roles.sql", SQL / "rights.sql"
OPEN = {model._meta.db_table for model in apps.get_models() if is_released(model)}


def ask_while_serving(path: str, question):
    """The answer to a question that is asked while an address is being served."""
    return PublicHalfMiddleware(lambda request: question())(RequestFactory().get(path))


@pytest.mark.parametrize("path", ["/ar/2024/", "/data/2024/figures.csv", "/api/v1/figures", "/sitemap.xml"])
@pytest.mark.parametrize("model", [Figure, Report, Statement, Edit])
def test_a_public_request_that_asks_for_a_draft_fails_before_a_row_is_read(path, model):
    with pytest.raises(DraftOnPublicSide, match=model._meta.label):
        ask_while_serving(path, lambda: list(model.objects.all()))


@pytest.mark.django_db
def test_a_public_request_reads_releases_and_writes_nothing():
    release = make.make_release()
    assert ask_while_serving("/ar/", lambda: list(Release.objects.visible())) == [release]
    assert ask_while_serving("/ar/", ReleasedFigure.objects.count) == 1
    with pytest.raises(DraftOnPublicSide):
        ask_while_serving("/ar/", lambda: Edit(kind="form", at=timezone.now(), changes_count=0).save())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/preview/ar/2024/", "/healthz"])
def test_the_staff_side_reads_drafts(path):
    make.make_figure()
    assert ask_while_serving(path, Figure.objects.count) == 1


def test_the_mark_ends_with_the_request_even_when_it_fails():
    def fail():
        raise KeyError

    with pytest.raises(KeyError):
        ask_while_serving("/ar/", fail)
    assert TwoHalves().db_for_read(Figure) is None


def test_public_reads_go_to_the_public_database_when_there_is_one(monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "public", {})
    router = TwoHalves()
    assert ask_while_serving("/ar/", lambda: router.db_for_read(ReleasedFigure)) == "public"
    assert router.db_for_read(ReleasedFigure) is None
    assert router.allow_migrate("public", "bilan") is False
    assert router.allow_migrate("default", "bilan") is None


def test_the_rights_name_every_release_table_and_every_log():
    sql = RIGHTS.read_text()
    for table in OPEN:
        # The index of search may be made anew: it is granted and held to what is visible, not frozen.
        least = 2 if table == SearchDocument._meta.db_table else 3
        assert sql.count(table) >= least, table
    for model in frozen.frozen_models():
        assert model._meta.db_table in sql


@pytest.fixture
def roles(db):
    """The shipped roles, for this test's transaction; returns a way to act as one of them."""
    with connection.cursor() as cursor:
        cursor.execute(ROLES.read_text())
        cursor.execute(RIGHTS.read_text())

    class Acting:
        def __init__(self, role):
            self.role = role

        def __enter__(self):
            self.run(f"SET LOCAL ROLE {self.role}")
            return self

        def __exit__(self, *error):
            self.run("RESET ROLE")

        def run(self, sql):
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else None

        def may(self, sql) -> bool:
            try:
                with transaction.atomic():
                    self.run(sql)
            except DatabaseError as error:
                assert "permission denied" in str(error) or "frozen" in str(error), error
                return False
            return True

    return Acting


@pytest.fixture
def releases(db):
    """A visible release, a scheduled one, one that was called off, and a draft."""
    source = make.make_source(text="755 ألف و541 قضية زجرية")
    figure = make.make_figure(source=source, quote="755 ألف و541")
    visible = make.make_release(figure.report)
    publisher = make.make_person("publisher")
    for year in (2023, 2022):
        report = make.make_approved(make.make_figure(make.make_report(year)).report)
        publication.publish(report, by=publisher, at=timezone.now() + timedelta(hours=1))
    publication.call_off(report, by=publisher, reason="why")
    make.make_figure(make.make_report(2025))
    return visible


@pytest.mark.only_postgresql
def test_the_public_role_reads_what_is_visible_and_no_other_table(roles, releases):
    tables = connection.introspection.table_names()
    with roles("bilan_public") as public:
        readable = {table for table in tables if public.may(f'SELECT 1 FROM "{table}" LIMIT 1')}
        assert readable == OPEN
        assert public.run("SELECT year FROM bilan_release") == [(2024,)]
        assert public.run("SELECT release_id FROM indicators_releasedfigure") == [(releases.pk,)]
        assert public.run("SELECT count(*) FROM bilan_releasecalloff") == [(0,)]
        for table in OPEN:
            assert not public.may(f'DELETE FROM "{table}"')
            assert not public.may(f'UPDATE "{table}" SET id = id')
            assert not public.may(f'INSERT INTO "{table}" SELECT * FROM "{table}"')


@pytest.mark.only_postgresql
def test_public_pages_are_served_with_the_public_role(client, roles, releases):
    addresses = (
        *(
            "/{lang}/",
            "/{lang}/2024/",
            "/{lang}/2024/text/",
            "/{lang}/2024/releases/",
            "/{lang}/2024/releases/1/",
        ),
        *(
            "/{lang}/indicators/",
            "/{lang}/indicators/cases_total/",
            "/{lang}/units/",
            "/{lang}/partnerships/",
        ),
        *(
            "/{lang}/methodology/",
            "/data/2024/figures.csv",
            "/data/2024/units.xlsx",
            "/data/2024/agreements.json",
        ),
    )
    with roles("bilan_public"):
        for address in addresses:
            for language in ("ar", "en"):
                assert client.get(address.format(lang=language)).status_code == 200, address
        for address in ("/ar/2023/", "/ar/2025/", "/data/2022/figures.csv"):
            assert client.get(address).status_code == 404, address


@pytest.mark.only_postgresql
def test_the_public_role_knows_of_a_release_to_come_only_what_was_announced(roles):
    at = timezone.now() + timedelta(days=1)
    for year, announced in ((2024, True), (2025, False)):
        make.make_figure(make.make_report(year))
        make.make_release(make.make_report(year), at=at, announced=announced)
    with roles("bilan_public"):
        assert [(one.year, one.visible_from) for one in announcements()] == [(2024, at)]
        told = freshness.ask().epoch
    assert told == freshness.ask().epoch, "whoever asks"


@pytest.mark.only_postgresql
@pytest.mark.parametrize(
    ("wait", "called_off", "told"),
    [(90, False, (88, 90)), (150, False, None), (90, True, None), (-10, False, None)],
)
def test_the_public_role_learns_of_the_next_release_two_minutes_before_it(roles, wait, called_off, told):
    """Announced or not; sooner it would be told early, later a copy would outlive the release."""
    publisher = make.make_person("publisher")
    report = make.make_approved(make.make_figure(make.make_report(2023)).report)
    at = timezone.now() + timedelta(seconds=max(wait, 1))
    release = publication.publish(report, by=publisher, at=at)
    if called_off:
        publication.call_off(report, by=publisher, reason="why")
    with roles("bilan_public") as public:
        if wait < 0:
            public.run("SELECT pg_sleep(1.5)")
        seen = public.run(f"SELECT 1 FROM bilan_release WHERE id = {release.pk}")
        assert bool(seen) == (wait < 0)
        [(seconds,)] = public.run("SELECT bilan_seconds_to_next()")
        freshness.forget()
        asked = freshness.ask().seconds_to_next
    if told is None:
        assert seconds is None
        assert asked is None
    else:
        assert told[0] <= seconds <= told[1]
        assert told[0] - 2 <= asked < told[1], "the answer itself is used for a second"


@pytest.mark.only_postgresql
def test_the_staff_role_imports_publishes_and_corrects_but_changes_no_release(roles, tmp_path):
    people = {role: make.make_person(role) for role in ("clerk", "reviewer", "publisher")}
    report = make.make_report()
    file = tmp_path / "figures.csv"
    file.write_text("report,indicator,year,value,source\n2024,cases_total,2024,755542,dgsn-2024-ar\n")
    with roles("bilan_staff") as staff:
        with editing(people["clerk"]):
            make.make_figure(report)
        assert import_file("figures", file, write=True, by=people["clerk"]).changed == 1
        release = make.make_release(report)
        publication.correct(report, by=people["clerk"])
        Figure.objects.get().delete()
        make.make_agreement(report)
        assert make.make_release(report).number == 2
        assert Release.objects.current().get().number == 2
        for model in frozen.frozen_models():
            table = model._meta.db_table
            assert not staff.may(f'DELETE FROM "{table}"')
            assert not staff.may(f'UPDATE "{table}" SET id = id')
            assert not staff.may(f'TRUNCATE "{table}" CASCADE')
        with pytest.raises(DatabaseError, match="must be owner"), transaction.atomic():
            staff.run("ALTER TABLE bilan_release DISABLE TRIGGER ALL")
    release.refresh_from_db()
    assert release.number == 1


ASK = """
import json, sys
import django
from django.conf import settings
# Plain names of static files: nobody has collected them here.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.test import Client
answers = {}
for address in sys.argv[1:]:
    response = Client(SERVER_NAME="localhost").get(address)
    answers[address] = [response.status_code, len(response.cookies)]
databases, middleware = sorted(settings.DATABASES), settings.MIDDLEWARE
print(json.dumps({"answers": answers, "databases": databases, "middleware": middleware}))
"""


def ask_another_process(environment, *addresses) -> dict:
    """What a process of its own answers: `{"answers": {address: [status, cookies]}, …}`."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *addresses], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
def test_a_process_of_the_public_half_has_pages_and_no_admin_session_or_second_connection():
    make.make_release()
    environment = environment_of_another_process(SIDE="public", PUBLIC_DATABASE_URL=database_url())
    del environment["DATABASE_URL"]
    pages = ["/ar/", "/fr/2024/", "/data/2024/figures.csv", "/healthz"]
    hidden = ["/admin/", "/admin/login/", "/preview/ar/2024/"]
    told = ask_another_process(environment, *pages, *hidden)
    assert {address: told["answers"][address] for address in pages} == dict.fromkeys(pages, [200, 0])
    assert {address: told["answers"][address] for address in hidden} == dict.fromkeys(hidden, [404, 0])
    assert told["databases"] == ["default"]
    assert not [name for name in told["middleware"] if re.search("Session|Csrf|Message|Auth", name)]


@pytest.mark.django_db(transaction=True)
def test_a_process_of_the_staff_half_serves_no_public_page():
    make.make_release()
    environment = environment_of_another_process(SIDE="staff")
    told = ask_another_process(environment, "/ar/", "/data/2024/figures.csv", "/admin/login/")
    assert [status for status, _cookies in told["answers"].values()] == [404, 404, 200]
