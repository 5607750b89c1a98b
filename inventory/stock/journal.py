"""The money behind the stock: documents of kind stock, posted through ledger.posting."""

import datetime
import hashlib
import uuid
from collections.abc import Mapping

from businesses.actors import Actor
from core.ids import uuid7
from inventory.refusals import NoStockHere
from ledger import posting
from ledger.book_map import book_map
from ledger.models import AccountRole, Direction, Document, DocumentKind, DocumentState, Mode
from ledger.operations.standing import legs_of
from ledger.posting import Draft, Leg


def refuse_without_stock(business_id: uuid.UUID) -> None:
    """A book without an account for stock keeps none. Raises NoStockHere."""
    needed = {AccountRole.STOCK, AccountRole.COST_OF_GOODS, AccountRole.STOCK_ADJUSTMENT}
    if not needed <= book_map(business_id).accounts.keys():
        raise NoStockHere


def post_value(
    amounts: Mapping[AccountRole, int], *, business_id: uuid.UUID, branch_id: uuid.UUID, actor: Actor, seq: int,
    day: datetime.date, now: datetime.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """Post what came into the stock less what went: `amounts` per counter account, minor units, above zero when the
    stock is worth more. The document, or None where nothing is worth anything."""
    accounts = book_map(business_id).accounts
    total = sum(amounts.values())
    legs = [Leg(accounts[AccountRole.STOCK], total)] if total else []
    legs += [Leg(accounts[role], -amount) for role, amount in amounts.items() if amount]
    if not legs:
        return None
    draft = Draft(
        document_id=uuid7(), branch_id=branch_id, seq=seq, day=day, pos=seq, legs=tuple(legs), khata_id=None
    )
    Document.objects.create(
        id=draft.document_id, business_id=business_id, branch_id=branch_id, kind=DocumentKind.STOCK,
        direction=Direction.GOT if total > 0 else Direction.GAVE, mode=Mode.GOODS, day=day, pos=seq,
        amount=sum(leg.amount for leg in legs if leg.amount > 0), changed_seq=seq, entry_id=draft.entry_id,
        content_hash=hashlib.sha256(draft.document_id.bytes).digest(), created_by_id=actor.user_id,
        device_id=actor.device_id, made_at=now, created_at=now,
    )  # fmt: skip
    posting.post(
        business_id=business_id, actor_id=actor.user_id, device_id=actor.device_id, drafts=[draft], khatas={}
    )
    return draft.document_id


def take_back(
    document_id: uuid.UUID, *, business_id: uuid.UUID, actor: Actor, seq: int, now: datetime.datetime
) -> None:
    """Reverse a posting where it stands; its document leaves for good, since the stock tells what happened."""
    document = Document.objects.get(business_id=business_id, id=document_id)
    entry_id = document.entry_id
    if entry_id is None:
        raise LookupError(f"document {document_id} has no entry")
    legs = legs_of([entry_id], khata_accounts=book_map(business_id).khata_accounts)[entry_id]
    draft = posting.reversal(
        of=entry_id, document_id=document_id, branch_id=document.branch_id, seq=seq, day=document.day,
        pos=document.pos, legs=legs, khata_id=None,
    )  # fmt: skip
    Document.objects.filter(business_id=business_id, id=document_id).update(
        state=DocumentState.TRASHED, trashed_at=now, closed_at=now, changed_seq=seq, rev=2
    )
    posting.post(
        business_id=business_id, actor_id=actor.user_id, device_id=actor.device_id, drafts=[draft], khatas={}
    )
