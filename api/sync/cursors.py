"""Where a phone stands: the life of the book (its epoch) and the last number it has seen. Never a clock."""

from api.sync.refusals import ResyncNeeded
from businesses.models import Business
from ledger.queries.pages import CursorUnknown, cursor_of, key_of

SECONDS_LENGTH_MAX = 12


def sync_cursor(epoch: object, seq: int) -> str:
    return cursor_of(str(epoch), seq)


def place_of(cursor: str | None, *, book: Business) -> int:
    """The number after which to read; 0 without a cursor.

    Raises ResyncNeeded for a cursor that is not of this life of this book, or of a number not reached yet.
    """
    if not cursor:
        return 0
    try:
        epoch, seq = key_of(cursor, shape=(str, int))
    except CursorUnknown:
        raise ResyncNeeded from None
    if epoch != str(book.epoch) or not 0 <= seq <= book.seq:
        raise ResyncNeeded
    return int(seq)


def place_since(since: str, *, book: Business) -> int:
    """Like place_of; a first call may send a number of seconds instead, which reads from the start."""
    if since.isascii() and since.isdigit() and len(since) <= SECONDS_LENGTH_MAX:
        return 0
    return place_of(since, book=book)
