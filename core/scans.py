"""A paper that somebody else made, as a photo or a PDF: judged by its content, and kept so that it does nothing."""

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import IO

from django.core.files import File
from django.utils.translation import gettext as _

from core.photos import BYTES_LIMIT, PhotoError, read_photo

PDF = "application/pdf"
_HEAD, _END = re.compile(rb"%PDF-[12]\.[0-9]"), b"%%EOF"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")
_PACKED = b"/ObjStm"
_INFLATED_LIMIT = 20 * 1024 * 1024
_HEADER_REACH = 400
"""Bytes before a stream in which its own description stands."""


@dataclass(frozen=True, slots=True)
class Scan:
    """`content_type` is image/jpeg or application/pdf, `ending` its file ending. `digest` is SHA-256 in hex."""

    bytes: bytes
    content_type: str
    ending: str
    digest: str


def read_scan(upload: "File[bytes] | IO[bytes] | bytes", *, field: str = "photo") -> Scan:
    """A photo re-encoded as core.photos does, or a PDF as it is, once nothing in it acts.

    Raises PhotoError for anything else, for more than 10 MB, and for a PDF with a password, scripts or files in it.
    """
    content = _content(upload)
    if not _HEAD.match(content):
        photo = read_photo(upload, field=field)
        return Scan(photo.bytes, photo.content_type, "jpg", photo.digest)
    _check_pdf(content, field=field)
    return Scan(content, PDF, "pdf", hashlib.sha256(content).hexdigest())


def _content(upload: "File[bytes] | IO[bytes] | bytes") -> bytes:
    if isinstance(upload, bytes):
        return upload
    upload.seek(0)
    return upload.read(BYTES_LIMIT + 1)


def _check_pdf(content: bytes, *, field: str) -> None:
    if len(content) > BYTES_LIMIT:
        raise PhotoError(_("This file is larger than 10 MB. Choose a smaller one."), field=field)
    if _END not in content[-2048:]:
        raise PhotoError(
            _("This PDF is not whole. Save it again, or take a photo of the paper."), field=field
        )
    for part in (content, *_packed(content, field=field)):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
        if _LOCKED.search(plain):
            raise PhotoError(_("This PDF asks for a password. Save it without one."), field=field)
        if _ACTS.search(plain):
            raise PhotoError(
                _("This PDF holds programs or other files. Print it to a new PDF, or take a photo."),
                field=field,
            )


def _packed(content: bytes, *, field: str) -> list[bytes]:
    """The objects that a PDF keeps packed in streams, unpacked within limits."""
    found, left = [], _INFLATED_LIMIT
    for start in _STREAM.finditer(content):
        if _PACKED not in content[max(0, start.start() - _HEADER_REACH) : start.start()]:
            continue
        try:
            part = zlib.decompressobj().decompress(content[start.end() :], left + 1)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0:
            raise PhotoError(
                _("This PDF is too large once unpacked. Take a photo of the paper."), field=field
            )
        found.append(part)
    return found
