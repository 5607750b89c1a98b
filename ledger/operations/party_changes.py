"""A party's words and its opening balance, changed together."""

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction

from businesses.actors import Actor
from ledger.operations.parties import PartyResult, edit_party, set_opening_balance


def change_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, base_rev: int, name: str, country: str,
    phone: str, kind: str, address: str, registration_number: str, language: str, credit_limit: int | None,
    opening_amount: int, opening_direction: str, opening_day: datetime.date,
    made_at: datetime.datetime, now: datetime.datetime, sure_of: Collection[datetime.date] = (),
) -> PartyResult:  # fmt: skip
    """Change both or neither. Amounts in minor units; an opening amount of 0 takes the opening balance out.

    Raises what edit_party and set_opening_balance raise.
    """
    with transaction.atomic():
        result = edit_party(
            business_id=business_id, actor=actor, party_id=party_id, base_rev=base_rev, name=name,
            country=country, phone=phone, kind=kind, address=address, registration_number=registration_number,
            language=language, credit_limit=credit_limit, now=now,
        )  # fmt: skip
        set_opening_balance(
            business_id=business_id, actor=actor, party_id=party_id, direction=opening_direction,
            amount=opening_amount, day=opening_day, made_at=made_at, now=now, sure_of=sure_of,
        )  # fmt: skip
    return result
