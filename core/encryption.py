"""Secrets this installation must be able to read again: AES-GCM under a key drawn from SECRET_KEY."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class Undecipherable(Exception):
    """No present or former SECRET_KEY opens this, or it belongs to another row."""


def encrypt(secret: str, *, about: str) -> bytes:
    """The secret, readable only together with the same `about` (the id of the row that holds it)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, secret.encode(), about.encode())


def decrypt(kept: bytes, *, about: str) -> str:
    """What encrypt was given. Raises Undecipherable."""
    nonce, body = kept[:NONCE_BYTES], kept[NONCE_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(nonce, body, about.encode()).decode()
        except InvalidTag:
            continue
    raise Undecipherable


@lru_cache(maxsize=8)
def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, b"halkhata: fields kept encrypted").derive(key.encode()))
