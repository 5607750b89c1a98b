import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import TextError, clean_line, clean_note


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Asha   Stores \n", "Asha Stores"),
        ("Asha\tStores\r\nDelhi", "Asha Stores Delhi"),
        ("cafe\u0301", "café"),
        ("শ্\u200dরী", "শ্\u200dরী"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\u2066Dev\u2069", "Dev"),
        ("Sharma\u200e", "Sharma"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("\x07bell\x1b[31m", "bell[31m"),
        ("\u200d\u200c", ""),
        ("\ufdd0x\U0001ffff", "x"),
        ("\u202aনাম\u202c", "নাম"),
        ("", ""),
    ],
)
def test_a_line_keeps_what_it_says_and_loses_what_misleads(given_text, kept):
    assert clean_line(given_text, max_length=40) == kept


def test_a_note_keeps_its_lines():
    assert clean_note("  rice  5kg \r\n\r\n\r\n\r\ndal\u2028oil\r") == "rice 5kg\n\ndal\noil"


@pytest.mark.parametrize("broken", ["a\x00b", "\ud800", "নাম\udfff"])
def test_text_that_cannot_be_stored_is_refused(broken):
    for clean in (clean_line, clean_note):
        with pytest.raises(TextError, match="cannot be read") as caught:
            clean(broken, max_length=100, field="note")
        assert caught.value.field == "note"


def test_text_too_long_is_refused_with_the_limit():
    with pytest.raises(TextError, match=r"^This text is too long\. Use at most 120 characters\.$"):
        clean_line("x" * 121, max_length=120)
    assert clean_line("x" * 120 + "   ", max_length=120) == "x" * 120


def test_a_note_of_five_megabytes_is_refused():
    for text in ("x" * 5_000_000, "\u0958" * 5_000_000, " " * 5_000_000, "\n" * 5_000_000):
        with pytest.raises(TextError, match=r"^This text is too long\. Use at most 2,000 characters\.$"):
            clean_note(text)


@given(st.text(max_size=300))
def test_any_text_comes_out_clean_or_is_refused_by_name(text):
    for clean in (clean_line, clean_note):
        try:
            cleaned = clean(text, max_length=200)
        except TextError:
            continue
        assert clean(cleaned, max_length=200) == cleaned
        assert len(cleaned) <= 200
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in cleaned)
        assert not any(unicodedata.category(char) == "Cc" for char in cleaned if char != "\n")
        cleaned.encode()


@given(st.text(alphabet="\x00\u0301\u200d\u202e\ud800\n\r a\u0958", max_size=60))
def test_the_troublesome_characters_together_are_no_trouble(text):
    if "\x00" in text or "\ud800" in text:
        with pytest.raises(TextError):
            clean_note(text)
    else:
        clean_note(text).encode()
