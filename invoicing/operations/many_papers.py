"""Approve many at once: each by itself, so that one that cannot be keeps nobody back."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from businesses.actors import Actor
from core.refusals import Refusal
from invoicing.content import PaperContent
from invoicing.operations.approving import approve_new, approve_paper
from invoicing.operations.results import PaperResult
from invoicing.payment_refusals import TooManyAtOnce

AT_ONCE_MAX = 100


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """How one fared: either what came of it, or why not."""

    paper_id: uuid.UUID
    done: PaperResult | None
    refusal: Refusal | None


def approve_many(
    *, business_id: uuid.UUID, actor: Actor, papers: Sequence[tuple[uuid.UUID, int]], now: datetime.datetime
) -> tuple[OneOfMany, ...]:
    """Drafts by id and revision, each in a transaction of its own. Raises TooManyAtOnce."""
    _check(len(papers))
    return tuple(
        _one(
            paper_id,
            lambda paper_id=paper_id, rev=rev: approve_paper(  # type: ignore[misc]
                business_id=business_id, actor=actor, paper_id=paper_id, base_rev=rev, now=now
            ),
        )
        for paper_id, rev in papers
    )


def post_many(
    *, business_id: uuid.UUID, actor: Actor, papers: Sequence[tuple[uuid.UUID, PaperContent]],
    made_at: datetime.datetime, now: datetime.datetime,
) -> tuple[OneOfMany, ...]:  # fmt: skip
    """New ones, written and approved, each in a transaction of its own. Raises TooManyAtOnce."""
    _check(len(papers))
    return tuple(
        _one(
            paper_id,
            lambda paper_id=paper_id, content=content: approve_new(  # type: ignore[misc]
                business_id=business_id, actor=actor, paper_id=paper_id, content=content, made_at=made_at, now=now
            ),
        )
        for paper_id, content in papers
    )  # fmt: skip


def _check(count: int) -> None:
    if count > AT_ONCE_MAX:
        raise TooManyAtOnce


def _one(paper_id: uuid.UUID, work: Callable[[], PaperResult]) -> OneOfMany:
    try:
        return OneOfMany(paper_id, work(), None)
    except Refusal as refusal:
        return OneOfMany(paper_id, None, refusal)
