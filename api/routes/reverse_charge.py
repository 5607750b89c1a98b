"""Tax on reverse charge: what is owed to the state, and what was paid of it."""

import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from core.ids import uuid7
from invoicing.models import TaxPayment
from invoicing.operations.tax_payments import pay_reverse_tax, take_back_reverse_tax
from invoicing.queries.tax_payments import (
    PAYMENTS_MAX,
    TaxOwed,
    months_owed,
    tax_payment_of,
    tax_payments,
)

Month = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])]
MONTHS_MAX = 2_000


class TaxesOwed(Answer):
    cgst_amount: Money
    sgst_amount: Money
    igst_amount: Money
    cess_amount: Money
    total: Money
    credit_total: Money


class ReverseTaxOwed(TaxesOwed):
    """Of one month alone. `credit_total` is what of it may be set off once it is paid."""

    gst_no: str
    month: str
    bill_count: int


class ReverseTaxPayment(TaxesOwed):
    """`credit_total` may be set off from `date` on; the rest was blocked, and is in the cost."""

    tax_payment_id: UUID
    gst_no: str
    month: str
    date: datetime.date
    paid_through_account_id: UUID
    reference_number: str
    is_taken_back: bool
    rev: int


class NewReverseTaxPayment(Schema):
    """All that is owed under `gst_no` for purchases up to the end of `month` was paid; without `date` today."""

    tax_payment_id: UUID | None = None
    gst_no: Annotated[str, Field(max_length=40)]
    month: Month
    date: datetime.date | None = None
    paid_through_account_id: UUID
    reference_number: Annotated[str, Field(max_length=60)] = ""


router = Resource(
    singular="tax_payment", plural="tax_payments", row=ReverseTaxPayment, tag="Reverse charge",
    names={"day": "date", "paid_through": "paid_through_account_id"},
)  # fmt: skip
READ: dict[str, Any] = {"scope": "invoice.read", "can": "sales.edit"}
WRITE: dict[str, Any] = {"scope": "invoice.write", "can": "sales.edit"}
ALL = "/reverse-charge/payments"
ONE = ALL + "/{uuid:tax_payment_id}"


@router.rows("/reverse-charge", plural="months", row=ReverseTaxOwed, **READ)
def list_reverse_tax(request: BookCall) -> Page:
    """What purchases on reverse charge owe to the state and nobody paid yet, by registration and month."""
    return Page([_owed(one) for one in months_owed(request.business.pk)], None, MONTHS_MAX)


@router.rows(ALL, **READ)
def list_reverse_tax_payments(request: BookCall) -> Page:
    """What was paid, the newest first."""
    return Page([_said(one) for one in tax_payments(request.business.pk)], None, PAYMENTS_MAX)


@router.one(ONE, **READ)
def get_reverse_tax_payment(request: BookCall, tax_payment_id: UUID) -> Row:
    """One payment of it, also when it was taken back."""
    return _said(tax_payment_of(request.business.pk, tax_payment_id))


@router.create(ALL, **WRITE)
def create_reverse_tax_payment(request: BookCall, asked: NewReverseTaxPayment) -> Row:
    """The tax was paid with money: from then on it may be set off."""
    now = timezone.now()
    done = pay_reverse_tax(
        business_id=request.business.pk, actor=request.actor, payment_id=asked.tax_payment_id or uuid7(),
        registration=asked.gst_no, month=datetime.date.fromisoformat(f"{asked.month}-01"),
        paid_through_id=asked.paid_through_account_id, day=asked.date or today_of(request),
        reference=asked.reference_number, made_at=now, now=now,
    )  # fmt: skip
    return _said(tax_payment_of(request.business.pk, done.payment_id))


@router.act(ONE + "/take-back", revised=True, **WRITE)
def take_back_reverse_tax_payment(request: BookCall, tax_payment_id: UUID) -> Row:
    """It was not paid after all: the tax is owed again, and its credit waits."""
    take_back_reverse_tax(
        business_id=request.business.pk, actor=request.actor, payment_id=tax_payment_id,
        base_rev=revision_of(request), now=timezone.now(),
    )  # fmt: skip
    return _said(tax_payment_of(request.business.pk, tax_payment_id))


def _owed(one: TaxOwed) -> Row:
    return {
        "gst_no": one.registration,
        "month": one.month.isoformat()[:7],
        "bill_count": len(one.papers),
        **_sums(one.owed, one.credit),
    }


def _said(one: TaxPayment) -> Row:
    return {
        "tax_payment_id": one.pk,
        "gst_no": one.registration,
        "month": one.month.isoformat()[:7],
        "date": one.day,
        "paid_through_account_id": one.paid_through_id,
        "reference_number": one.reference,
        "is_taken_back": one.taken_out_at is not None,
        "rev": one.rev,
        **_sums(one.owed, one.credits),
    }


def _sums(owed: dict[str, int], credit: dict[str, int]) -> Row:
    return {
        **{f"{name}_amount": number(amount) for name, amount in owed.items()},
        "total": number(sum(owed.values())),
        "credit_total": number(sum(credit.values())),
    }
