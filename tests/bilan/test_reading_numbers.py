"""Numbers in running text: every form that bilans use, what is no figure, and properties of the whole."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.numerals import write
from bilan.reading import read
from bilan.reading.numbers import Scanner
from bilan.reading.tokens import tokenise
from bilan.reading.words import Words

from .paragraphs import paragraphs
from .texts import make_catalogue

CATALOGUE = make_catalogue()
PIECES = [
    clause
    for name in ("first", "second", "third")
    for paragraph in paragraphs(name)
    for clause in re.findall(r"[^.,،;؛()\n]+[.,،;؛()\n]*", paragraph.text)
]

FORMS = {
    "170 ألفا 919 قضية": ("170919", "count", 0),
    "ومليون 285 ألف 194 قرصا": ("1285194", "count", 0),
    "نصف مليون شخص": ("500000", "count", 0),
    "106 أطنان و870 كجم": ("106870", "weight", 0),
    "755 ألف و541 قضية": ("755541", "count", 0),
    "130 ألف و242 مستفيدة": ("130242", "count", 0),
    "779 ألفا و08 قضايا": ("779008", "count", 0),
    "أربعة ملايين و696 ألف و69 بطاقة": ("4696069", "count", 0),
    "مليونين و668 ألفا و473 قرصا": ("2668473", "count", 0),
    "مليون و429 ألف و052 قرصا": ("1429052", "count", 0),
    "9 آلاف و 250 مواطنا": ("9250", "count", 0),
    "اثني عشر ألفا و614 إشعارا": ("12614", "count", 0),
    "خمسة وعشرون شخصا": ("25", "count", 0),
    "ثلاث فرق": ("3", "count", 0),
    "فرقتين للشرطة": ("2", "count", 0),
    "755.541 affaires": ("755541", "count", 0),
    "755,541 قضية": ("755541", "count", 0),
    "1 429 052 comprimés": ("1429052", "count", 0),
    "1\u202f429\u202f052 comprimés": ("1429052", "count", 0),
    "٧٥٥٥٤١ قضية": ("755541", "count", 0),
    "vingt-quatre structures": ("24", "count", 0),
    "quatre-vingt-dix-huit dossiers": ("98", "count", 0),
    "1,4 million de comprimés": ("1400000", "count", 0),
    "بتسعة في المائة": ("9", "percent", 0),
    "ناقص 24 بالمائة": ("24", "percent", -1),
    "بناقص 4 بالمئة": ("4", "percent", -1),
    "زائد 6 في المائة": ("6", "percent", 1),
    "%94,34": ("94.34", "percent", 0),
    "30،22 بالمائة": ("30.22", "percent", 0),
    "recul de -18%": ("18", "percent", -1),
    "+4,54 pc": ("4.54", "percent", 1),
    "12 pour cent": ("12", "percent", 0),
    "بنقطتين": ("2", "points", 0),
    "2 points": ("2", "points", 0),
    "123 tonnes et 971 kg": ("123971", "weight", 0),
    "123 tonnes 971 kg": ("123971", "weight", 0),
    "طنا و433 كيلوغراما": ("1433", "weight", 0),
    "طنين و844 كيلوغراما": ("2844", "weight", 0),
    "كيلوغرامين و821 غراما": ("2.821", "weight", 0),
    "كيلوغرام واحد و990 غراما": ("1.990", "weight", 0),
    "خمسة أطنان و741 كيلوغراما و903 غرامات": ("5741.903", "weight", 0),
    "98.543 tonnes": ("98543", "weight", 0),
    "331 مليون و907 ألف و537 درهما": ("331907537", "money", 0),
    "331,9 millions de dirhams": ("331900000", "money", 0),
    "1 711 208 غرامات": ("1711208", "count", 0),
}

NO_FIGURES = {
    "خلال سنة 2023": ["year"],
    "la stratégie 2022-2026": ["range", "range"],
    "ما بين 2022 و 2026": ["range", "range"],
    "le 24 décembre": ["date"],
    "les 12 et 13 novembre": ["date", "date"],
    "le 24/12/2024": ["date", "date", "date"],
    "يوم 16 ماي": ["date"],
    "المجموعة المتنقلة GMS 99": ["name"],
    "البطاقة CNIE 2.0": ["name"],
    "norme ISO 17025": ["reference"],
    "la loi n° 43-20": ["law", "law"],
    "القانون رقم 43.20": ["law"],
    "le 24ème arrondissement": ["ordinal"],
    "للسنة السادسة": ["ordinal"],
    "pendant 10 ans": ["duration"],
    "نحو 150 يوما": ["duration"],
    "إحدى عشرة سنة": ["duration"],
    "20 hectares": ["unit_of_measure"],
    "10 euros": ["other_money"],
    "En 2025, la DGSN prévoit 15 brigades anti-gangs": ["year", "plan"],
    "une hausse de 127 tonnes de cannabis": ["difference"],
}


def scan(text):
    return Scanner(text, Words(tokenise(text))).scan()


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_a_number_is_read_in_each_form_that_texts_use(text, expected):
    [number] = scan(text)
    assert (number.value, number.kind, number.sign) == (Decimal(expected[0]), *expected[1:])


@pytest.mark.parametrize(("text", "reasons"), NO_FIGURES.items())
def test_what_is_no_figure_is_dismissed_with_its_reason(text, reasons):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert [account.reason for account in reading.numbers] == reasons
    assert reading.figures == []
    assert reading.unmatched == []


def test_a_lone_separator_in_kilograms_is_left_to_a_person():
    reading = read("Saisie de 1.948 kg de cocaïne.", year=2024, catalogue=CATALOGUE)
    assert reading.figures == []
    assert [(left.reason, left.value) for left in reading.unmatched] == [("ambiguous_number", None)]


def test_a_text_that_groups_by_points_has_its_decimals_after_commas():
    text = "Saisie de 190,178 kg de cocaïne et de 2.668.473 comprimés psychotropes."
    reading = read(text, year=2022, catalogue=CATALOGUE)
    assert {f.indicator: f.value for f in reading.figures} == {
        "cocaine": Decimal("190.178"),
        "pills": Decimal(2668473),
    }


QUALIFIED = {
    "حوالي 755 ألف و541": "about",
    "ما يناهز 755 ألف و541": "about",
    "أزيد من 755 ألف و541": "more_than",
    "أقل من 755 ألف و541": "less_than",
    "ما لا يقل عن 755 ألف و541": "at_least",
}


@pytest.mark.parametrize(("words", "qualifier"), QUALIFIED.items())
def test_the_words_before_a_number_qualify_it(words, qualifier):
    text = f"بلغ عدد القضايا الزجرية المسجلة {words} قضية."
    [figure] = read(text, year=2024, catalogue=CATALOGUE).figures
    assert (figure.value, figure.qualifier) == (755541, qualifier)


VERBS = {
    "لم تتجاوز القضايا الزجرية 755.541 قضية.": "at_most",
    "ناهز عدد القضايا الزجرية 755.541 قضية.": "about",
    "تجاوزت القضايا الزجرية المسجلة 755.541 قضية.": "more_than",
    "Les affaires pénales enregistrées n'ont pas dépassé 755.541 affaires.": "at_most",
    "Les affaires pénales enregistrées ont dépassé 755.541 affaires.": "more_than",
}


@pytest.mark.parametrize(("text", "qualifier"), VERBS.items())
def test_a_verb_qualifies_the_number_of_its_clause(text, qualifier):
    [figure] = read(text, year=2024, catalogue=CATALOGUE).figures
    assert (figure.value, figure.qualifier) == (755541, qualifier)


COMPARED = {
    "45 réseaux d'immigration clandestine ont été démantelés, contre 38 l'année précédente.": 2017,
    "45 réseaux d'immigration clandestine ont été démantelés, contre 38 en 2016.": 2016,
    "تم تفكيك 45 شبكة لتنظيم الهجرة غير المشروعة، مقابل 38 شبكة سنة 2016.": 2016,
    "تم تفكيك 45 شبكة لتنظيم الهجرة غير المشروعة، مقارنة مع 38 شبكة خلال السنة الماضية.": 2017,
}


@pytest.mark.parametrize(("text", "year"), COMPARED.items())
def test_what_is_compared_with_is_a_figure_of_another_year(text, year):
    reading = read(text, year=2018, catalogue=CATALOGUE)
    assert {(f.indicator, f.year, f.value) for f in reading.figures} == {
        ("migration_networks", 2018, Decimal(45)),
        ("migration_networks", year, Decimal(38)),
    }


def test_a_double_negative_is_one_fall():
    text = "تراجعت قضايا المخدرات بنسبة ناقص 7 بالمائة."
    [figure] = read(text, year=2024, catalogue=CATALOGUE).figures
    assert (figure.change, figure.wording) == (-7, "fall")


def test_a_thing_that_no_indicator_counts_is_offered_as_new():
    [left] = read("La police a saisi 193 embarcations.", year=2022, catalogue=CATALOGUE).unmatched
    assert (left.value, left.phrase) == (193, "embarcations")


@pytest.mark.parametrize(
    "text",
    [
        "Les crimes violents ont reculé de 40,3.62 %.",
        "Les crimes violents et les vols ont reculé de 7 % et de 40,3.62 % respectivement.",
    ],
)
def test_a_percentage_that_can_be_read_in_two_ways_is_left_to_a_person(text):
    [left] = read(text, year=2024, catalogue=CATALOGUE).unmatched
    assert (left.value, left.reason) == (None, "ambiguous_number")


def test_a_relative_clause_takes_up_a_quality_that_stands_without_its_subject():
    text = "Les services ont traité des affaires avec violence, qui représentent 12 affaires."
    [figure] = read(text, year=2024, catalogue=CATALOGUE).figures
    assert (figure.indicator, figure.value) == ("violent_cases", 12)


@given(st.integers(min_value=1, max_value=999_999_999_999))
def test_a_number_written_for_any_page_reads_back(whole):
    for language in ("ar", "fr", "en"):
        [number] = scan(f"{write(Decimal(whole), language)} affaires")
        assert number.value == whole


@given(st.integers(min_value=1_000, max_value=999_999))
def test_a_number_in_thousands_of_words_reads_back(whole):
    thousands, rest = divmod(whole, 1000)
    text = f"{thousands} ألف و{rest:02d} قضية" if rest else f"{thousands} ألف قضية"
    [number] = scan(text)
    assert number.value == whole


@given(st.text(alphabet=st.characters(exclude_categories=("N", "Cs")), max_size=200))
@settings(max_examples=60)
def test_a_text_without_numbers_states_no_value(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert [f for f in reading.figures if f.change is None and f.value is None] == []
    assert all(text[f.start : f.end] == f.quote for f in reading.figures)


@given(st.text(alphabet="0123456789 .,-%()قضيةوناقصafires\n", max_size=120))
@settings(max_examples=150)
def test_any_text_is_read_without_failing_and_every_number_is_told_once(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    places = [(account.start, account.end) for account in reading.numbers]
    assert len(places) == len(set(places))
    assert 0 <= reading.coverage <= 1


@given(st.lists(st.sampled_from(PIECES), min_size=20, max_size=60))
@settings(max_examples=60)
def test_the_clauses_of_texts_in_any_order_are_read_without_failing(pieces):
    reading = read("".join(pieces), year=2024, catalogue=CATALOGUE)
    assert all(f.value is not None or f.change is not None for f in reading.figures)


def test_prose_without_figures_proposes_none():
    text = "تواصل مصالح الأمن الوطني تعزيز الشعور بالأمن ومكافحة الجريمة وتقريب الخدمات من المواطنين. " * 20
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert reading.figures == [] and reading.numbers == [] and reading.coverage == 1
