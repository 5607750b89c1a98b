from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.phones import PhoneError, local_form, masked, to_e164


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("98300 12345", "IN", "+919830012345"),
        ("०९८३००१२३४५", "IN", "+919830012345"),
        ("+91-98300-12345", "IN", "+919830012345"),
        ("(98300) 12345", "IN", "+919830012345"),
        ("919830012345", "IN", "+919830012345"),
        ("0091 9830012345", "BD", "+919830012345"),
        ("033 2243 1234", "IN", "+913322431234"),
        ("01712345678", "BD", "+8801712345678"),
        ("০১৭১২-৩৪৫৬৭৮", "BD", "+8801712345678"),
        ("8801712345678", "BD", "+8801712345678"),
        ("\u202a+91 98300 12345\u202c", "IN", "+919830012345"),
        ("98300\u201312345", "IN", "+919830012345"),
        ("0300 1234567", "PK", "+923001234567"),
    ],
)
def test_a_number_as_people_write_it_becomes_e164(typed, country, e164):
    assert to_e164(typed, country=country) == e164


@pytest.mark.parametrize(
    "typed",
    ["12345", "abc", "1800FLOWERS", "98300 1234567890", "+999 123", "9" * 200, "98300\x0012345", "\ud800"],
)
def test_what_is_no_number_gets_a_sentence(typed):
    with pytest.raises(PhoneError) as caught:
        to_e164(typed, country="IN")
    assert caught.value.message == "This phone number does not look right. Check the digits and try again."
    assert caught.value.field == "phone"


def test_no_number_at_all_is_asked_for():
    with pytest.raises(PhoneError, match=r"^Enter a phone number\.$"):
        to_e164("  ", country="IN")


@given(st.text(max_size=120), st.sampled_from(["IN", "BD", "NP", "XX"]))
def test_any_text_is_a_number_or_a_named_refusal(text, country):
    with suppress(PhoneError):
        assert to_e164(text, country=country).startswith("+")


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+919830012345", "98300 12345"),
        ("+8801712345678", "01712-345678"),
        ("+913322431234", "033 2243 1234"),
        ("nothing", "nothing"),
    ],
)
def test_a_number_is_shown_as_people_of_the_country_write_it(e164, shown):
    assert local_form(e164) == shown


def test_a_masked_number_keeps_its_last_four_digits():
    assert masked("+919830012345") == "•••••••••2345"
