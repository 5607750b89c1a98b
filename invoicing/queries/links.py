"""Public links of papers: whose they are, and what the merchant reads of them."""

import datetime
import uuid
from dataclasses import dataclass

from businesses.models import Business
from core import walls
from invoicing.models import SALES_KINDS, PaperLink, PaperStatus


@dataclass(frozen=True, slots=True)
class Shared:
    """One paper of one book."""

    business: Business
    paper_id: uuid.UUID


def by_link(digest: bytes, *, now: datetime.datetime) -> Shared | None:
    """What the link shows, as long as it stands. The book is not known before: its wall is entered by what is found."""
    with walls.everything():
        link = (
            PaperLink.objects.select_related("business", "paper")
            .filter(
                digest=digest, withdrawn_at=None, ends_at__gt=now, business__deleted_at=None,
                paper__kind__in=SALES_KINDS, paper__party__erased_at=None,
            )
            .exclude(paper__status=PaperStatus.DRAFT)
            .first()
        )  # fmt: skip
        if link is None:
            return None
        PaperLink.objects.filter(pk=link.pk).update(opened_at=link.opened_at or now, seen_at=now)
    return Shared(link.business, link.paper_id)


def standing_link(business_id: uuid.UUID, paper_id: uuid.UUID, *, now: datetime.datetime) -> PaperLink | None:
    """The last link of a paper that works; seen where any of its links was."""
    own = PaperLink.objects.filter(business_id=business_id, paper_id=paper_id)
    found = list(own.filter(withdrawn_at=None, ends_at__gt=now).order_by("-made_at", "-id"))
    if not found:
        return None
    last = found[0]
    last.opened_at = min((one.opened_at for one in found if one.opened_at), default=None)
    last.seen_at = max((one.seen_at for one in found if one.seen_at), default=None)
    return last
