"""Looking into a zipped spreadsheet before anything interprets it: what it holds and how far it unpacks."""

import io
import re
import struct
import zipfile
import zlib

PARTS_LIMIT = 200
INFLATED_LIMIT = 50 * 1024 * 1024
RATIO_LIMIT = 100
_RATIO_FROM = 1024 * 1024  # a short part of nothing but blanks packs well and harms nobody
_CHUNK = 256 * 1024
_NAMES_LIMIT = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# A document type may name other files and entities that multiply; no spreadsheet program writes one.
_DOCTYPE = re.compile(
    rb"<!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C\x00|E\x00N\x00T)|\x00<\x00!(?:\x00D\x00O|\x00E\x00N)",
    re.IGNORECASE,
)
_OVERLAP = 32
_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", b"application/vnd.oasis.opendocument.spreadsheet"


class ArchiveError(Exception):
    """An archive that is not to be opened; the argument is a reason of core.sheets.refusals."""


def archive_kind(content: bytes) -> str:
    """What a zipped file that is safe to unpack is: "xlsx" or "ods". Raises ArchiveError with a reason.

    Every part is inflated once, counted as it goes, its checksum compared; nothing is kept.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_list(archive.infolist(), size=len(content))
            kind = _kind(archive)
            _check_parts(archive, size=len(content))
            return kind
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, OverflowError):
        raise ArchiveError("broken") from None
    except (NotImplementedError, RuntimeError):
        raise ArchiveError("kind") from None


def _check_list(parts: list[zipfile.ZipInfo], *, size: int) -> None:
    names = [part.filename for part in parts]
    if len(parts) > PARTS_LIMIT or sum(map(len, names)) > _NAMES_LIMIT:
        raise ArchiveError("bomb")
    if len(set(names)) < len(names):
        raise ArchiveError("broken")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise ArchiveError("password")
    if any(part.compress_type not in _METHODS for part in parts):
        raise ArchiveError("kind")
    if sum(part.compress_size for part in parts) > size:  # parts that share their bytes
        raise ArchiveError("bomb")


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if _XLSB in names:
        raise ArchiveError("xlsb")
    if _XLSX in names:
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as part:
            if part.read(128).strip() == _ODS:
                return "ods"
    if "EncryptedPackage" in names:
        raise ArchiveError("password")
    raise ArchiveError("kind")


def _check_parts(archive: zipfile.ZipFile, *, size: int) -> None:
    inflated = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            tail = b""
            while chunk := stream.read(_CHUNK):
                if not tail and chunk.startswith(b"PK\x03\x04"):
                    raise ArchiveError("bomb")
                inflated += len(chunk)
                if inflated > INFLATED_LIMIT or (inflated > _RATIO_FROM and inflated > size * RATIO_LIMIT):
                    raise ArchiveError("bomb")
                if _DOCTYPE.search(tail + chunk):
                    raise ArchiveError("broken")
                tail = chunk[-_OVERLAP:]
