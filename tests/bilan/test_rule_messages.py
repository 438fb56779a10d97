"""Every rule code of the contract has words, with what they need filled in."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from bilan.numerals import NumberError, parse_number
from bilan.rule_messages import MESSAGES, message, message_of
from bilan.tables import Problem

CODES = """
    encoding mojibake control_char invisible_char bidi confusable empty_file no_rows header
    missing_column unknown_column duplicate_column columns_count quote cell_too_long
    too_many_columns too_many_rows bad_number ambiguous_number bad_grouping not_integer negative
    out_of_range too_precise unit_mismatch year unknown_report report_closed unknown_code empty_code
    duplicate_row nothing_stated bad_choice not_allowed hidden_sheet many_sheets hidden_row
    hidden_column merged formula error_cell bad_type stray_cell zip_bomb xml_dtd macros
    external_links bad_zip_member too_many_members not_xlsx too_large
""".split()  # noqa: SIM905


def test_the_codes_with_words_are_those_of_the_contract():
    assert {code.partition(":")[0] for code in MESSAGES} == set(CODES)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_code_says_something_even_without_params(code, language):
    with override(language):
        said = message(code, {})
    assert said
    assert "%(" not in said


def test_params_are_filled_in_as_the_language_writes_numbers():
    with override("en"):
        assert "10,000 characters" in message("cell_too_long", {"limit": 10_000})
        assert "U+200B" in message("invisible_char", {"character": "U+200B"})
        assert "stable, rise" in message("bad_choice", {"choices": ["stable", "rise"]})


def test_an_ambiguous_number_is_told_both_ways_and_how_to_write_each():
    with pytest.raises(NumberError) as refused:
        parse_number("1.948", decimals=3)
    with override("en"):
        said = message(refused.value.code, refused.value.params)
    assert "1948 or as 1.948." in said
    assert "(1.9480)" in said


def test_a_problem_says_where_it_is():
    with override("en"):
        assert message_of(Problem(3, "value", "x", "bad_number")).startswith("row 3, value: This is not")
        assert message_of(Problem(2, None, "", "columns_count")).startswith("row 2: ")
        assert message_of(Problem(None, None, "", "no_rows")).startswith("The file has")


def test_a_whole_reading_of_an_ambiguous_number_can_be_typed_as_it_is_told():
    assert parse_number("1948", decimals=3) == Decimal(1948)
    assert parse_number("1.9480", decimals=3) == Decimal("1.948")
