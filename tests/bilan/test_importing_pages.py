"""The pages of imports in a real browser: the script that sends, right to left, axe."""

import pytest
from django.conf import settings as site_settings
from django.test import Client

from indicators.models import Figure
from tests.browser import violations
from tests.factories import make_country, make_figure, make_indicator, make_report, make_source, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(page, live_server, settings, tmp_path):
    """A clerk's browser, and a figure to change."""
    settings.MEDIA_ROOT = tmp_path / "media"
    make_country()
    make_indicator("cases_total")
    make_figure(make_report(2024), source=make_source("paper"), value=738_748)
    client = Client()
    client.force_login(make_user("clerk"))
    name = site_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_file_is_sent_looked_at_and_imported(signed_in, live_server, tmp_path, language):
    page = signed_in
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    path = tmp_path / "chiffres.csv"
    path.write_text(
        "report;indicator;year;value;source;note\n"
        "2024;cases_total;2024;755.541;paper;قضايا\n"
        "2024;cases_total;2023;738 748;paper;\n",
        encoding="utf-8",
    )
    page.goto(f"{live_server.url}/admin/import/")
    assert violations(page) == []
    page.select_option("#id_table", "figures")
    page.set_input_files("#id_file", path)
    page.click("#upload-form input[type=submit]")
    page.wait_for_selector("#differences")
    assert violations(page) == []
    assert "755541" in page.inner_text("ins >> nth=0") + page.inner_text("ins >> nth=1")
    page.click("form[action$='/confirm/'] input[type=submit]")
    page.wait_for_selector(".messagelist .success")
    assert Figure.objects.count() == 2
    page.goto(f"{live_server.url}/admin/import/")
    assert page.locator("tbody tr").count() == 1


def test_while_rows_are_written_the_page_says_so_and_no_button_can_be_pressed_twice(
    signed_in, live_server, tmp_path
):
    page = signed_in
    path = tmp_path / "chiffres.csv"
    path.write_text("report,indicator,year,value,source\n2024,cases_total,2023,5,paper\n")
    page.goto(f"{live_server.url}/admin/import/")
    page.select_option("#id_table", "figures")
    page.set_input_files("#id_file", path)
    page.click("#upload-form input[type=submit]")
    page.wait_for_selector("#differences")
    assert page.locator("#confirm-wait").is_hidden()
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # the answer does not come
    page.click("form[action$='/confirm/'] input[type=submit]")
    assert page.locator("#confirm-wait").is_visible()
    assert page.locator("input[type=submit]:enabled").count() == 0


def test_who_was_signed_out_meanwhile_is_told_that_nothing_was_sent(signed_in, live_server, tmp_path):
    page = signed_in
    path = tmp_path / "chiffres.csv"
    path.write_text("report,indicator,year,value,source\n2024,cases_total,2023,5,paper\n")
    page.goto(f"{live_server.url}/admin/import/")
    page.select_option("#id_table", "figures")
    page.set_input_files("#id_file", path)
    page.context.clear_cookies()
    page.click("#upload-form input[type=submit]")
    failed = page.get_attribute("#upload-wait", "data-failed")
    page.wait_for_function(
        "words => document.querySelector('#upload-wait span').textContent === words", arg=failed
    )
    assert page.locator("#upload-form input[type=submit]").is_enabled()


def test_problems_are_readable_on_the_page(signed_in, live_server, tmp_path):
    page = signed_in
    path = tmp_path / "chiffres.csv"
    path.write_text("report,indicator,year,value,source\n2024,cases_total,2024,1e3,paper\n2019,x,1024,-,\n")
    page.goto(f"{live_server.url}/admin/import/")
    page.select_option("#id_table", "figures")
    page.set_input_files("#id_file", path)
    page.click("#upload-form input[type=submit]")
    page.wait_for_selector("#problems")
    assert violations(page) == []
    assert page.locator("form[action$='/confirm/']").count() == 0
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
