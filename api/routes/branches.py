"""The branches of a book: its shops, godowns, houses and offices."""

from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource, revision_of
from businesses.operations import branches as operations
from businesses.operations.branches import BranchUnknown
from businesses.queries.branches import BranchRow, branch_row, branches
from ledger.queries.pages import cursor_of

Kind = Annotated[str, Field(max_length=8, examples=["godown"])]
Name = Annotated[str, Field(max_length=120, examples=["বড়বাজার গুদাম"])]


class Branch(Answer):
    """`kind` is shop, godown, house or office. The main branch is the oldest: it has whatever names no other."""

    branch_id: UUID
    branch_name: str
    kind: str
    registration_id: UUID | None
    is_main: bool
    is_closed: bool
    rev: int


class NewBranch(Schema):
    branch_name: Name
    kind: Kind = "shop"
    registration_id: UUID | None = None


class BranchChange(Schema):
    """Members left out stay as they are; `registration_id` of null takes the registration away."""

    branch_name: Name | None = None
    kind: Kind | None = None
    registration_id: UUID | None = None


BRANCHES = "/businesses/{uuid:business_id}/branches"
ONE = BRANCHES + "/{uuid:branch_id}"
SCOPE, CAN = "book.manage", "book.settings"
router = Resource(singular="branch", plural="branches", row=Branch, tag="Businesses")


@router.rows(BRANCHES, scope="ledger.read", can="khata.read", etag=False)
def list_branches(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The branches of a book."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    rows = [said_of(row) for row in branches(business_id, after=after, limit=paging.per_page + 1)]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["branch_id"].hex))


@router.create(BRANCHES, scope=SCOPE, can=CAN)
def create_branch(request: BookCall, business_id: UUID, asked: NewBranch) -> Row:
    """Add a branch."""
    made = operations.add_branch(
        business_id=business_id, actor=request.actor, name=asked.branch_name, kind=asked.kind,
        registration_id=asked.registration_id, now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(business_id, made.pk))


@router.change(ONE, scope=SCOPE, can=CAN)
def change_branch(request: BookCall, business_id: UUID, branch_id: UUID, asked: BranchChange) -> Row:
    """Give a branch another name, kind or registration."""
    standing, sent = _row(business_id, branch_id), asked.model_fields_set
    registered = standing.registration.id if standing.registration else None
    operations.change_branch(
        business_id=business_id, actor=request.actor, branch_id=branch_id, base_rev=revision_of(request),
        name=standing.name if asked.branch_name is None else asked.branch_name, kind=asked.kind or standing.kind,
        registration_id=asked.registration_id if "registration_id" in sent else registered, now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(business_id, branch_id))


@router.act(ONE + "/close", scope=SCOPE, can=CAN, revised=True)
def close_branch(request: BookCall, business_id: UUID, branch_id: UUID) -> Row:
    """Close a branch; what was written for it stays."""
    return _closed(request, business_id, branch_id, is_closed=True)


@router.act(ONE + "/open", scope=SCOPE, can=CAN, revised=True)
def open_branch(request: BookCall, business_id: UUID, branch_id: UUID) -> Row:
    """Open a closed branch again."""
    return _closed(request, business_id, branch_id, is_closed=False)


@router.remove(ONE, scope=SCOPE, can=CAN)
def delete_branch(request: BookCall, business_id: UUID, branch_id: UUID) -> Row:
    """Take out a branch nothing was written for."""
    row = said_of(_row(business_id, branch_id))
    operations.remove_branch(
        business_id=business_id, actor=request.actor, branch_id=branch_id, base_rev=revision_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return row


def _closed(request: BookCall, business_id: UUID, branch_id: UUID, *, is_closed: bool) -> Row:
    operations.close_branch(
        business_id=business_id, actor=request.actor, branch_id=branch_id, base_rev=revision_of(request),
        is_closed=is_closed, now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(business_id, branch_id))


def _row(business_id: UUID, branch_id: UUID) -> BranchRow:
    found = branch_row(business_id, branch_id)
    if found is None:
        raise BranchUnknown
    return found


def said_of(row: BranchRow) -> Row:
    return {
        "branch_id": row.id, "branch_name": row.name, "kind": row.kind,
        "registration_id": row.registration.id if row.registration else None, "is_main": row.is_main,
        "is_closed": row.closed_at is not None, "rev": row.rev,
    }  # fmt: skip
