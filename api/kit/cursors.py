"""Cursors whose key is one id."""

from uuid import UUID

from ledger.queries.pages import CursorUnknown, key_of


def uuid_after(cursor: str) -> UUID:
    """The id a cursor names. Raises CursorUnknown."""
    try:
        return UUID(key_of(cursor, shape=(str,))[0])
    except ValueError:
        raise CursorUnknown from None
