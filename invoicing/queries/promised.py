"""Goods that are promised: of estimates that were accepted, and of challans, until their bill is written."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from inventory.models import Item
from inventory.refusals import UnitRefused
from invoicing.models import STANDING, Paper, PaperKind, PaperLine, PaperStatus
from invoicing.working import in_own_unit

OPEN_CHALLAN = (PaperStatus.APPROVED, PaperStatus.SENT)


def promised(business_id: uuid.UUID, item_ids: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, int]:
    """How much of each counted item is promised, in 1/10,000; of all items, or of these, 0 where nothing is.

    A challan made from an estimate takes its goods off the estimate. A challan that goes along with a bill promises
    nothing: the bill moved the goods.
    """
    lines = PaperLine.objects.filter(business_id=business_id, item__is_counted=True)
    if item_ids is not None:
        lines = lines.filter(item_id__in=item_ids)
    found: dict[uuid.UUID, int] = defaultdict(int, dict.fromkeys(item_ids or (), 0))
    of_estimates = lines.filter(paper__kind=PaperKind.ESTIMATE, paper__status=PaperStatus.ACCEPTED)
    gone = _by_challan(business_id, of_estimates)
    for line in of_estimates.select_related("item"):
        found[line.item_id] += max(_own(line) - gone.get(line.pk, 0), 0)  # type: ignore[index]
    for line in _of_challans(lines).select_related("item"):
        found[line.item_id] += _own(line)  # type: ignore[index]
    return dict(found)


def items_of_family(paper: Paper) -> set[uuid.UUID]:
    """Items on a paper, on what it was made from, and on what was made from either."""
    papers = [one for one in (paper.pk, paper.source_id) if one is not None]
    lines = PaperLine.objects.filter(
        Q(paper_id__in=papers) | Q(paper__source_id__in=papers), business_id=paper.business_id,
        item__is_counted=True,
    )  # fmt: skip
    return {item_id for item_id in lines.values_list("item_id", flat=True) if item_id is not None}


def _of_challans(lines: QuerySet[PaperLine]) -> QuerySet[PaperLine]:
    own = lines.filter(paper__kind=PaperKind.CHALLAN, paper__status__in=OPEN_CHALLAN)
    return own.exclude(paper__source__kind=PaperKind.INVOICE).exclude(
        paper__source__status=PaperStatus.INVOICED
    )


def _by_challan(business_id: uuid.UUID, of_estimates: QuerySet[PaperLine]) -> dict[int, int]:
    """How much of each line of an estimate went out with a challan."""
    went: dict[int, int] = defaultdict(int)
    lines = PaperLine.objects.filter(
        business_id=business_id, paper__kind=PaperKind.CHALLAN, paper__status__in=STANDING,
        source_line__in=of_estimates.values("pk"),
    )  # fmt: skip
    for line in lines.select_related("item"):
        if line.source_line_id is not None:
            went[line.source_line_id] += _own(line)
    return went


def _own(line: PaperLine) -> int:
    """In the item's own unit; nothing where the item is sold in other units by now."""
    item: Item | None = line.item
    if item is None:
        return 0
    try:
        return in_own_unit(item, line.quantity, unit=line.unit)
    except UnitRefused:
        return 0
