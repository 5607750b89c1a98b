"""Amounts: what people type becomes whole paisa, and back, in every script."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits import DIGIT_SETS, in_digits, to_ascii_digits
from core.money import (
    CURRENCIES,
    UNITS_LIMIT,
    AmountError,
    format_amount,
    format_money,
    parse_amount,
    round_half_up,
)
from core.refusals import amount_refusal


@pytest.mark.parametrize(
    ("typed", "paisa"),
    [
        ("500", 50_000),
        ("12,34,567.50", 123_456_750),
        ("1,234,567", 123_456_700),
        ("1,23,45,678.9", 1_234_567_890),
        ("१२०", 12_000),
        ("১২০", 12_000),
        ("૧૨૦.૫", 12_050),
        ("௧௨௦", 12_000),
        ("۱۲۰", 12_000),
        ("１２０", 12_000),
        ("₹ 1,200/-", 120_000),
        ("Rs. 1,200", 120_000),
        ("৳৫০০", 50_000),
        ("500 taka only", 50_000),
        ("रु १,२००", 120_000),
        (" .5 ", 50),
        ("5.", 500),
        ("250+90+30", 37_000),
        ("२५०+९०", 34_000),
        ("2×150", 30_000),
        ("1,250 × 40", 5_000_000),
        ("1.125 × 40", 4_500),
        ("100÷3", 3_333),
        ("200/3", 6_667),
        ("10÷8÷10", 13),
        ("100-40×2", 2_000),
        ("500−120", 38_000),
        ("\u200e500\u200f", 50_000),
        ("9999999999999.99", UNITS_LIMIT * 100 - 1),
    ],
)
def test_what_people_type_is_read_as_paisa(typed, paisa):
    assert parse_amount(typed) == paisa


@pytest.mark.parametrize(
    ("typed", "slug", "sentence"),
    [
        ("", "empty", "Enter an amount."),
        ("   ", "empty", "Enter an amount."),
        ("0", "not_above_zero", "Enter an amount above 0."),
        ("0.00", "not_above_zero", "Enter an amount above 0."),
        ("-500", "not_above_zero", "Enter an amount above 0."),
        ("100-250", "not_above_zero", "Enter an amount above 0."),
        ("1÷1000", "not_above_zero", "Enter an amount above 0."),
        ("1,20,0", "grouping", "1,20,0 is not a full number. Did you mean 1,200?"),
        ("12,34", "grouping", "12,34 is not a full number. Did you mean 1,234?"),
        ("1234,567", "grouping", "1234,567 is not a full number. Did you mean 12,34,567?"),
        ("1,23,456,789", "grouping", "1,23,456,789 is not a full number. Did you mean 12,34,56,789?"),
        ("12.345", "decimals", "Use at most 2 digits after the point."),
        ("250+", "unfinished", "250+ is not finished. Add the missing number or remove the last sign."),
        ("5÷0", "divided_by_zero", "A number cannot be divided by 0."),
        ("1e309", "unreadable", "1e309 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("NaN", "unreadable", "NaN is not an amount. Use digits, like 1,200 or 1200.50."),
        ("inf", "unreadable", "inf is not an amount. Use digits, like 1,200 or 1200.50."),
        ("0x1F", "unreadable", "0x1F is not an amount. Use digits, like 1,200 or 1200.50."),
        ("10^15", "unreadable", "10^15 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("5²", "unreadable", "5² is not an amount. Use digits, like 1,200 or 1200.50."),
        ("½", "unreadable", "½ is not an amount. Use digits, like 1,200 or 1200.50."),
        ("1.2.3", "unreadable", "1.2.3 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("5*-3", "unreadable", "5*-3 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("₹", "unreadable", "₹ is not an amount. Use digits, like 1,200 or 1200.50."),
        ("\u202e500", "unreadable", "\u202e500 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("500\x00", "unreadable", "500\x00 is not an amount. Use digits, like 1,200 or 1200.50."),
        ("1" + "0" * 15, "too_large", "This amount is too large. Use an amount below 1,00,00,00,00,00,000."),
        (
            "9999999999999×9",
            "too_large",
            "This amount is too large. Use an amount below 1,00,00,00,00,00,000.",
        ),
        ("9" * 65, "too_long", "This amount is too long to read. Use at most 64 characters."),
    ],
)
def test_what_is_no_amount_gets_a_sentence(typed, slug, sentence):
    with pytest.raises(AmountError) as caught:
        parse_amount(typed)
    assert caught.value.slug == slug
    refusal = amount_refusal(caught.value)
    assert refusal.message == sentence
    assert (refusal.reason, refusal.field, refusal.status) == (slug, "amount", 422)


def test_zero_is_an_amount_where_it_is_allowed_and_less_never_is():
    assert parse_amount("0", zero_allowed=True) == 0
    with pytest.raises(AmountError) as caught:
        parse_amount("-1", zero_allowed=True)
    assert amount_refusal(caught.value).message == "Enter 0 or an amount above 0."


@pytest.mark.parametrize(("decimals", "minor"), [(0, 1200), (3, 1_200_000)])
def test_other_currencies_have_other_minor_units(decimals, minor):
    assert parse_amount("1,200", decimals=decimals) == minor
    assert parse_amount(format_amount(minor, decimals=decimals), decimals=decimals) == minor


def test_a_currency_without_small_coins_refuses_a_point():
    with pytest.raises(AmountError) as caught:
        parse_amount("12.5", decimals=0)
    assert amount_refusal(caught.value).message == "Use whole numbers only, without a point."


@given(
    minor=st.integers(1, UNITS_LIMIT * 100 - 1),
    digits=st.sampled_from(DIGIT_SETS),
    grouping=st.sampled_from(["lakh", "thousand"]),
    trim=st.booleans(),
)
def test_an_amount_shown_is_the_amount_read(minor, digits, grouping, trim):
    shown = format_amount(minor, digits=digits, grouping=grouping, trim=trim)
    assert parse_amount(shown) == minor


@given(minor=st.integers(1, 10**15 - 1), currency=st.sampled_from(["INR", "BDT", "NPR", "PKR", "LKR"]))
def test_money_shown_with_its_sign_is_read_again(minor, currency):
    assert parse_amount(format_money(minor, currency=currency, digits="beng")) == minor


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_a_named_refusal(text):
    try:
        assert 0 < parse_amount(text) < UNITS_LIMIT * 100
    except AmountError as error:
        amount_refusal(error)  # a sentence for every slug


@given(st.text(alphabet="0123456789०१৫.,+-×÷*/ ₹", max_size=64))
def test_any_sum_is_an_amount_or_a_named_refusal(text):
    try:
        assert 0 < parse_amount(text) < UNITS_LIMIT * 100
    except AmountError as error:
        amount_refusal(error)  # a sentence for every slug


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_a_sum_typed_is_the_sum(parts):
    if sum(parts) > 0:
        assert parse_amount("+".join(map(str, parts))) == 100 * sum(parts)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_goes_to_the_nearest_and_a_half_away_from_zero(numerator, denominator):
    value = Fraction(numerator, denominator)
    rounded = round_half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (99_900, "999.00"),
        (100_000, "1,000.00"),
        (10_000_000, "1,00,000.00"),
        (1_000_000_000, "1,00,00,000.00"),
        (123_456_750, "12,34,567.50"),
    ],
)
def test_amounts_are_grouped_in_lakhs(minor, shown):
    assert format_amount(minor) == shown


def test_amounts_show_their_size_and_leave_the_sign_to_words():
    assert format_amount(-420_000, trim=True) == "4,200"
    assert format_money(-420_050, currency="INR") == "₹4,200.50"


def test_each_currency_is_written_its_own_way():
    assert format_money(420_000, currency="INR") == "₹4,200"
    assert format_money(42_000_000, currency="BDT", digits="beng") == "৳৪,২০,০০০"
    assert format_money(42_000_000, currency="PKR") == "Rs\u00a04,20,000"
    assert format_money(42_000_000, currency="USD", trim=False) == "$420,000.00"
    assert format_money(42_000_000, currency="KWD") == "KWD\u00a042,000"
    assert format_money(42_000_000, currency="XAF") == "XAF\u00a0420,000"
    assert {currency.decimals for currency in CURRENCIES.values()} == {2, 3}


@given(st.text(max_size=60), st.sampled_from(DIGIT_SETS))
def test_digits_go_to_every_script_and_come_back(text, digits):
    plain = to_ascii_digits(text)
    assert to_ascii_digits(in_digits(plain, digits)) == plain


def test_digits_of_an_unknown_set_stay_as_they_are():
    assert in_digits("42", "klingon") == "42"
    assert in_digits("42", "deva") == "४२"
