"""Codes of an authenticator app (RFC 6238): six digits, another each half minute."""

import base64
import os
from datetime import datetime
from hmac import compare_digest
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.utils.safestring import SafeString

from core.qr import square

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps a phone's clock may be off, either way."""
SECRET_BYTES = 20
ISSUER = "Halkhata"


def new_secret() -> str:
    """A key as apps take it: base32, 32 signs."""
    return base64.b32encode(os.urandom(SECRET_BYTES)).decode()


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: str, *, step: int) -> str:
    maker = HOTP(base64.b32decode(secret), DIGITS, SHA1())  # noqa: S303  the one hash every app knows
    return maker.generate(step).decode()


def matching_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The half minute this code belongs to, at most DRIFT from now; None when it is no code of this app."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    middle = step_at(now)
    steps = range(middle - DRIFT, middle + DRIFT + 1)
    return next((step for step in steps if compare_digest(code_at(secret, step=step), code)), None)


def address_of(secret: str, *, account: str) -> str:
    """What the square says to an app: the key, and whose it is."""
    query = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{ISSUER}:{account}', safe='')}?{query}"


def square_of(address: str) -> SafeString:
    """The address as a QR code, in SVG without a word of its own."""
    return square(address, border=2)


def in_groups(text: str, *, size: int = 4) -> str:
    return " ".join(text[start : start + size] for start in range(0, len(text), size))
