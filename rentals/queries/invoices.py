"""Tax invoices of rents, as they were made."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from rentals.arithmetic import Because, GstCase
from rentals.models import Due, DueTax, RentInvoice
from rentals.queries.owed import owed
from rentals.refusals import RentUnknown

REGISTERED = Q(lease__unit__branch__registration__kind="gstin") & ~Q(
    lease__unit__branch__registration__scheme="composition"
)
INVOICED = Q(taken_back_at=None, document__isnull=False) & (
    Q(tax__case=GstCase.FORWARD.value) | REGISTERED & Q(tax__because=Because.DWELLING_REVERSE.value)
)
"""Dues a tax invoice is made of: the landlord adds the tax, or is registered and the tenant of a home owes it."""


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """`net` is the rent without tax, `paid` what came for its due so far, minor units."""

    invoice: RentInvoice
    paid: int = 0

    @property
    def net(self) -> int:
        due = self.invoice.due
        return due.amount - due.tax.amount

    @property
    def total(self) -> int:
        return self.invoice.due.amount


def invoice_of(business_id: uuid.UUID, due_id: uuid.UUID) -> InvoiceCard:
    """That of a due, also when it was cancelled. Raises RentUnknown."""
    own = RentInvoice.objects.filter(business_id=business_id, due_id=due_id)
    found = _with_due(own).first()
    if found is None:
        raise RentUnknown
    return InvoiceCard(found, _paid(business_id, found))


def invoice_page(
    business_id: uuid.UUID, *, since: datetime.date | None = None, until: datetime.date | None = None,
    lease_id: uuid.UUID | None = None, after: int | None = None, limit: int = 50,
) -> list[InvoiceCard]:  # fmt: skip
    """Invoices of some days as they were numbered, the cancelled ones too; `after` is where a page ended. What was
    paid is not told."""
    wanted = {"day__gte": since, "day__lte": until, "due__lease_id": lease_id, "id__gt": after}
    own = RentInvoice.objects.filter(
        business_id=business_id, **{name: value for name, value in wanted.items() if value is not None}
    )
    return [InvoiceCard(one) for one in _with_due(own).order_by("id")[:limit]]


def has_gst(business_id: uuid.UUID) -> bool:
    """Whether a rent of the book was ever asked for under GST."""
    return DueTax.objects.filter(business_id=business_id).exists()


def not_invoiced(
    business_id: uuid.UUID, *, since: datetime.date | None = None, until: datetime.date | None = None,
    lease_id: uuid.UUID | None = None, limit: int = 500,
) -> list[uuid.UUID]:  # fmt: skip
    """Dues of some days that want a tax invoice and have none, as their numbers would follow each other."""
    wanted = {"document__day__gte": since, "document__day__lte": until, "lease_id": lease_id}
    own = Due.objects.filter(
        INVOICED, business_id=business_id, invoice=None,
        **{name: value for name, value in wanted.items() if value is not None},
    )  # fmt: skip
    return list(own.order_by("document__day", "id").values_list("id", flat=True)[:limit])


def _with_due(own: QuerySet[RentInvoice]) -> QuerySet[RentInvoice]:
    return own.select_related("due__tax", "due__lease__party", "due__lease__unit__branch")


def _paid(business_id: uuid.UUID, invoice: RentInvoice) -> int:
    """What came for it; nothing is told of a cancelled one."""
    due = invoice.due
    if invoice.cancelled_at is not None:
        return 0
    return due.amount - owed(business_id, [due.lease.party_id])[due.lease.party_id].of(due.document_id)
