"""What a party usually does, so that the entry sheet need not ask."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from core.sql import as_uuid, bind_all, marks
from ledger.models import Direction, Mode, PartyKind

DEFAULT_MODES: Mapping[tuple[str, str], str] = {
    (PartyKind.CUSTOMER, Direction.GAVE): Mode.GOODS,
    (PartyKind.CUSTOMER, Direction.GOT): Mode.CASH,
    (PartyKind.SUPPLIER, Direction.GAVE): Mode.CASH,
    (PartyKind.SUPPLIER, Direction.GOT): Mode.GOODS,
    (PartyKind.TENANT, Direction.GAVE): Mode.GOODS,
    (PartyKind.TENANT, Direction.GOT): Mode.CASH,
    (PartyKind.OTHER, Direction.GAVE): Mode.CASH,
    (PartyKind.OTHER, Direction.GOT): Mode.CASH,
}
_LAST = (
    "(SELECT d.mode FROM ledger_document d WHERE d.party_id = p.id AND d.state = 'posted' AND d.kind = 'khata'"
    " AND d.direction = %s AND d.mode <> 'unsorted' ORDER BY d.day DESC, d.pos DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Habit:
    """What changed hands the last time each way, and the last amount in minor units (0 before the first)."""

    gave_mode: str
    got_mode: str
    last_amount: int

    def mode(self, direction: str) -> str:
        return self.gave_mode if direction == Direction.GAVE else self.got_mode


def usual(kind: str, *, gave: str | None = None, got: str | None = None, last_amount: int = 0) -> Habit:
    """The habit of a party of this kind, with what is known of its own."""
    return Habit(
        gave_mode=str(gave or DEFAULT_MODES[(kind, Direction.GAVE)]),
        got_mode=str(got or DEFAULT_MODES[(kind, Direction.GOT)]),
        last_amount=last_amount,
    )


def habits(business_id: uuid.UUID, party_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Habit]:
    """The habits of these parties (at most a page of them); foreign ids are left out. One query."""
    if not party_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.kind, {_LAST}, {_LAST},"
            " (SELECT d.amount FROM ledger_document d WHERE d.party_id = p.id AND d.state = 'posted'"
            " AND d.kind = 'khata' ORDER BY d.day DESC, d.pos DESC LIMIT 1)"
            f" FROM ledger_party p WHERE p.business_id = %s AND p.id IN {marks(len(party_ids))}",
            bind_all([Direction.GAVE.value, Direction.GOT.value, business_id, *party_ids]),
        )
        rows = cursor.fetchall()
    return {
        as_uuid(row[0]): usual(row[1], gave=row[2], got=row[3], last_amount=int(row[4] or 0)) for row in rows
    }
