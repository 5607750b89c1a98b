"""Pages by key, never by offset: a cursor names the last row seen, and says nothing to its holder."""

import base64
import binascii
import json
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal

ROWS_MAX = 1_000


class CursorUnknown(Refusal):
    slug: ClassVar[str] = "cursor_unknown"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(_("This page is gone. Start from the top of the list."))


def cursor_of(*key: str | int) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(cursor: str, *, shape: tuple[type, ...]) -> tuple[Any, ...]:
    """The key inside a cursor. Raises CursorUnknown unless it has exactly this shape."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise CursorUnknown from error
    if not isinstance(key, list) or tuple(type(part) for part in key) != shape:
        raise CursorUnknown
    if any(isinstance(part, int) and abs(part) >= 2**63 for part in key):
        raise CursorUnknown
    return tuple(key)
