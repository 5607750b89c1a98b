"""A stream under a passphrase: AES-256-GCM in pieces, each bound to its place, the last one marked as the last.

A piece that is changed, moved, left out or added, and a stream that is cut, do not open.
"""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"halkhata-backup-encrypted 1\n"
SALT_BYTES = 16
PIECE = 1024 * 1024
TAG_BYTES = 16


class Unreadable(Exception):
    """The passphrase is another one, or the stream is not what was written."""


def is_encrypted(file: BinaryIO) -> bool:
    """Look at the start of a stream, and go back to it."""
    start = file.read(len(MAGIC))
    file.seek(0)
    return start == MAGIC


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


class EncryptingWriter:
    """Write to it, then `finish`: without that the stream does not open."""

    def __init__(self, file: BinaryIO, *, passphrase: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file = file
        self._cipher = _cipher(passphrase, salt)
        self._pending = bytearray()
        self._number = 0
        file.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._pending += content
        while len(self._pending) > PIECE:
            self._put(bytes(self._pending[:PIECE]), is_last=False)
            del self._pending[:PIECE]
        return len(content)

    def finish(self) -> None:
        self._put(bytes(self._pending), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, MAGIC))
        self._number += 1


class DecryptingReader(io.RawIOBase):
    """The plain bytes, in order. Raises Unreadable as soon as a piece is not what was written."""

    def __init__(self, file: BinaryIO, *, passphrase: str) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise Unreadable
        self._file = file
        self._cipher = _cipher(passphrase, file.read(SALT_BYTES))
        self._number = 0
        self._next = file.read(PIECE + TAG_BYTES)
        self._plain = memoryview(b"")
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._plain and not self._is_over:
            self._plain = memoryview(self._open_next())
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open_next(self) -> bytes:
        piece, self._next = self._next, self._file.read(PIECE + TAG_BYTES)
        self._is_over = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), piece, MAGIC)
        except InvalidTag:
            raise Unreadable from None
        self._number += 1
        return plain
