"""Nobody meets an English word on an Arabic or French screen: the catalogues are whole, and compiled."""

import re

import polib
import pytest
from django.utils.translation import ngettext, override

from .catalogues import LANGUAGES, catalogue, texts_of_python, texts_of_source, texts_of_template


def entries(language):
    return {
        (entry.msgctxt, entry.msgid): entry
        for entry in polib.pofile(str(catalogue(language)))
        if not entry.obsolete
    }


def forms(entry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_is_in_the_catalogue_and_no_other(language):
    source, known = texts_of_source(), entries(language)
    missing = [f"{text.msgid!r} in {min(text.places)}" for key, text in source.items() if key not in known]
    assert missing == [], "make messages, then translate"
    assert [msgid for _context, msgid in known.keys() - source.keys()] == [], "make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_all_its_forms_and_nothing_is_guessed(language):
    waiting = [
        msgid
        for (_context, msgid), entry in entries(language).items()
        if entry.fuzzy or not all(forms(entry))
    ]
    assert waiting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_in_the_source_is_a_plural_in_the_catalogue(language):
    known = entries(language)
    expected = {"ar": 6, "fr": 2}[language]
    for key, text in texts_of_source().items():
        if text.plural:
            assert known[key].msgid_plural == text.plural
            assert len(known[key].msgstr_plural) == expected, text.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_values_of_its_text_and_no_others(language):
    """A value may be left out of the forms that say the number in words (zero, one, two)."""
    value = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in entries(language).values():
        given = set(value.findall(entry.msgid)) | set(value.findall(entry.msgid_plural or ""))
        for form in forms(entry):
            assert set(value.findall(form)) <= given, entry.msgid
        assert set(value.findall(forms(entry)[-1])) == given, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_source(language):
    source = polib.pofile(str(catalogue(language)))
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))

    def content(entries):
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural): forms(entry) for entry in entries}

    assert content(compiled) == content(source.translated_entries()), "make messages"
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]


@pytest.mark.parametrize(
    "number, form", [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (103, 3)]
)
def test_arabic_counts_in_six_forms(number, form):
    plurals = [entry for entry in entries("ar").values() if entry.msgid_plural and not entry.msgctxt]
    for entry in plurals:
        with override("ar"):
            assert ngettext(entry.msgid, entry.msgid_plural, number) == entry.msgstr_plural[form]


def test_texts_are_found_however_python_writes_them():
    source = """
title = _("a " "b")
count = ngettext("%(n)s row", "%(n)s rows", n)
month = translation.pgettext_lazy("month", "May")
other = compute("not a text")
"""
    found = [(text.context, text.msgid, text.plural) for text in texts_of_python(source)]
    assert found == [(None, "a b", None), (None, "%(n)s row", "%(n)s rows"), ("month", "May", None)]


def test_a_text_that_is_put_together_at_run_time_is_refused():
    with pytest.raises(ValueError, match="line 1"):
        texts_of_python('_("Figure " + code)')


def test_texts_are_found_however_a_template_writes_them():
    source = """{% load i18n %}{# _("no") #}
{% translate "It's here" %} {% translate "May" context "month" as month %} {{ value|default:_("none") }}
{% blocktranslate with a=b %}Year {{ a }}{% endblocktranslate %}
{% blocktranslate trimmed count n=rows %}
  {{ n }} row
{% plural %}
  {{ n }} rows
{% endblocktranslate %}"""
    found = [(text.context, text.msgid, text.plural) for text in texts_of_template(source)]
    assert sorted(found, key=str) == sorted(
        [
            (None, "It's here", None),
            ("month", "May", None),
            (None, "none", None),
            (None, "Year %(a)s", None),
            (None, "%(n)s row", "%(n)s rows"),
        ],
        key=str,
    )
