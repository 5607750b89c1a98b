"""Amounts in words, as they stand at the foot of a statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import amount_in_words

LANGUAGES = ["en", "hi", "bn", "ta", "te", "gu", "mr", "kn", "ur", "pa", "ml"]


@pytest.mark.parametrize(
    ("minor", "currency", "language", "words"),
    [
        (420_000, "INR", "en", "Rupees Four Thousand Two Hundred Only"),
        (
            123_456_750,
            "INR",
            "en",
            "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Fifty Paise Only",
        ),
        (100, "INR", "en", "Rupee One Only"),
        (50, "INR", "en", "Fifty Paise Only"),
        (0, "INR", "en", "Rupees Zero Only"),
        (-420_000, "INR", "en", "Rupees Four Thousand Two Hundred Only"),
        (250_050, "BDT", "en", "Taka Two Thousand Five Hundred and Fifty Poisha Only"),
        (150_000_000, "USD", "en", "Dollars One Million Five Hundred Thousand Only"),
        (420_050, "XAF", "en", "XAF Four Thousand Two Hundred and Fifty Hundredths Only"),
        (6_750, "INR", "hi", "सड़सठ रुपये पचास पैसे मात्र"),
        (420_000, "INR", "hi", "चार हज़ार दो सौ रुपये मात्र"),
        (100, "INR", "hi", "एक रुपया मात्र"),
        (4_200_000, "INR", "bn", "বিয়াল্লিশ হাজার টাকা মাত্র"),
        (250_050, "BDT", "bn", "দুই হাজার পাঁচশো টাকা পঞ্চাশ পয়সা মাত্র"),
        (8_800, "BDT", "bn", "অষ্টাশি টাকা মাত্র"),
        (15_000, "INR", "ur", "ایک سو پچاس روپے صرف"),
        (25_000, "INR", "kn", "ಇನ್ನೂರ ಐವತ್ತು ರೂಪಾಯಿ ಮಾತ್ರ"),
        (100, "INR", "ta", "ஒரு ரூபாய் மட்டும்"),
        (420_050, "AED", "hi", "चार हज़ार दो सौ AED 50/100 मात्र"),
        (100_000_000_000, "INR", "en", "Rupees One Hundred Crore Only"),
        (100_000_000_000, "INR", "hi", "एक सौ करोड़ रुपये मात्र"),
        (420_000, "INR", "bn-BD", "চার হাজার দুইশো টাকা মাত্র"),
        (420_000, "INR", "fr", "Rupees Four Thousand Two Hundred Only"),
    ],
)
def test_an_amount_reads_as_people_write_it(minor, currency, language, words):
    assert amount_in_words(minor, currency=currency, language=language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_amounts_below_ten_thousand_read_the_same(language):
    words = {amount_in_words(100 * n, currency="INR", language=language) for n in range(10_000)}
    assert len(words) == 10_000


@given(minor=st.integers(0, 10**17), currency=st.sampled_from(["INR", "BDT", "KWD", "USD"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_has_words_without_digits_or_gaps(language, minor, currency):
    words = amount_in_words(minor, currency=currency, language=language)
    assert words == words.strip()
    assert "  " not in words
    if currency in ("INR", "BDT"):
        assert not any(char.isdigit() for char in words)
