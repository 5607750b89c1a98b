"""Text from people, made safe to store and show without changing what it says."""

import re
import unicodedata
from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_amount
from core.refusals import Refusal

NOTE_LIMIT = 2000

# ZWJ and ZWNJ shape Indic and Persian letters. The Arabic signs are visible although their class is "format".
_KEPT_FORMAT = frozenset(
    map(chr, (0x200C, 0x200D, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2))
)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_JOINERS = str.maketrans("", "", "\u200c\u200d")


class TextError(Refusal):
    """Text that cannot be stored as given."""

    slug: ClassVar[str] = "text_refused"


def clean_line(text: str, *, max_length: int, field: str = "") -> str:
    """One line, NFC, single spaces, no control or direction-changing characters; "" if nothing is left.

    Raises TextError for NUL, broken characters (lone surrogates) and more than `max_length` characters.
    """
    cleaned = _clean(text, max_length=max_length, field=field).replace("\n", " ")
    cleaned = _BLANKS.sub(" ", cleaned).strip()
    return _within(cleaned, max_length=max_length, field=field)


def clean_note(text: str, *, max_length: int = NOTE_LIMIT, field: str = "") -> str:
    """Several lines, cleaned as clean_line does; at most one empty line in a row is kept."""
    if not text:
        return ""
    lines = (
        _BLANKS.sub(" ", line).strip()
        for line in _clean(text, max_length=max_length, field=field).split("\n")
    )
    cleaned = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    return _within(cleaned, max_length=max_length, field=field)


def _clean(text: str, *, max_length: int, field: str) -> str:
    # Far too long is refused before any work is done on it; a little over may still shrink to fit.
    if len(text) > max_length * 4 + 100:
        raise _too_long(max_length, field=field)
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise TextError(_("This text has a character that cannot be read. Type it again."), field=field)
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return "".join(char for char in text if _is_kept(char))


def _is_kept(char: str) -> bool:
    if char in "\n\t" or char in _KEPT_FORMAT:
        return True
    if unicodedata.category(char) in ("Cc", "Cf"):
        return False
    return ord(char) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(char) <= 0xFDEF


def _within(cleaned: str, *, max_length: int, field: str) -> str:
    if len(cleaned) > max_length:
        raise _too_long(max_length, field=field)
    return cleaned if cleaned.translate(_JOINERS).strip() else ""


def _too_long(max_length: int, *, field: str) -> TextError:
    limit = format_amount(max_length, decimals=0)
    return TextError(
        _("This text is too long. Use at most %(limit)s characters.") % {"limit": limit}, field=field
    )
