"""Hits as the page shows them."""

import pytest

from bilan.search.marking import marked, show
from bilan.search.words import asked


@pytest.mark.parametrize(
    "text, question, shown",
    [
        ("مكافحة الجريمة", "جريمه", "مكافحة <mark>الجريمة</mark>"),
        ("Affaires élucidées", "elucid", "Affaires <mark>élucidées</mark>"),
        ("755.541 affaires", "755541", "<mark>755.541</mark> affaires"),
        ("a <b> & c", "b", "a &lt;<mark>b</mark>&gt; &amp; c"),
        ("القُضاة", "قضاة", "<mark>القُضاة</mark>"),
        ("nothing", "else", "nothing"),
        ("crime", "", "crime"),
    ],
)
def test_whole_words_are_marked_and_everything_is_escaped(text, question, shown):
    assert marked(text, asked(question)) == shown


def hit(**texts):
    empty = {f"{part}_{language}": "" for part in ("title", "body") for language in ("ar", "fr", "en")}
    return {**empty, "release__year": 2024, "code": "code", "place": "units/x/", **texts}


def test_a_hit_is_shown_in_the_pages_language_or_where_it_was_found():
    shown = show(hit(title_ar="فرقة", title_fr="Brigade", body_fr="Rabat", body_ar="الرباط"), ["رباط"], "fr")
    assert (shown.title, shown.title_language) == ("Brigade", "fr")
    assert (shown.excerpt, shown.excerpt_language) == ("<mark>الرباط</mark>", "ar")
    assert (shown.place, shown.year) == ("/fr/units/x/", 2024)


def test_a_hit_without_a_name_in_any_language_shows_its_code():
    assert show(hit(), ["code"], "en").title == "<mark>code</mark>"


def test_a_long_text_is_cut_around_what_was_found():
    text = "premier " * 60 + "cannabis " + "dernier " * 60
    excerpt = show(hit(body_fr=text), ["cannabis"], "fr").excerpt
    assert "<mark>cannabis</mark>" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 220
