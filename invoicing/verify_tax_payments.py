"""Proof of the tax on reverse charge that was paid: each payment against its purchases and what it posted."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from invoicing.models import STANDING, Paper, TaxPayment
from invoicing.operations.tax_payments import amounts_of
from invoicing.queries.tax_payments import sums_of
from ledger.models import AccountRole, Document, DocumentKind, DocumentState
from ledger.queries.posted import posted_by_role
from ledger.verify import Fault


def prove_tax_payments(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the tax payments of one book."""
    kinds = (DocumentKind.TAX_PAID,)
    documents = Document.objects.filter(business_id=business_id, kind__in=kinds).in_bulk()
    posted = posted_by_role(business_id, kinds=kinds)
    papers: dict[uuid.UUID, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(business_id=business_id, tax_payment__isnull=False):
        if paper.tax_payment_id is not None:
            papers[paper.tax_payment_id].append(paper)
    for payment in TaxPayment.objects.filter(business_id=business_id).iterator(chunk_size=500):
        document, own = documents.pop(payment.pk, None), papers.pop(payment.pk, [])
        stands = document is not None and document.state == DocumentState.POSTED
        if document is None or stands != (payment.taken_out_at is None):
            yield _fault(payment, "tax that was paid counts and its posting does not stand, or the other way")
            continue
        if not stands:
            yield from [_fault(payment, "tax that was taken back is said to be paid")] if own else []
            continue
        yield from _adds_up(payment, own, document, posted.get(payment.pk, {}))
    for document_id in documents:
        yield Fault(business_id, "tax that was paid has no payment", str(document_id))


def _adds_up(
    payment: TaxPayment, papers: list[Paper], document: Document, roles: dict[str, int]
) -> Iterator[Fault]:
    if (payment.owed, payment.credits) != sums_of(payment.business_id, papers):
        yield _fault(payment, "tax that was paid comes to something else than its purchases owe")
    if any(one.status not in STANDING or not one.credit_waits for one in papers):
        yield _fault(payment, "tax was paid of a purchase that owes none")
    wanted: dict[AccountRole, int] = amounts_of(payment)
    for role in set(wanted) | {
        AccountRole(role) for role in roles if role.startswith(("reverse", "waiting"))
    }:
        if roles.get(role, 0) != wanted.get(role, 0):
            yield _fault(payment, f"the journal holds another {role} than the tax payment")
    if document.day != payment.day:
        yield _fault(payment, "tax that was paid and its document do not agree")


def _fault(payment: TaxPayment, what: str) -> Fault:
    return Fault(payment.business_id, what, str(payment.pk))
