"""Who is in the book, what each may do there, and who is invited."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.refusals import NothingAsked
from businesses.operations.members import MemberUnknown, change_grants, change_role, remove_member
from businesses.queries.memberships import MemberRow, member_page, member_row
from businesses.roles import GRANTS
from ledger.queries.pages import cursor_of

RoleName = Literal["owner", "manager", "staff", "accountant", "reader"]
Can = Annotated[str, Field(max_length=40, examples=["totals.read"])]


class Member(Answer):
    """`name` stays empty until they opened the book; `mobile` or `email` is what they were invited by.

    `grants` is all they may do: what the role brings, with what was given or taken besides it.
    """

    member_id: UUID
    user_id: UUID
    name: str
    mobile: str
    email: str
    role: str
    grants: list[str]
    created_time: datetime.datetime


class MemberChange(Schema):
    """`grants`: of khata.write, khata.edit, totals.read, book.import, book.settings and book.close, those
    this person may do, whatever the role brings. A new role brings its own."""

    role: RoleName | None = None
    grants: Annotated[list[Can], Field(max_length=20)] | None = None


MEMBERS = "/businesses/{uuid:business_id}/members"
ONE = MEMBERS + "/{uuid:member_id}"
CAN = "book.members"
router = Resource(singular="member", plural="members", row=Member, tag="Businesses")


@router.rows(MEMBERS, scope="book.manage", can=CAN, etag=False)
def list_members(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The people of a book and what each may do, for its owner."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    found = member_page(business_id, after=after, limit=paging.per_page + 1)
    rows = [said_of(row) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["member_id"].hex))


@router.change(ONE, scope="people.manage", can=CAN, revised=False)
def change_member(request: BookCall, business_id: UUID, member_id: UUID, asked: MemberChange) -> Row:
    """Give a member another role, or choose what they may do one by one."""
    if asked.role is None and asked.grants is None:
        raise NothingAsked
    actor, now = request.actor, timezone.now()
    with transaction.atomic():
        if asked.role is not None:
            change_role(business_id=business_id, actor=actor, member_id=member_id, role=asked.role, now=now)
        if asked.grants is not None:
            change_grants(
                business_id=business_id, actor=actor, member_id=member_id, grants=asked.grants, now=now
            )
    return said_of(_row(business_id, member_id))


@router.remove(ONE, scope="people.manage", can=CAN, revised=False)
def end_member(request: BookCall, business_id: UUID, member_id: UUID) -> Row:
    """Take a member out of the book; what they wrote stays."""
    row = said_of(_row(business_id, member_id))
    remove_member(business_id=business_id, actor=request.actor, member_id=member_id, now=timezone.now())
    return row


def _row(business_id: UUID, member_id: UUID) -> MemberRow:
    found = member_row(business_id, member_id)
    if found is None:
        raise MemberUnknown
    return found


def said_of(row: MemberRow) -> Row:
    return {
        "member_id": row.id, "user_id": row.user_id, "name": row.name, "mobile": row.phone, "email": row.email,
        "role": row.role, "grants": [can for can in GRANTS if can in row.grants], "created_time": row.created_at,
    }  # fmt: skip
