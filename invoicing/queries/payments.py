"""Lists of payments, and one with what it settled. Money in minor units."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from invoicing.models import AdvanceVoucher, Paper, Payment, PaymentStatus
from invoicing.payment_refusals import PaymentUnknown
from invoicing.queries.advances import vouchers_of
from ledger.models import Allocation, Document
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of

SEARCH_LENGTH_MAX = 120
SETTLED_MAX = 5_000


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A document that a payment was set against. `number` is "" for a line of the khata; `withheld` of `amount` was tax
    kept back."""

    document_id: uuid.UUID
    kind: str
    number: str
    day: datetime.date
    total: int
    amount: int
    withheld: int


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """`unused` is what nothing was settled with yet, `voucher` that of an advance for a service."""

    payment: Payment
    party_name: str
    unused: int
    settled: tuple[SettledRow, ...]
    voucher: AdvanceVoucher | None = None


@dataclass(frozen=True, slots=True)
class PaymentPage:
    rows: tuple[PaymentCard, ...]
    next_cursor: str | None


def payment_page(
    business_id: uuid.UUID, *, side: str = "", status: str = "", party_id: uuid.UUID | None = None, search: str = "",
    after: str | None = None, limit: int = 50,
) -> PaymentPage:  # fmt: skip
    """The newest first, without those taken out unless `status` asks for them. Raises CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    found = Payment.objects.filter(business_id=business_id).select_related("party")
    found = found.filter(status=status) if status else found.exclude(status=PaymentStatus.DELETED)
    if side:
        found = found.filter(side=side)
    if party_id is not None:
        found = found.filter(Q(party_id=party_id) | Q(party__merged_into_id=party_id))
    text = search.strip()[:SEARCH_LENGTH_MAX]
    if text:
        found = found.filter(Q(party__name__icontains=text) | Q(reference__icontains=text))
    if after:
        day, last = _place(after)
        found = found.filter(Q(day__lt=day) | Q(day=day, id__lt=last))
    payments = list(found.order_by("-day", "-id")[: limit + 1])
    rows = _cards(business_id, payments[:limit])
    if len(payments) <= limit:
        return PaymentPage(tuple(rows), None)
    last_one = payments[limit - 1]
    return PaymentPage(tuple(rows), cursor_of(last_one.day.isoformat(), last_one.id.hex))


def payment_card(business_id: uuid.UUID, payment_id: uuid.UUID) -> PaymentCard:
    """Raises PaymentUnknown."""
    payment = Payment.objects.select_related("party").filter(business_id=business_id, id=payment_id).first()
    if payment is None:
        raise PaymentUnknown
    return _cards(business_id, [payment])[0]


def settled_by(
    business_id: uuid.UUID, payment_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[SettledRow, ...]]:
    """What payments are set against, of each the oldest first; those of nothing are left out."""
    own = Allocation.objects.filter(business_id=business_id, payment_id__in=payment_ids)
    rows = list(own.select_related("document").order_by("document__day", "document__pos", "id")[:SETTLED_MAX])
    ids = {row.document_id for row in rows}
    numbers = dict(Paper.objects.filter(business_id=business_id, id__in=ids).values_list("id", "number"))
    found: dict[uuid.UUID, tuple[SettledRow, ...]] = {}
    for row in rows:
        said = SettledRow(
            row.document_id, row.document.kind, numbers.get(row.document_id, ""), row.document.day,
            row.document.amount, row.amount, row.withheld,
        )  # fmt: skip
        found[row.payment_id] = (*found.get(row.payment_id, ()), said)
    return found


def payments_of(business_id: uuid.UUID, document_id: uuid.UUID) -> tuple[tuple[Payment, int], ...]:
    """The payments set against a document, each with how much of it; the oldest first."""
    own = Allocation.objects.filter(business_id=business_id, document_id=document_id)
    amounts = dict(own.values_list("payment_id", "amount")[:SETTLED_MAX])
    found = Payment.objects.filter(business_id=business_id, id__in=amounts).order_by("day", "number")
    return tuple((payment, amounts[payment.pk]) for payment in found)


def waiting_cheques(business_id: uuid.UUID, party_id: uuid.UUID) -> tuple[Payment, ...]:
    """Cheques that wait for their day, to be shown beside the balance; the nearest first."""
    found = Payment.objects.filter(business_id=business_id, status=PaymentStatus.WAITING)
    mine = found.filter(Q(party_id=party_id) | Q(party__merged_into_id=party_id))
    return tuple(mine.order_by("day", "number")[:SETTLED_MAX])


def _cards(business_id: uuid.UUID, payments: Sequence[Payment]) -> list[PaymentCard]:
    ids = [payment.pk for payment in payments]
    unused, settled = _unused(business_id, ids), settled_by(business_id, ids)
    vouchers = vouchers_of(business_id, ids)
    return [
        PaymentCard(one, one.party.name, unused.get(one.pk, 0), settled.get(one.pk, ()), vouchers.get(one.pk))
        for one in payments
    ]


def _unused(business_id: uuid.UUID, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    own = Document.objects.filter(business_id=business_id, id__in=ids)
    return dict(own.values_list("id", "open_amount"))


def _place(after: str) -> tuple[datetime.date, uuid.UUID]:
    day, last = key_of(after, shape=(str, str))
    try:
        return datetime.date.fromisoformat(day), uuid.UUID(last)
    except ValueError as error:
        raise CursorUnknown from error
