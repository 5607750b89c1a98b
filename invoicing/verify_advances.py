"""Proof of advances for services: each voucher against its payment and its parts, each part against what it posted."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from invoicing.models import STANDING, AdvanceUse, AdvanceVoucher, Payment, PaymentStatus, VoucherKind
from invoicing.models.advances import COLUMNS, Taxed
from invoicing.operations.advance_vouchers import amounts_of
from ledger.models import AccountRole, Allocation, Document, DocumentKind, DocumentState
from ledger.queries.posted import posted_by_role
from ledger.verify import Fault
from taxes.models import DrawnNumber

MONEY = ("amount", "value", *COLUMNS)


def prove_advances(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the advances of one book."""
    uses = list(
        AdvanceUse.objects.filter(business_id=business_id).select_related("paper", "voucher").order_by("id")
    )
    parts: dict[uuid.UUID, list[Taxed]] = defaultdict(list)
    for use in uses:
        if use.taken_off_at is None:
            parts[use.voucher_id].append(use)
    vouchers = list(AdvanceVoucher.objects.filter(business_id=business_id).order_by("id"))
    for one in vouchers:
        if one.receipt_id is not None and one.taken_out_at is None:
            parts[one.receipt_id].append(one)
    yield from _vouchers(business_id, vouchers, parts=parts)
    yield from _uses(business_id, uses)


def _vouchers(
    business_id: uuid.UUID, vouchers: list[AdvanceVoucher], *, parts: dict[uuid.UUID, list[Taxed]]
) -> Iterator[Fault]:
    payments = {
        one.pk: one
        for one in Payment.objects.filter(business_id=business_id, id__in=[v.pk for v in vouchers])
    }
    numbers = dict(
        DrawnNumber.objects.filter(business_id=business_id, document_id__in=payments).values_list(
            "document_id", "number"
        )
    )
    posted = posted_by_role(business_id, kinds=(DocumentKind.PAYMENT,))
    for voucher in vouchers:
        payment = payments[voucher.pk]
        stands = voucher.taken_out_at is None
        said = (payment.status == PaymentStatus.POSTED, payment.party_id, payment.total, payment.day)
        if said != (stands, voucher.party_id, voucher.amount, voucher.day):
            yield _fault(voucher, "a voucher and its payment do not agree")
        if numbers.get(voucher.pk) != voucher.number:
            yield _fault(voucher, "a voucher has another number than it was given")
        if not stands:
            yield from [_fault(voucher, "a voucher was taken out and is used")] if parts[voucher.pk] else []
            continue
        sign = 1 if voucher.kind == VoucherKind.RECEIPT else -1
        if not _agrees(posted.get(voucher.pk, {}), voucher, sign=sign):
            yield _fault(voucher, "the journal holds other taxes than the voucher")
        yield from _adds_up(voucher, parts[voucher.pk])
    others = {key for key, roles in posted.items() if roles.get(AccountRole.TAX_ON_ADVANCES)} - set(payments)
    for document_id in sorted(others):
        yield Fault(business_id, "a payment posts tax on an advance and has no voucher", str(document_id))


def _adds_up(voucher: AdvanceVoucher, parts: list[Taxed]) -> Iterator[Fault]:
    """No more is used than there is, and what is used up took all of each tax along."""
    sums = {name: sum(getattr(part, name) for part in parts) for name in MONEY}
    whole = {name: getattr(voucher, name) for name in MONEY}
    if sums["amount"] > whole["amount"] or any(sums[name] > whole[name] for name in COLUMNS):
        yield _fault(voucher, "more of an advance is used than there is")
    if sums["amount"] == whole["amount"] and sums != whole:
        yield _fault(voucher, "the parts of an advance are not its whole")
    left = Document.objects.filter(business_id=voucher.business_id, id=voucher.pk)
    open_amount = left.values_list("open_amount", flat=True).first()
    if voucher.kind == VoucherKind.RECEIPT and open_amount != whole["amount"] - sums["amount"]:
        yield _fault(voucher, "an advance has another rest than its parts leave")


def _uses(business_id: uuid.UUID, uses: list[AdvanceUse]) -> Iterator[Fault]:
    kinds = (DocumentKind.ADVANCE_USED,)
    documents = Document.objects.filter(business_id=business_id, kind__in=kinds).in_bulk()
    posted = posted_by_role(business_id, kinds=kinds)
    allocated = {
        (one.payment_id, one.document_id): one.amount
        for one in Allocation.objects.filter(
            business_id=business_id, payment_id__in={use.voucher_id for use in uses}
        )
    }
    for use in uses:
        stands = use.taken_off_at is None
        document = documents.pop(use.pk, None)
        is_posted = document is not None and document.state == DocumentState.POSTED
        if is_posted != (stands and bool(use.tax)):
            yield _fault(
                use.voucher, "an advance counts on a bill and its posting does not stand, or the other way"
            )
        if not stands:
            continue
        if use.paper.status not in STANDING:
            yield _fault(use.voucher, "an advance counts on a bill that does not count")
        if document is not None and (
            document.day != use.day or not _agrees(posted.get(use.pk, {}), use, sign=-1)
        ):
            yield _fault(use.voucher, "the journal holds other taxes than what was set against a bill")
        if allocated.get((use.voucher_id, use.paper_id)) != use.amount:
            yield _fault(use.voucher, "another amount is set against a bill than its tax says")
    for document_id in documents:
        yield Fault(business_id, "an advance on a bill has no voucher", str(document_id))


def _agrees(roles: dict[str, int], part: Taxed, *, sign: int) -> bool:
    found = {
        role: amount
        for role, amount in roles.items()
        if amount and (role == AccountRole.TAX_ON_ADVANCES or role.startswith("output"))
    }
    return found == amounts_of(part, sign=sign)


def _fault(voucher: AdvanceVoucher, what: str) -> Fault:
    return Fault(voucher.business_id, what, voucher.number)
