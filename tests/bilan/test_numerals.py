"""The grammar of numbers, notation by notation, and the rule code of every refusal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.numerals import (
    NumberError,
    computed_change,
    parse_change,
    parse_number,
    parse_year,
    words_to_number,
    write,
    write_percent,
    write_plain,
)

COUNTS = {
    "755541": 755541,
    "0": 0,
    "007": 7,
    "-0": 0,
    "755 541": 755541,
    "755\u00a0541": 755541,
    "755\u202f541": 755541,
    "755\u2009541": 755541,
    "755.541": 755541,
    "755,541": 755541,
    "755٬541": 755541,
    "755'541": 755541,
    "1 755 541": 1755541,
    "1.755.541": 1755541,
    "+17": 17,
    "755541.00": 755541,
    "1,755.000": 1755,
    "٧٥٥٥٤١": 755541,
    "٧٥٥٬٥٤١": 755541,
    "۷۵۵۵۴۱": 755541,
    "\u200f755541\u200f": 755541,
    " 755541\u00a0": 755541,
    "755 ألف و541": 755541,
    "٧٥٥ ألف و٥٤١": 755541,
    "755 ألف و 541": 755541,
    "779 ألفا و08": 779008,
    "779 ألفًا و08": 779008,
    "85 ألف و56": 85056,
    "أربعة ملايين و696 ألف و69": 4696069,
    "اربعه ملايين و696 الف و69": 4696069,
    "مليونين و668 ألفا و473": 2668473,
    "ثلاث": 3,
    "ثلاثة": 3,
    "خمسة عشر": 15,
    "إحدى عشرة": 11,
    "خمسة وعشرون ألفا وثلاثمائة وواحد": 25301,
    "مائة وخمسة وعشرون ألفا": 125000,
    "ثلاث مائة": 300,
    "مليون ومئتا ألف": 1200000,
    "صفر": 0,
    "1,5 مليون": 1500000,
    "4 millions": 4000000,
    "mille": 1000,
    "4,5 millions": 4500000,
    "quatre-vingt-dix-sept mille deux cent un": 97201,
    "999999999999": 999999999999,
}

QUANTITIES = {  # three decimals
    "190,17": "190.17",
    "190.17": "190.17",
    "0.125": "0.125",
    "0,125": "0.125",
    "1٫948": "1.948",
    "1948,5": "1948.5",
    "1948.541": "1948.541",
    "1 948": "1948",
    "1٬948": "1948",
    "1.948.000": "1948000",
    "542.4550": "542.455",
    "755.541,25": "755541.25",
    "755,541.25": "755541.25",
    "755 541,250": "755541.25",
    "٧٥٥٬٥٤١٫٢٥": "755541.25",
    "12.345,678": "12345.678",
}

REFUSED_COUNTS = {
    "": "bad_number",
    "   ": "bad_number",
    "x": "bad_number",
    "1e3": "bad_number",
    "1E3": "bad_number",
    "NaN": "bad_number",
    "Infinity": "bad_number",
    "-inf": "bad_number",
    "0x1F": "bad_number",
    "1_000": "bad_number",
    "১২৩": "bad_number",
    "１２３": "bad_number",
    "²": "bad_number",
    "½": "bad_number",
    "7٥5": "bad_number",
    "٧۵": "bad_number",
    "O": "bad_number",
    "l0": "bad_number",
    "10-": "bad_number",
    "--10": "bad_number",
    "(5)": "bad_number",
    "=1+1": "bad_number",
    "5.": "bad_number",
    ".5": "bad_number",
    "1..5": "bad_number",
    "10 kg": "bad_number",
    "GMS 99": "bad_number",
    "755 ألف 541": "bad_number",
    "541 و755 ألف": "bad_number",
    "ألف و1000": "bad_number",
    "ناقص": "bad_number",
    "4.000 millions": "bad_number",
    "১২৩ ألف": "bad_number",
    "75 5541": "bad_grouping",
    "7555 541": "bad_grouping",
    "0 541": "bad_grouping",
    "1.2.3": "bad_grouping",
    "1,2,3": "bad_grouping",
    "12.34.567": "bad_grouping",
    "1 755.541 ": "not_integer",
    "1.755 541": "bad_grouping",
    "1,755.541.000": "bad_grouping",
    "7.55541": "not_integer",
    "755541.7": "not_integer",
    "0.541": "not_integer",
    "7555.541": "not_integer",
    "-5": "negative",
    "\u22125": "negative",
    "ناقص 5": "negative",
    "10%": "unit_mismatch",
    "٪10": "unit_mismatch",
    "10 بالمائة": "unit_mismatch",
    "1000000000000": "out_of_range",
    "9" * 1200: "out_of_range",
    "755\u200b541": "invisible_char",
    "755\ufeff541": "invisible_char",
    "755\u200f541": "invisible_char",
    "\u202e145557": "bidi",
    "755\u2066541\u2069": "bidi",
    "755\x00541": "control_char",
}

CHANGES = {
    "-10": "-10",
    "-10%": "-10",
    "-10 %": "-10",
    "-10\u00a0%": "-10",
    "-10 ٪": "-10",
    "%-10": "-10",
    "-%10": "-10",
    "٪94,34": "94.34",
    "\u200e-10\u200e%\u200e": "-10",
    "\u061c-10": "-10",
    "\u221230,22": "-30.22",
    "- 10": "-10",
    "-30,22": "-30.22",
    "-30.22": "-30.22",
    "-٧٫٥": "-7.5",
    "ناقص 24 بالمائة": "-24",
    "ناقص عشرة في المائة": "-10",
    "24 في المئة": "24",
    "تسعة بالمائة": "9",
    "moins 24 pour cent": "-24",
    "4,54 pc": "4.54",
    "+2": "2",
    "0": "0",
    "-0": "0",
    "-100": "-100",
    "355": "355",
    "1.250,5": "1250.5",
}

REFUSED_CHANGES = {
    "10000000": "out_of_range",  # its column has seven digits before the point
    "-101": "out_of_range",
    "-100,01": "out_of_range",
    "-": "bad_number",
    "%": "bad_number",
    "10-": "bad_number",
    "10%%": "bad_number",
    "%10%": "bad_number",
    "ناقص -10": "bad_number",
    "بالمائة": "bad_number",
    "-30,225": "ambiguous_number",
    "0,125": "too_precise",
    "1,2345": "too_precise",
    "+2 points": "bad_number",
}


def code_of(read, *arguments, **options):
    with pytest.raises(NumberError) as refused:
        read(*arguments, **options)
    return refused.value.code


@pytest.mark.parametrize(("text", "value"), COUNTS.items())
def test_a_count_is_read_in_every_notation(text, value):
    assert parse_number(text, decimals=0, minimum=0) == value


@pytest.mark.parametrize(("text", "value"), QUANTITIES.items())
def test_a_quantity_is_read_in_every_notation(text, value):
    assert str(parse_number(text, decimals=3, minimum=0)) == value


@pytest.mark.parametrize(("text", "code"), REFUSED_COUNTS.items())
def test_what_is_not_plainly_a_count_is_refused(text, code):
    assert code_of(parse_number, text, decimals=0, minimum=0) == code


@pytest.mark.parametrize(("text", "value"), CHANGES.items())
def test_a_change_is_read_in_every_notation(text, value):
    assert str(parse_change(text)) == value


@pytest.mark.parametrize(("text", "code"), REFUSED_CHANGES.items())
def test_what_is_not_plainly_a_change_is_refused(text, code):
    assert code_of(parse_change, text) == code


@pytest.mark.parametrize("text", ["1.948", "1,948", "98.543", "542,455", "-1.948", "٧.٥٤١"])
def test_three_digits_after_a_lone_mark_are_refused_where_decimals_exist(text):
    assert code_of(parse_number, text, decimals=3) == "ambiguous_number"


def test_an_ambiguous_number_names_both_readings():
    with pytest.raises(NumberError) as refused:
        parse_number("1.948", decimals=3)
    assert refused.value.params == {"as_whole": Decimal(1948), "as_decimal": Decimal("1.948")}


@pytest.mark.parametrize(("text", "decimals"), [("0,1234", 3), ("5,55", 1), ("0.0000001", 3)])
def test_more_decimals_than_the_measure_has_are_refused(text, decimals):
    assert code_of(parse_number, text, decimals=decimals) == "too_precise"


@pytest.mark.parametrize(
    ("cell", "decimals", "value"),
    [
        ("755541", 0, "755541"),
        ("1.948", 3, "1.948"),
        ("2E+3", 0, "2000"),
        ("190.170", 3, "190.17"),
        ("-0", 0, "0"),
    ],
)
def test_a_number_typed_as_a_number_is_never_ambiguous(cell, decimals, value):
    assert str(parse_number(Decimal(cell), decimals=decimals)) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("755541.7", "not_integer"),
        ("1E+400", "out_of_range"),
        ("1E-400", "not_integer"),
        ("NaN", "bad_number"),
        ("Infinity", "bad_number"),
        ("-3", "negative"),
    ],
)
def test_a_typed_number_is_held_to_the_limits_of_its_measure(cell, code):
    assert code_of(parse_number, Decimal(cell), decimals=0, minimum=0) == code


@pytest.mark.parametrize(
    "text", ["2025", "٢٠٢٥", "۲۰۲۵", " 2025 ", "\u200f2025", Decimal("2025"), Decimal("2025.0")]
)
def test_a_year_is_four_digits(text):
    assert parse_year(text) == 2025


@pytest.mark.parametrize(
    "text",
    ["2025.0", "1446", "1024", "25", "02025", "+2025", "2 025", "2.025", "20٢٥", "", "٢٠٢۵", "2101", "1955",
     "2024/2025", "২০২৫", Decimal("2025.5"), Decimal("1E+9"), Decimal("NaN")],
)  # fmt: skip
def test_anything_else_is_no_year(text):
    assert code_of(parse_year, text) == "year"


def test_a_member_that_is_not_smaller_than_the_one_before_spells_no_number():
    assert words_to_number(["696", "ألف", "و4", "ملايين"]) is None
    assert words_to_number(["مائة", "وألف"]) is None
    assert words_to_number(["1200", "ألف"]) is None
    assert words_to_number([]) is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("755541", "755541"),
        ("542.455", "542.4550"),
        ("-30.22", "-30.22"),
        ("10.00", "10"),
        ("1E+3", "1000"),
        ("0.10", "0.1"),
        ("-0", "0"),
        ("0.0005", "0.0005"),
    ],
)
def test_files_are_written_plainly_and_never_with_three_decimals(value, plain):
    assert write_plain(Decimal(value)) == plain


def test_a_missing_number_is_an_empty_cell():
    assert write_plain(None) == ""


@pytest.mark.parametrize(
    ("value", "language", "options", "text"),
    [
        ("755541.25", "ar", {}, "755.541,25"),
        ("755541.25", "fr", {}, "755.541,25"),
        ("755541.25", "en", {}, "755,541.25"),
        ("-10", "ar", {}, "\u221210"),
        ("10", "en", {"sign": True}, "+10"),
        ("0", "en", {"sign": True}, "0"),
        ("7.5", "fr", {"decimals": 2}, "7,50"),
        ("7.50", "fr", {}, "7,5"),
        ("1948", "fr", {}, "1.948"),
    ],
)
def test_pages_write_numbers_per_language(value, language, options, text):
    assert write(Decimal(value), language, **options) == text


def test_percentages_keep_their_sign_with_them():
    assert write_percent(Decimal(-10), "ar") == "\u221210\u00a0%"
    assert write_percent(Decimal("-30.22"), "fr") == "\u221230,22\u00a0%"
    assert write_percent(Decimal("2.27"), "en") == "+2.27%"
    assert write_percent(Decimal("94.43"), "en", sign=False) == "94.43%"


@pytest.mark.parametrize(
    ("new", "old", "change"),
    [
        (820274, 1153741, "-28.90"),
        (755541, 738748, "2.27"),
        (1, 3, "-66.67"),
        (100125, 100000, "0.12"),
        (100375, 100000, "0.38"),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_a_computed_change_is_exact_and_rounded_half_even(new, old, change):
    as_decimal = [None if number is None else Decimal(number) for number in (new, old)]
    assert computed_change(*as_decimal) == (None if change is None else Decimal(change))


numbers = st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=3, allow_nan=False)


@given(numbers)
def test_what_files_say_is_read_back_exactly(value):
    assert parse_number(write_plain(value), decimals=3) == value
    assert write_plain(parse_number(write_plain(value), decimals=3)) == write_plain(value)


def _notations(value):
    """A value in every notation of the grammar that is not ambiguous."""
    sign, (whole, _, fraction) = "-" if value < 0 else "", write_plain(abs(value)).partition(".")
    fraction = fraction or "0"
    for group in (" ", "\u00a0", "\u202f", "\u2009", ".", ",", "٬", "'"):
        grouped = f"{int(whole):,}".replace(",", group)
        for mark in (".", ",", "٫"):
            if mark == group or (group not in grouped and len(fraction) == 3):
                continue
            yield f"{sign}{grouped}{mark}{fraction}"


@given(numbers)
def test_every_notation_of_a_number_reads_the_same(value):
    for text in _notations(value):
        eastern = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        persian = text.translate(str.maketrans("0123456789-", "۰۱۲۳۴۵۶۷۸۹\u2212"))
        assert parse_number(text, decimals=3) == value
        assert parse_number(eastern, decimals=3) == value
        assert parse_number(f"\u200f{persian}\u200e", decimals=3) == value


@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from(["", "ا"]))
def test_scales_in_words_read_as_the_digits_do(value, ending):
    members = [(10**9, "مليار"), (10**6, "مليون"), (10**3, "ألف")]
    parts, rest = [], value
    for scale, word in members:
        count, rest = divmod(rest, scale)
        if count:
            parts.append(f"{count} {word}{ending}")
    if rest or not parts:
        parts.append(str(rest))
    assert parse_number(" و".join(parts), decimals=0) == value


hostile = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("0123456789٠٥۵.,٫٬' \u00a0-+−%٪وألفمليوناقص\u200f\u202e\x00e")
    )
)


@given(hostile, st.integers(min_value=0, max_value=3), st.booleans())
def test_no_text_raises_anything_but_a_number_error(text, decimals, percent):
    for read in (
        lambda: parse_number(text, decimals=decimals, percent=percent, minimum=0),
        lambda: parse_year(text),
    ):
        try:
            read()
        except NumberError as refused:
            assert refused.code


@given(hostile)
def test_a_count_has_no_decimals_whatever_the_text(text):
    try:
        value = parse_number(text, decimals=0, minimum=0)
    except NumberError:
        return
    assert value == int(value) >= 0
    assert len(str(value)) <= 12
