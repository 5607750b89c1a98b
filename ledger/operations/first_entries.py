"""A new party together with its first entry, in one go."""

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction

from businesses.actors import Actor
from ledger.models import PartyKind
from ledger.operations.entries import EntryResult, record_entry
from ledger.operations.parties import add_party


def record_first_entry(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, name: str, country: str,
    kind: str = PartyKind.CUSTOMER, document_id: uuid.UUID, direction: str, amount: int, mode: str, day: datetime.date,
    note: str = "", due_on: datetime.date | None = None, branch_id: uuid.UUID | None = None,
    made_at: datetime.datetime, now: datetime.datetime, sure_of: Collection[datetime.date] = (),
) -> EntryResult:  # fmt: skip
    """Add the party and write the entry, or do neither. Amount in minor units.

    Both ids are the client's, so the same form sent twice does both once. Raises what add_party and
    record_entry raise.
    """
    with transaction.atomic():
        add_party(
            business_id=business_id, actor=actor, party_id=party_id, name=name, country=country,
            kind=kind, made_at=made_at, now=now,
        )  # fmt: skip
        return record_entry(
            business_id=business_id, actor=actor, document_id=document_id, party_id=party_id, direction=direction,
            amount=amount, mode=mode, day=day, note=note, due_on=due_on, made_at=made_at, now=now, sure_of=sure_of,
            branch_id=branch_id,
        )  # fmt: skip
