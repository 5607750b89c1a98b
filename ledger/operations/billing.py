"""Goods given on khata that a bill of an app above takes, and gives free again. Under the caller's lock of the book."""

import uuid
from collections.abc import Collection

from ledger.models import Document, DocumentState


def bill_entries(business_id: uuid.UUID, *, bill_id: uuid.UUID, document_ids: Collection[uuid.UUID]) -> None:
    """The bill takes these lines of a khata, and no others; the caller has looked at them under the same lock."""
    free_entries(business_id, bill_id=bill_id)
    own = Document.objects.filter(business_id=business_id, id__in=document_ids, state=DocumentState.POSTED)
    if own.filter(billed_by=None).update(billed_by_id=bill_id) != len(document_ids):
        raise LookupError("a line of the khata was billed, or is gone")


def free_entries(business_id: uuid.UUID, *, bill_id: uuid.UUID) -> None:
    """What the bill took is there to be billed, changed and deleted again."""
    Document.objects.filter(business_id=business_id, billed_by_id=bill_id).update(billed_by=None)
