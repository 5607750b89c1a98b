"""Codes of an app: the examples of the standard, and clocks that are off."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from businesses.second_factor.otp import address_of, code_at, matching_step, new_secret, square_of, step_at

STANDARD = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_examples_of_the_standard(seconds, code):
    assert code_at(STANDARD, step=step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("off", "counts"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_half_a_minute_off(off, counts):
    shown = code_at(STANDARD, step=step_at(NOW + timedelta(seconds=off)))
    assert (matching_step(STANDARD, shown, now=NOW) is not None) == counts


def test_the_square_says_key_account_and_issuer():
    secret = new_secret()
    parts = urlsplit(address_of(secret, account="+919830012345"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Halkhata:+919830012345")
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["Halkhata"]}
    svg = square_of(address_of(secret, account='"><script>'))
    assert svg.startswith("<svg")
    assert "script" not in svg
    assert "style=" not in svg


def test_no_two_keys_are_the_same():
    assert len({new_secret() for _ in range(50)}) == 50
