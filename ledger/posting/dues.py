"""The stored day on which what a party has not paid falls due: kept with the sums, read again where it can move."""

import datetime
import uuid
from collections.abc import Collection

from django.db import connection

from core.sql import among, batched, bind
from ledger.posting.drafts import Khata
from ledger.queries.dues import OWN_UNPAID_DUE


def moves_due(
    khata: Khata, *, effect: int, due_on: datetime.date | None, day: datetime.date, pos: int
) -> bool:
    """Whether a new document can change the day; asked before the khata takes note of it. What was got only pays
    something off, and what was given at the end of a khata leaves everything before it as unpaid as it was."""
    if effect < 0:
        return khata.unpaid_due_on is not None
    return due_on is not None or not khata.is_newest(day=day, pos=pos)


def renew_dues(*, business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> None:
    """Read the day again from documents and balance, last of all: when both stand as the caller leaves them."""
    with connection.cursor() as cursor:
        for part in batched(list(party_ids)):
            condition, keys = among(part, kind="uuid")
            cursor.execute(
                f"UPDATE ledger_party AS p SET unpaid_due_on = {OWN_UNPAID_DUE} WHERE p.business_id = %s"
                f" AND p.id {condition}",
                [bind(business_id), *keys],
            )
