"""Set what one document settles against others of the same khata, and take it off again. Under the caller's lock."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from ledger.models import TRADE_KINDS, Allocation, Direction, Document, DocumentState
from ledger.payment_refusals import MoreThanLeft, PaymentStands
from ledger.queries.open_documents import allocated_to
from ledger.refusals import EntryUnknown


@dataclass(frozen=True, slots=True)
class Share:
    """So much against a document, minor units above zero; `withheld` of it is tax the payer kept back."""

    document_id: uuid.UUID
    amount: int
    withheld: int = 0


def allocate(
    business_id: uuid.UUID, *, payment_id: uuid.UUID, shares: Sequence[Share], members: Collection[uuid.UUID]
) -> None:
    """`members` are the parties whose khata it is. A document named twice gets both.

    Raises EntryUnknown, for what is not there, goes the same way or is another's, and MoreThanLeft: of the payment
    where it settles more than its own amount.
    """
    joined = _joined(shares)
    wanted = [payment_id, *(share.document_id for share in joined)]
    rows = Document.objects.filter(business_id=business_id, state=DocumentState.POSTED).in_bulk(wanted)
    taken = allocated_to(business_id, wanted)
    payment = rows.get(payment_id)
    if payment is None:
        raise EntryUnknown
    own = payment.amount - taken.get(payment_id, 0)
    if sum(share.amount for share in joined) > own:
        raise MoreThanLeft(note=payment.note, left=own)
    for share in joined:
        document = rows.get(share.document_id)
        if document is None or document.party_id not in members or document.direction == payment.direction:
            raise EntryUnknown
        left = document.amount - taken.get(share.document_id, 0)
        if share.amount > left:
            raise MoreThanLeft(note=document.note, left=left)
    _write(business_id, payment_id=payment_id, shares=joined)


def release(business_id: uuid.UUID, *, payment_id: uuid.UUID) -> list[Share]:
    """Take everything off that a document settles; what it was. Raises PaymentStands: others settle it itself."""
    if Allocation.objects.filter(business_id=business_id, document_id=payment_id).exists():
        raise PaymentStands
    own = list(Allocation.objects.filter(business_id=business_id, payment_id=payment_id).order_by("id"))
    _take_off(business_id, own)
    return [Share(one.document_id, one.amount, one.withheld) for one in own]


def take_off(business_id: uuid.UUID, *, payment_id: uuid.UUID, document_id: uuid.UUID) -> int:
    """Take a payment off one document; how much of it was set against that."""
    own = Allocation.objects.filter(business_id=business_id, payment_id=payment_id, document_id=document_id)
    rows = list(own)
    _take_off(business_id, rows)
    return sum(one.amount for one in rows)


def loosen(business_id: uuid.UUID, document_ids: Sequence[uuid.UUID]) -> None:
    """Lines of a khata change or go: what was set against them counts for the oldest again, as money always does."""
    own = list(Allocation.objects.filter(business_id=business_id, document_id__in=document_ids))
    if own:
        _take_off(business_id, own)


def part(business_id: uuid.UUID, party_id: uuid.UUID) -> None:
    """A party gets its own khata back: what it has and what it was joined to settle each other no more."""
    own = Allocation.objects.filter(business_id=business_id).select_related("payment", "document")
    crossing = own.filter(Q(payment__party_id=party_id) | Q(document__party_id=party_id))
    _take_off(business_id, [one for one in crossing if one.payment.party_id != one.document.party_id])


def _take_off(business_id: uuid.UUID, rows: Sequence[Allocation]) -> None:
    for one in rows:
        _move(business_id, one.payment_id, by=one.amount)
        _move(business_id, one.document_id, by=one.amount)
    Allocation.objects.filter(business_id=business_id, id__in=[one.pk for one in rows]).delete()


def opposite(direction: str) -> Direction:
    return Direction.GOT if direction == Direction.GAVE else Direction.GAVE


def _joined(shares: Sequence[Share]) -> list[Share]:
    found: dict[uuid.UUID, Share] = {}
    for share in shares:
        before = found.get(share.document_id, Share(share.document_id, 0))
        found[share.document_id] = Share(
            share.document_id, before.amount + share.amount, before.withheld + share.withheld
        )
    return list(found.values())


def _write(business_id: uuid.UUID, *, payment_id: uuid.UUID, shares: Sequence[Share]) -> None:
    for share in shares:
        row, is_new = Allocation.objects.get_or_create(
            business_id=business_id, payment_id=payment_id, document_id=share.document_id,
            defaults={"amount": share.amount, "withheld": share.withheld},
        )  # fmt: skip
        if not is_new:
            Allocation.objects.filter(pk=row.pk).update(
                amount=F("amount") + share.amount, withheld=F("withheld") + share.withheld
            )
        _move(business_id, share.document_id, by=-share.amount)
    if shares:
        _move(business_id, payment_id, by=-sum(share.amount for share in shares))


def _move(business_id: uuid.UUID, document_id: uuid.UUID, *, by: int) -> None:
    """Documents of trade keep what is left of them; of a line of the khata it is read."""
    Document.objects.filter(business_id=business_id, id=document_id, kind__in=TRADE_KINDS).update(
        open_amount=F("open_amount") + by
    )
