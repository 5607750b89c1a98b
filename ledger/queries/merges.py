"""The parties that were joined to another's khata."""

import uuid
from dataclasses import dataclass

from ledger.models import Party
from ledger.models.parties import MERGED_MAX
from ledger.refusals import PartyUnknown


@dataclass(frozen=True, slots=True)
class JoinedParty:
    """`balance` is its own part of the khata's, minor units, above zero when they owe us."""

    id: uuid.UUID
    name: str
    phone: str
    balance: int


def joined_parties(business_id: uuid.UUID, head_id: uuid.UUID) -> tuple[JoinedParty, ...]:
    joined = Party.objects.filter(business_id=business_id, merged_into_id=head_id, trashed_at=None)
    rows = joined.order_by("name_key", "id").values_list("id", "name", "phone", "balance")[:MERGED_MAX]
    return tuple(JoinedParty(*row) for row in rows)


def revision(business_id: uuid.UUID, party_id: uuid.UUID) -> int:
    """A party's revision now. Raises PartyUnknown."""
    rev = (
        Party.objects.filter(business_id=business_id, id=party_id, trashed_at=None).values_list("rev").first()
    )
    if rev is None:
        raise PartyUnknown
    return int(rev[0])
