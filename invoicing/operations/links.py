"""The public link of a paper: made, sent with it, and withdrawn."""

import datetime
import uuid
from dataclasses import dataclass

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.secret_links import digest_of, new_token
from invoicing.models import PaperLink
from invoicing.operations import rules
from invoicing.operations.writing import paper_of
from invoicing.refusals import LinkUnknown
from ledger.operations.transactions import in_transaction

LINK_DAYS = 180
STANDING_MAX = 10
"""Links of one paper that work at a time: each press of a share button makes one, the oldest ends."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """`token` is the secret of the address; nobody can be told it again."""

    link_id: uuid.UUID
    token: str
    ends_at: datetime.datetime
    replayed: bool = False


def make_link(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    paper_id: uuid.UUID,
    now: datetime.datetime,
    ends_others: bool = True,
    dry_run: bool = False,
) -> LinkResult:
    """A new address under which the paper is seen; those before end, or stand beside it while they are few.

    Raises PaperUnknown, RoleNotAllowed, StatusStands.
    """

    def work() -> LinkResult:
        lock(business_id, events=0)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        rules.check_standing(paper)
        _end(business_id, paper_id, now=now, kept=0 if ends_others else STANDING_MAX - 1)
        token = new_token()
        link = PaperLink.objects.create(
            business_id=business_id, paper=paper, digest=digest_of(token), made_by_id=actor.user_id, made_at=now,
            ends_at=now + datetime.timedelta(days=LINK_DAYS),
        )  # fmt: skip
        _tell(link, verb="link.made", rev=1, actor=actor, now=now)
        return LinkResult(link.id, token, link.ends_at)

    return in_transaction(work, dry_run=dry_run)


def withdraw_link(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    paper_id: uuid.UUID,
    now: datetime.datetime,
    dry_run: bool = False,
) -> LinkResult:
    """No address of the paper leads anywhere any more; the answer has no token.

    Raises PaperUnknown, LinkUnknown, RoleNotAllowed.
    """

    def work() -> LinkResult:
        lock(business_id, events=0)
        rules.check_drafter(actor)
        paper_of(business_id, paper_id)
        ended = _end(business_id, paper_id, now=now)
        if ended is None:
            raise LinkUnknown
        _tell(ended, verb="link.withdrawn", rev=2, actor=actor, now=now)
        return LinkResult(ended.id, "", ended.ends_at)

    return in_transaction(work, dry_run=dry_run)


def _end(
    business_id: uuid.UUID, paper_id: uuid.UUID, *, now: datetime.datetime, kept: int = 0
) -> PaperLink | None:
    """All links but the last so many; the last that ended."""
    standing = PaperLink.objects.filter(business_id=business_id, paper_id=paper_id, withdrawn_at=None)
    ended = list(standing.order_by("-made_at", "-id")[kept:])
    PaperLink.objects.filter(id__in=[one.id for one in ended]).update(withdrawn_at=now)
    return ended[0] if ended else None


def _tell(link: PaperLink, *, verb: str, rev: int, actor: Actor, now: datetime.datetime) -> None:
    news = trail.News(
        lock(link.business_id).first_seq, verb, "link", link.id, rev, None,
        {"paper": str(link.paper_id), "ends_at": link.ends_at.date().isoformat()},
    )  # fmt: skip
    trail.append(business_id=link.business_id, at=now, actor=actor, news=[news])
