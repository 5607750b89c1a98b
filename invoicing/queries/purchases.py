"""What a bill needs to be told apart: the vendor's number, and our own where the law wants one."""

import uuid

from django.db.models import Q

from invoicing.models import STANDING, Paper
from taxes.models import DrawnNumber, NumberedKind

SAME_MAX = 5


def bills_of_number(
    business_id: uuid.UUID, *, kind: str, party_id: uuid.UUID, number: str, other_than: uuid.UUID | None = None
) -> tuple[Paper, ...]:  # fmt: skip
    """Approved ones that carry the same number of the same vendor, whatever the case: perhaps the bill was written
    twice. The newest first."""
    if not number.strip():
        return ()
    own = Paper.objects.filter(business_id=business_id, kind=kind, status__in=STANDING)
    mine = own.filter(
        Q(party_id=party_id) | Q(party__merged_into_id=party_id) | Q(party__merged__id=party_id)
    )
    found = mine.filter(number__iexact=number.strip()).distinct()
    if other_than is not None:
        found = found.exclude(id=other_than)
    return tuple(found.order_by("-day", "-id")[:SAME_MAX])


def self_invoice_number(business_id: uuid.UUID, paper_id: uuid.UUID) -> str:
    """The number of our own invoice for a bill on reverse charge, "" where there is none."""
    drawn = DrawnNumber.objects.filter(
        business_id=business_id, document_id=paper_id, kind=NumberedKind.SELF_INVOICE
    )
    return drawn.values_list("number", flat=True).first() or ""
