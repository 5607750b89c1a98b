"""A counter that takes money, and short ways to do so. Money in rupees."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from core.ids import uuid7
from invoicing.operations import payments
from invoicing.operations.payments import PaymentResult
from invoicing.payments import PaymentContent
from ledger.models import Document
from ledger.operations.allocations import Share
from ledger.queries.open_documents import open_documents
from ledger.queries.parties import family_of
from tests.invoicing.counters import Counter, line, open_counter
from tests.ledger.shops import TODAY


@dataclass
class Till(Counter):
    def owes(self, rupees: float, party: UUID | None = None, **fields) -> UUID:
        """An invoice without tax."""
        said = line(1, rupees, tax_id=None, treatment="exempt")
        return self.bill(said, party=party, rounds=False, **fields).paper_id

    def takes(self, rupees: float, *shares: tuple, party: UUID | None = None, **fields) -> PaymentResult:
        given = tuple(Share(one[0], *(round(part * 100) for part in one[1:])) for one in shares)
        fields.setdefault("payment_id", uuid7())
        payment_id, actor, now = (
            fields.pop("payment_id"),
            fields.pop("actor", self.asha),
            fields.pop("now", self.now),
        )
        usual = {"side": "customer", "day": TODAY, "mode": "cash"}
        content = PaymentContent(
            party_id=party or self.rahim,
            amount=round(rupees * 100),
            shares=given or None,
            **{**usual, **fields},
        )
        return payments.record_payment(
            business_id=self.id, actor=actor, payment_id=payment_id, content=content, made_at=now, now=now
        )

    def deletes(self, made: PaymentResult) -> PaymentResult:
        return payments.delete_payment(
            business_id=self.id, actor=self.asha, payment_id=made.payment_id, base_rev=made.rev, now=self.now
        )

    def due(self, party: UUID | None = None, direction: str = "gave") -> dict[UUID, float]:
        """What each document still waits for, in rupees."""
        family = family_of(self.id, party or self.rahim)
        found = open_documents(self.id, family, direction=direction)
        return {row.document_id: row.due / 100 for row in found if row.due}

    def left(self, document_id: UUID) -> float:
        return Document.objects.get(id=document_id).open_amount / 100


def open_till(**fields) -> Till:
    counter = open_counter(**fields)
    return Till(business=counter.business, asha=counter.asha, now=counter.now)


def later(count: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=count)
