"""Proof of the rents: every due against its document, and the deposits against their account."""

import uuid
from collections.abc import Iterator

from django.db.models import F, Q

from ledger.models import DocumentState
from ledger.queries.deposits import posted_deposits
from ledger.verify import Fault
from rentals.models import DepositMovement, Due, PropertyExpense
from rentals.queries.deposits import held_in_all

STANDS = Q(document__state=DocumentState.POSTED)


def prove_rent(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the rents of one book."""
    dues = Due.objects.filter(business_id=business_id)
    no_money = dues.filter(Q(amount__gt=0, document=None) | Q(amount=0, document__isnull=False))
    unlike = dues.filter(document__isnull=False).exclude(document__amount=F("amount"))
    for due in no_money | unlike:
        yield Fault(business_id, "a due and its document do not agree", str(due.id))
    for model in (Due, DepositMovement, PropertyExpense):
        against = (Q(taken_back_at=None) & ~STANDS) | (Q(taken_back_at__isnull=False) & STANDS)
        own = model._base_manager.filter(business_id=business_id, document__isnull=False)  # noqa: SLF001
        for pk in own.filter(against).values_list("pk", flat=True):
            yield Fault(business_id, "a row of renting stands against its document", str(pk))
    held, posted = held_in_all(business_id), posted_deposits(business_id)
    if held != posted:
        yield Fault(business_id, "the journal holds other deposits", f"{posted} instead of {held}")
