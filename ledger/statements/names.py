"""What a statement's file is called."""

import re
import unicodedata
from urllib.parse import quote

from anyascii import anyascii

from ledger.queries.statements import Statement

NAME_LENGTH_MAX = 60
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_NAMES = re.compile(r'[\s/\\:*?"<>|%;\x00-\x1f\x7f]+')


def file_name(statement: Statement, *, kind: str) -> str:
    """ "শর্মা-2026-09-01-2026-11-21.pdf": the party as written, without what file systems refuse."""
    return f"{safe_name(statement.head.party_name)}-{statement.start}-{statement.end}.{kind}"


def safe_name(name: str) -> str:
    """A name as written, without what file systems refuse."""
    return _trimmed(_NOT_IN_NAMES, unicodedata.normalize("NFC", name))


def disposition(name: str, *, attached: bool = True) -> str:
    """The Content-Disposition of a file: an ASCII name for old programs, the true one beside it."""
    stem, _dot, kind = name.rpartition(".")
    plain = f"{_trimmed(_NOT_PLAIN, anyascii(stem))}.{kind}"
    shown = "attachment" if attached else "inline"
    return f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _trimmed(unwanted: re.Pattern[str], name: str) -> str:
    return unwanted.sub("-", name)[:NAME_LENGTH_MAX].strip("-.") or "statement"
