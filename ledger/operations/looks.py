"""Remember up to where somebody has seen a history, or had a statement made."""

import datetime
import uuid

from django.db import transaction

from businesses.models import Business
from ledger.models import LastLook, Look
from ledger.queries.parties import family_of


def mark_seen(
    *, business_id: uuid.UUID, user_id: uuid.UUID, party_id: uuid.UUID | None, seq: int, now: datetime.datetime,
    look: str = Look.HISTORY,
) -> int:  # fmt: skip
    """Keep the number up to which the page showed the book; never one the book has not reached.

    Answers the number kept. Raises PartyUnknown.
    """
    head = family_of(business_id, party_id).head if party_id is not None else None
    with transaction.atomic():
        reached = Business.objects.values_list("seq", flat=True).get(id=business_id)
        kept = max(0, min(seq, reached))
        LastLook.objects.update_or_create(
            business_id=business_id, user_id=user_id, look=Look(look), defaults={"seq": kept, "at": now},
            **({"party_id": head} if head else {"party__isnull": True}),
        )  # fmt: skip
    return kept
