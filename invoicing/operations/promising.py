"""Keep what is promised of the stock true to the papers that promise it."""

import uuid
from collections.abc import Collection

from inventory.stock import Low, overpromised, promise
from invoicing.models import Paper, PaperKind
from invoicing.queries.promised import items_of_family, promised

PROMISING = (PaperKind.ESTIMATE, PaperKind.CHALLAN)


def keep_promises(paper: Paper, *, formerly: Collection[uuid.UUID] = ()) -> None:
    """After a paper came to stand otherwise; `formerly` are the items it had before. Under the lock of the book."""
    if paper.kind not in PROMISING and (paper.source_id is None or paper.kind != PaperKind.INVOICE):
        return
    items = items_of_family(paper) | set(formerly)
    if items:
        promise(paper.business_id, promised(paper.business_id, items))


def broken_promises(paper: Paper, item_ids: Collection[uuid.UUID]) -> tuple[Low, ...]:
    """Of which of a sale's goods less is there now than was promised."""
    if paper.kind not in (*PROMISING, PaperKind.INVOICE) or not item_ids:
        return ()
    return overpromised(paper.business_id, item_ids)
