"""Proof of the payments: each against its document in the ledger and what that posted. That no more is set against
a bill than it comes to, the ledger proves itself."""

import uuid
from collections.abc import Iterator

from invoicing.models import Payment, PaymentStatus
from invoicing.operations.settling import MODES
from ledger.directions import MONEY
from ledger.models import AccountRole, Direction, Document, DocumentKind, DocumentState
from ledger.queries.posted import posted_by_role
from ledger.verify import Fault

KEPT_BACK = (AccountRole.TAX_WITHHELD, AccountRole.TAX_TO_PAY_OVER)


def prove_payments(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the payments of one book."""
    kinds = (DocumentKind.PAYMENT,)
    documents = Document.objects.filter(business_id=business_id, kind__in=kinds).in_bulk()
    posted = posted_by_role(business_id, kinds=kinds)
    for payment in Payment.objects.filter(business_id=business_id).iterator(chunk_size=500):
        document = documents.get(payment.id)
        stands = document is not None and document.state == DocumentState.POSTED
        if stands != (payment.status == PaymentStatus.POSTED):
            yield _fault(payment, "a payment counts and its posting does not stand, or the other way")
        if document is None or not stands:
            continue
        said = (document.direction, document.party_id, document.branch_id, document.day, document.amount)
        if said != (payment.direction, payment.party_id, payment.branch_id, payment.day, payment.total):
            yield _fault(payment, "a payment and its document do not agree")
        yield from _legs(payment, posted.get(payment.id, {}))


def _legs(payment: Payment, roles: dict[str, int]) -> Iterator[Fault]:
    sign = 1 if payment.direction == Direction.GOT else -1
    wanted = {
        MONEY[MODES[payment.mode]]: payment.amount,
        KEPT_BACK[0 if sign > 0 else 1]: payment.withheld,
        AccountRole.WRITTEN_OFF: payment.written_off,
    }
    for role, amount in wanted.items():
        if roles.get(role, 0) != sign * amount:
            yield _fault(payment, f"the journal holds another {role} than the payment")


def _fault(payment: Payment, what: str) -> Fault:
    return Fault(payment.business_id, what, f"{payment.side} {payment.number}")
