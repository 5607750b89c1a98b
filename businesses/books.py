"""The lock of a book: one row, taken first by every writing operation and held for milliseconds."""

import datetime
import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.sql import as_date_or_none, bind, prepared


class BookUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such book."))


@dataclass(frozen=True, slots=True)
class BookLock:
    """`first_seq` is the first of the numbers drawn; the book stays locked until the transaction ends."""

    business_id: uuid.UUID
    first_seq: int
    books_locked_until: datetime.date | None
    tax_locked_until: datetime.date | None
    currency: str
    timezone: str


def lock(business_id: uuid.UUID, *, events: int = 1) -> BookLock:
    """Draw `events` numbers of the book's trail, and so lock the book.

    Must be the first statement of the transaction. Raises BookUnknown.
    """
    with prepared() as cursor:
        cursor.execute(
            "UPDATE businesses_business SET seq = seq + %s WHERE id = %s"
            " RETURNING seq, books_locked_until, tax_locked_until, currency, timezone",
            [events, bind(business_id)],
        )
        row = cursor.fetchone()
    if row is None:
        raise BookUnknown
    return BookLock(
        business_id=business_id,
        first_seq=row[0] - events + 1,
        books_locked_until=as_date_or_none(row[1]),
        tax_locked_until=as_date_or_none(row[2]),
        currency=row[3],
        timezone=row[4],
    )


def lock_user(user_id: uuid.UUID) -> int:
    """Draw the next number of a person's own trail."""
    with prepared() as cursor:
        cursor.execute(
            "UPDATE businesses_user SET seq = seq + 1 WHERE id = %s RETURNING seq", [bind(user_id)]
        )
        row = cursor.fetchone()
    if row is None:
        raise BookUnknown
    return int(row[0])
