"""A tenant's own page: the link that opens it, and the papers that stand there."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.properties import READ, WRITE
from rentals.models import TenantLink
from rentals.operations.portal import make_link, withdraw_link
from rentals.papers import lease_pdf, receipt_pdf
from rentals.queries.houses import lease_card
from rentals.queries.portal import RECEIPTS_MAX, receipt_of, receipts, standing_link
from rentals.queries.settled import SettledPart
from rentals.receipt_words import paid_for
from rentals.refusals import RentUnknown

PDF = "application/pdf"


class TenantPageLink(Answer):
    """`opened_time` is null until somebody opened it."""

    link_id: UUID
    ledger_id: UUID
    created_time: datetime.datetime
    expires_time: datetime.datetime
    opened_time: datetime.datetime | None


class NewTenantPageLink(TenantPageLink):
    url: str


class PaidDue(Answer):
    """So much of a payment paid this due. `is_part`: other money paid of it too, or some of it is still to come.
    `due_id` and the days are null for what was owed before the book began (before) or given back to the tenant
    (returned)."""

    due_id: UUID | None
    kind: Literal["rent", "service", "utility", "late_fee", "damage", "other", "before", "returned"]
    period_start: datetime.date | None
    period_end: datetime.date | None
    amount_applied: Money
    is_part: bool


class RentReceipt(Answer):
    """`kind` deposit_use is what the deposit paid. Of `amount`, `tax_amount_withheld` was kept back as tax. `paid_for`
    names the months in a sentence and `dues` one by one; `amount_ahead` is what nothing was asked for
    yet. Together they are `amount`, and they follow what is asked for later."""

    payment_id: UUID
    receipt_number: str
    date: datetime.date
    amount: Money
    tax_amount_withheld: Money
    tds_section: str
    mode: str
    kind: str
    note: str
    paid_for: Annotated[str, Field(examples=["Rent for Apr 2026 and part of May 2026"])]
    dues: list[PaidDue]
    amount_ahead: Money


router = Resource(singular="tenant_link", plural="tenant_links", row=TenantPageLink, tag="Tenants")
LINK = "/leases/{uuid:lease_id}/tenant-link"


@router.one(LINK, **READ, etag=False)
def get_tenant_link(request: BookCall, lease_id: UUID) -> Row:
    """The link that opens the tenant's own page: when it was made, when it ends, and whether it was opened."""
    return _said(_standing(request, _tenant_of(request, lease_id)))


@router.create(LINK, **WRITE, row=NewTenantPageLink, keyed=False)
def create_tenant_link(request: BookCall, lease_id: UUID) -> Row:
    """Make a link for the tenant: its `url` is told only now, and the link before it ends."""
    party_id = _tenant_of(request, lease_id)
    made = make_link(
        business_id=request.business.pk, actor=request.actor, party_id=party_id, now=timezone.now()
    )
    url = request.build_absolute_uri(reverse("tenant:rented_home", args=[made.token]))
    return {"url": url, **_said(_standing(request, party_id))}


@router.remove(LINK, **WRITE, revised=False)
def delete_tenant_link(request: BookCall, lease_id: UUID) -> Row:
    """Withdraw the link: it leads nowhere any more."""
    party_id = _tenant_of(request, lease_id)
    standing = _standing(request, party_id)
    withdraw_link(business_id=request.business.pk, actor=request.actor, party_id=party_id, now=timezone.now())
    return _said(standing)


@router.rows("/leases/{uuid:lease_id}/receipts", **READ, plural="receipts", row=RentReceipt)
def list_rent_receipts(request: BookCall, lease_id: UUID) -> Page:
    """What the tenant paid, the newest first, and for which months."""
    lease = lease_card(request.business.pk, lease_id).lease
    found = receipts(request.business.pk, lease.party.merged_into_id or lease.party_id)
    rows: list[Row] = [
        {
            "payment_id": one.document_id, "receipt_number": one.number, "date": one.day,
            "amount": number(one.amount), "tax_amount_withheld": number(one.withheld), "tds_section": one.section,
            "mode": one.mode, "kind": one.kind, "note": one.note, "paid_for": paid_for(one.settled),
            "dues": [_paid_due(part) for part in one.settled.parts], "amount_ahead": number(one.settled.ahead),
        }
        for one in found
    ]  # fmt: skip
    return Page(rows, None, RECEIPTS_MAX)


@router.file("/rent-payments/{uuid:rent_payment_id}/receipt.pdf", **READ, types=(PDF,))
def get_rent_receipt(request: BookCall, rent_payment_id: UUID) -> HttpResponse:
    """The receipt of a payment, or of what a deposit paid, in the language of Accept-Language."""
    found, lease_id = receipt_of(request.business.pk, rent_payment_id)
    card = lease_card(request.business.pk, lease_id)
    drawn = receipt_pdf(found, business=request.business, tenant=card.tenants, lease=card.lease)
    return HttpResponse(drawn, content_type=PDF)


@router.file("/leases/{uuid:lease_id}/lease.pdf", **READ, types=(PDF,))
def get_lease_pdf(request: BookCall, lease_id: UUID) -> HttpResponse:
    """The lease to be signed by both, in the language of Accept-Language."""
    card = lease_card(request.business.pk, lease_id)
    drawn = lease_pdf(card.lease, business=request.business, tenant=card.lease.party, today=today_of(request))
    return HttpResponse(drawn, content_type=PDF)


def _paid_due(part: SettledPart) -> Row:
    due, besides = part.due, "returned" if part.is_returned else "before"
    return {
        "due_id": due and due.pk, "kind": due.kind if due else besides, "period_start": due and due.period,
        "period_end": due and due.period_end, "amount_applied": number(part.amount), "is_part": part.is_part,
    }  # fmt: skip


def _tenant_of(request: BookCall, lease_id: UUID) -> UUID:
    """Raises RentUnknown."""
    return lease_card(request.business.pk, lease_id).lease.party_id


def _standing(request: BookCall, party_id: UUID) -> TenantLink:
    found = standing_link(request.business.pk, party_id, now=timezone.now())
    if found is None:
        raise RentUnknown
    return found


def _said(link: TenantLink) -> Row:
    return {
        "link_id": link.pk, "ledger_id": link.party_id, "created_time": link.made_at, "expires_time": link.ends_at,
        "opened_time": link.opened_at,
    }  # fmt: skip
