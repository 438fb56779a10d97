"""What is kept of a page is kept by language, by type and by exact words."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from bilan.templatetags.keeping import kept_by_language
from bilan.templatetags.rows import address, source_brief

SOURCE = {"rank": "official", "address": "", "publisher": "", "title": "Communiqué <1>"}


def test_what_was_written_once_is_not_written_again_in_the_same_language():
    asked = []

    @kept_by_language
    def written(value):
        asked.append(value)
        return f"{get_language()} {value}"

    with override("fr"):
        assert [written(1), written(1)] == ["fr 1", "fr 1"]
    with override("en"):
        assert written(1) == "en 1"
    assert asked == [1, 1]


def test_safe_markup_is_not_taken_for_the_text_that_looks_alike():
    @kept_by_language
    def written(value):
        return format_html("<b>{}</b>", value)

    assert written(mark_safe("<i>")) == "<b><i></b>"
    assert written("<i>") == "<b>&lt;i&gt;</b>"


def test_a_source_is_named_by_its_title_where_it_has_no_publisher_and_is_led_to_where_it_has_an_address():
    with override("en"):
        assert "<a" not in source_brief(SOURCE)
        led = source_brief(SOURCE | {"address": "https://example.org/?a=1&b=2"})
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="external">' in led
    assert "<bdi>Communiqué &lt;1&gt;</bdi>" in led


def test_an_address_is_that_of_the_page_s_language():
    with override("fr"):
        assert address("report", 2024) == "/fr/2024/"
    with override("ar"):
        assert address("report", 2024) == "/ar/2024/"
