"""Advances for services: their vouchers, the bills they count on, and what of them is open. Money in minor units."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from invoicing.advance_refusals import AdvanceUnknown
from invoicing.models import AdvanceUse, AdvanceVoucher, Paper, PaperKind, VoucherKind
from ledger.models import Document, DocumentKind, DocumentState

OPEN_MAX = 50
USES_MAX = 500


@dataclass(frozen=True, slots=True)
class OpenAdvance:
    voucher: AdvanceVoucher
    left: int


@dataclass(frozen=True, slots=True)
class VoucherCard:
    """A voucher with the bills it counts on and what was paid back of it; `left` is open still."""

    voucher: AdvanceVoucher
    uses: tuple[AdvanceUse, ...]
    refunds: tuple[AdvanceVoucher, ...]
    left: int


def vouchers_of(
    business_id: uuid.UUID, payment_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, AdvanceVoucher]:
    """By payment; those without one are left out."""
    own = AdvanceVoucher.objects.select_related("receipt").filter(business_id=business_id)
    return {one.pk: one for one in own.filter(id__in=payment_ids)}


def voucher_card(business_id: uuid.UUID, payment_id: uuid.UUID) -> VoucherCard | None:
    """None where the payment has no voucher."""
    own = AdvanceVoucher.objects.select_related("receipt").filter(business_id=business_id)
    voucher = own.filter(id=payment_id).first()
    if voucher is None:
        return None
    uses = AdvanceUse.objects.select_related("paper").filter(
        business_id=business_id, voucher=voucher, taken_off_at__isnull=True
    )
    refunds = own.filter(receipt=voucher, taken_out_at__isnull=True)
    left = Document.objects.filter(business_id=business_id, id=payment_id, state=DocumentState.POSTED)
    is_receipt = voucher.kind == VoucherKind.RECEIPT
    return VoucherCard(
        voucher=voucher,
        uses=tuple(uses.order_by("day", "id")[:USES_MAX]),
        refunds=tuple(refunds.order_by("day", "id")[:USES_MAX]),
        left=(left.values_list("open_amount", flat=True).first() or 0) if is_receipt else 0,
    )


def voucher_of(business_id: uuid.UUID, payment_id: uuid.UUID) -> AdvanceVoucher:
    """Raises AdvanceUnknown."""
    found = vouchers_of(business_id, [payment_id]).get(payment_id)
    if found is None:
        raise AdvanceUnknown
    return found


def advances_on(business_id: uuid.UUID, paper_id: uuid.UUID) -> tuple[AdvanceUse, ...]:
    """What counts on a bill, the oldest voucher first."""
    own = AdvanceUse.objects.select_related("voucher").filter(business_id=business_id, paper_id=paper_id)
    return tuple(own.filter(taken_off_at__isnull=True).order_by("voucher__day", "voucher_id")[:USES_MAX])


def open_advances(paper: Paper) -> tuple[OpenAdvance, ...]:
    """Advances of its customer that something is left of and that are not of a later day or another number of ours."""
    if paper.kind != PaperKind.INVOICE or not paper.our_registration or paper.party_id is None:
        return ()
    own = Document.objects.filter(
        business_id=paper.business_id, party_id=paper.party_id, kind=DocumentKind.PAYMENT,
        state=DocumentState.POSTED, open_amount__gt=0,
    )  # fmt: skip
    vouchers = AdvanceVoucher.objects.filter(
        business_id=paper.business_id, party_id=paper.party_id, kind=VoucherKind.RECEIPT, taken_out_at__isnull=True,
        our_registration=paper.our_registration, day__lte=paper.day, id__in=own.values("id"),
    ).order_by("day", "id")[:OPEN_MAX]  # fmt: skip
    found = list(vouchers)
    left = (
        dict(own.filter(id__in=[one.pk for one in found]).values_list("id", "open_amount")) if found else {}
    )
    return tuple(OpenAdvance(one, left[one.pk]) for one in found if one.pk in left)
