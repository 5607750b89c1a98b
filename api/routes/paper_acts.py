"""What is done with a document once its draft stands: approved, sent, answered, taken out."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.answers import Row
from api.kit.caller import BookCall
from api.kit.resource import revision_of
from api.routes.papers import card_of, said_of
from invoicing.operations.approving import approve_paper
from invoicing.operations.results import PaperResult
from invoicing.operations.states import answer_estimate, cancel_paper, mark_sent, void_paper


class Approval(Schema):
    """`number`: one that a person gives, as from a paper book; else the next of its series."""

    number: Annotated[str, Field(max_length=16)] = ""


class TakingOut(Schema):
    reason: Annotated[str, Field(max_length=200)] = ""


def approve(request: BookCall, paper_id: UUID, asked: Approval, *, kind: str, name: str) -> Row:
    base = revision_of(request)
    card_of(request, paper_id, kind=kind)
    done = approve_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, base_rev=base, number=asked.number,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(request, paper_id, kind=kind, name=name, done=done)


def send(request: BookCall, paper_id: UUID, *, kind: str, name: str) -> Row:
    card_of(request, paper_id, kind=kind)
    mark_sent(business_id=request.business.pk, actor=request.actor, paper_id=paper_id, now=timezone.now())
    return said_of(request, paper_id, kind=kind, name=name)


def void(request: BookCall, paper_id: UUID, asked: TakingOut, *, kind: str, name: str) -> Row:
    return _take_out(request, paper_id, asked, kind=kind, name=name, operation=void_paper)


def cancel(request: BookCall, paper_id: UUID, asked: TakingOut, *, kind: str, name: str) -> Row:
    return _take_out(request, paper_id, asked, kind=kind, name=name, operation=cancel_paper)


def answer(request: BookCall, paper_id: UUID, said: str, *, kind: str, name: str) -> Row:
    """`said` is accepted or declined."""
    card_of(request, paper_id, kind=kind)
    done = answer_estimate(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, answer=said, now=timezone.now()
    )  # fmt: skip
    return said_of(request, paper_id, kind=kind, name=name, done=done)


def _take_out(
    request: BookCall, paper_id: UUID, asked: TakingOut, *, kind: str, name: str, operation: Callable[..., PaperResult]
) -> Row:  # fmt: skip
    base = revision_of(request)
    card_of(request, paper_id, kind=kind)
    done = operation(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, base_rev=base, reason=asked.reason,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(request, paper_id, kind=kind, name=name, done=done)
