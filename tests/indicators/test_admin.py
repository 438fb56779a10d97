"""Staff pages of figures: the number grammar, and what a figure must state."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Figure, Measure
from tests.factories import make_figure, make_indicator, make_report, make_source
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db


def add(client, **values):
    """Sends the form that adds a figure; the page or the redirect that answers."""
    address = reverse("admin:indicators_figure_add")
    sent = fields_of(client.get(address), "figure_form")
    return client.post(address, sent | values)


@pytest.fixture
def ground():
    """A report, a source, a count and a quantity of three decimals, by their keys."""
    make_figure(make_report(2023), indicator="other")
    kilograms = Measure(code="kg", name_ar="كيلوغرام")
    kilograms.save()
    quantity = make_indicator("cannabis", kind="quantity", measure=kilograms, decimals=3)
    report = make_report()
    return {
        "base": {"report": report.pk, "source": make_source().pk, "year": "2024"},
        "count": make_indicator("theft").pk,
        "quantity": quantity.pk,
    }


COUNTS = [
    ("755541", "755541"),
    ("755.541", "755541"),
    ("755,541", "755541"),
    ("755 541", "755541"),
    ("755\u202f541", "755541"),
    ("٧٥٥٬٥٤١", "755541"),
    ("755 ألف و541", "755541"),
    ("0", "0"),
]
REFUSED_COUNTS = [
    ("75 5541", "bad_grouping"),
    ("12.5", "not_integer"),
    ("-3", "negative"),
    ("1e5", "bad_number"),
    ("1234567890123", "out_of_range"),
    ("12 %", "unit_mismatch"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "kept"), COUNTS)
def test_a_count_is_read_alike_on_every_screen(ground, language, typed, kept):
    client = client_of("clerk", language=language)
    assert add(client, **ground["base"], indicator=ground["count"], value=typed).status_code == 302
    assert Figure.objects.latest("pk").value == Decimal(kept)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "code"), REFUSED_COUNTS)
def test_a_count_is_refused_alike_on_every_screen(ground, language, typed, code):
    client = client_of("clerk", language=language)
    page = add(client, **ground["base"], indicator=ground["count"], value=typed)
    form = page.context["adminform"].form
    assert [error.code for error in form.errors.as_data()["value"]] == [code]
    assert not Figure.objects.filter(report__year=2024).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quantity_that_reads_two_ways_is_refused_with_both(ground, language):
    client = client_of("clerk", language=language)
    page = add(client, **ground["base"], indicator=ground["quantity"], value="1.948")
    (error,) = page.context["adminform"].form.errors.as_data()["value"]
    assert error.code == "ambiguous_number"
    assert "1948" in error.messages[0]
    assert ("1.9480" if language == "en" else "1,9480") in error.messages[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_back_unchanged_changes_no_value(ground, language):
    """What the form shows is read back as the same number: 1.948 kg stands there as 1.9480."""
    figure = make_figure(indicator="cannabis", value=Decimal("1.948"), change=Decimal("-2.50"))
    client = client_of("clerk", language=language)
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    sent = fields_of(client.get(address), "figure_form")
    assert (sent["value"], sent["change"]) == ("1.9480", "-2.5")
    assert client.post(address, sent).status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.change) == (Decimal("1.948"), Decimal("-2.50"))


def test_a_figure_known_only_as_a_percentage_is_taken(ground):
    answer = add(client_of("clerk"), **ground["base"], indicator=ground["count"], change="ناقص 24 بالمائة")
    assert answer.status_code == 302
    figure = Figure.objects.latest("pk")
    assert (figure.value, figure.change) == (None, Decimal("-24"))


def test_a_figure_states_something(ground):
    page = add(client_of("clerk"), **ground["base"], indicator=ground["count"])
    assert page.context["adminform"].form.has_error("__all__", "nothing_stated")


def test_a_figure_describes_no_later_year_than_its_report(ground):
    page = add(client_of("clerk"), **ground["base"] | {"year": "2025"}, indicator=ground["count"], value="1")
    assert "year" in page.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("language", "value", "change"), [("ar", "738.748", "−10\u00a0%"), ("en", "738,748", "−10%")]
)
def test_a_list_writes_numbers_for_its_reader(language, value, change):
    make_figure(value=738748, change=-10)
    page = client_of("clerk", language=language).get(reverse("admin:indicators_figure_changelist"))
    assert f'<bdi dir="ltr" class="num">{value}</bdi>' in page.content.decode()
    assert f'<bdi dir="ltr" class="num">{change}</bdi>' in page.content.decode()


def test_a_figure_is_found_by_the_folded_name_of_its_indicator():
    make_figure(indicator=make_indicator("theft", name_ar="السرقة المشدّدة"))
    make_figure(indicator="other")
    page = client_of("clerk").get(reverse("admin:indicators_figure_changelist"), {"q": "السرقه 2024"})
    assert [figure.indicator.code for figure in page.context["cl"].result_list] == ["theft"]


def test_a_long_list_asks_few_questions(django_assert_max_num_queries):
    """As many for a hundred figures as for one."""
    for number in range(30):
        make_figure(indicator=f"indicator-{number}")
    client = client_of("clerk")
    client.get(reverse("admin:indicators_figure_changelist"))
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:indicators_figure_changelist"))
