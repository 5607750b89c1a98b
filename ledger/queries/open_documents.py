"""What is still open in a khata, document by document.

What nobody set against anything counts for the oldest first, as in docs/decisions/05: so what is due are always the
newest ones, as far as the balance reaches, and the dues of a khata add up to its balance.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from core.sql import as_date, as_date_or_none, as_uuid, bind, marks
from ledger.models import Direction
from ledger.queries.parties import Family

OPEN_MAX = 2_000
"""Documents of one khata that a payment looks at, the newest first."""

LEFT = (
    "d.amount - (SELECT COALESCE(SUM(a.amount), 0) FROM ledger_allocation a"
    " WHERE a.document_id = d.id OR a.payment_id = d.id)"
)


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """Minor units, above zero. `left` is what no allocation took, `due` the part of it the balance still holds."""

    document_id: uuid.UUID
    kind: str
    day: datetime.date
    due_on: datetime.date | None
    note: str
    amount: int
    left: int
    due: int


def due_of(family: Family, direction: str) -> int:
    """What stands open in one direction: what they owe us by what we gave, or we owe by what we got."""
    return max(0, family.balance if direction == Direction.GAVE else -family.balance)


def open_documents(
    business_id: uuid.UUID, family: Family, *, direction: str, other_than: uuid.UUID | None = None
) -> list[OpenDocument]:
    """The documents of a khata that went one way and have something left, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id, d.kind, d.day, d.due_on, d.note, d.amount, {LEFT} AS remains FROM ledger_document d"
            f" WHERE d.business_id = %s AND d.party_id IN {marks(len(family.members))} AND d.state = 'posted'"
            f" AND d.direction = %s AND d.id <> %s AND {LEFT} > 0 ORDER BY d.day DESC, d.pos DESC LIMIT {OPEN_MAX}",
            [
                bind(business_id), *(bind(one) for one in family.members), direction,
                bind(other_than or uuid.UUID(int=0)),
            ],
        )  # fmt: skip
        rows = cursor.fetchall()
    reach, found = due_of(family, direction), []
    for row in rows:
        left = int(row[6])
        due = min(left, reach)
        reach -= due
        found.append(
            OpenDocument(
                as_uuid(row[0]), row[1], as_date(row[2]), as_date_or_none(row[3]), row[4], row[5], left, due
            )
        )
    return found[::-1]


def allocated_to(business_id: uuid.UUID, document_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What was set against each of some documents, or by each of them; those with nothing are left out."""
    if not document_ids:
        return {}
    ids = [bind(one) for one in document_ids]
    found: dict[uuid.UUID, int] = {}
    with connection.cursor() as cursor:
        for column in ("document_id", "payment_id"):
            cursor.execute(
                f"SELECT {column}, SUM(amount) FROM ledger_allocation WHERE business_id = %s"
                f" AND {column} IN {marks(len(ids))} GROUP BY {column}",
                [bind(business_id), *ids],
            )
            for document_id, amount in cursor.fetchall():
                key = as_uuid(document_id)
                found[key] = found.get(key, 0) + int(amount)
    return found
