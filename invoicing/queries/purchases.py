"""What a bill needs to be told apart: the vendor's number, and our own where the law wants one."""

import uuid

from django.db.models import Q

from invoicing.models import PURCHASE_KINDS, STANDING, Paper
from invoicing.refusals import PaperUnknown
from ledger.models import Document, DocumentState
from ledger.queries.journals import JournalLine, journal
from taxes.models import DrawnNumber, NumberedKind

SAME_MAX = 5


def purchase_of(business_id: uuid.UUID, paper_id: uuid.UUID) -> Paper:
    """A supplier's bill or credit; what we sold has pages of its own. Raises PaperUnknown."""
    own = Paper.objects.select_related("party").filter(business_id=business_id, kind__in=PURCHASE_KINDS)
    found = own.filter(id=paper_id).first()
    if found is None:
        raise PaperUnknown
    return found


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


def posted_by(business_id: uuid.UUID, paper_id: uuid.UUID) -> tuple[JournalLine, ...]:
    """The accounts that a paper stands on, as it was posted; none for a draft and for what was taken out."""
    own = Document.objects.filter(business_id=business_id, id=paper_id, state=DocumentState.POSTED)
    entry_id = own.values_list("entry_id", flat=True).first()
    return journal(business_id, entry_id).lines if entry_id else ()
