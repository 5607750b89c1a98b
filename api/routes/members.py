"""Who is in the book, and what each may do there."""

import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from businesses.operations.members import MemberUnknown, change_role, remove_member
from businesses.queries.memberships import MemberRow, member_page, member_row
from ledger.queries.pages import cursor_of

RoleName = Literal["owner", "manager", "staff", "accountant", "reader"]


class Member(Answer):
    """`name` stays empty until they opened the book; `mobile` or `email` is what they were added by."""

    member_id: UUID
    user_id: UUID
    name: str
    mobile: str
    email: str
    role: str
    created_time: datetime.datetime


class RoleChange(Schema):
    role: RoleName


MEMBERS = "/businesses/{uuid:business_id}/members"
ONE = MEMBERS + "/{uuid:member_id}"
CAN = "book.members"
router = Resource(singular="member", plural="members", row=Member, tag="Businesses")


@router.rows(MEMBERS, scope="book.manage", can=CAN, etag=False)
def list_members(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The people of a book and their roles, for its owner."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    found = member_page(business_id, after=after, limit=paging.per_page + 1)
    rows = [said_of(row) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["member_id"].hex))


@router.change(ONE, scope="book.manage", can=CAN, revised=False)
def change_member(request: BookCall, business_id: UUID, member_id: UUID, asked: RoleChange) -> Row:
    """Give a member another role."""
    change_role(
        business_id=business_id, actor=request.actor, member_id=member_id, role=asked.role, now=timezone.now()
    )
    return said_of(_row(business_id, member_id))


@router.remove(ONE, scope="book.manage", can=CAN, revised=False)
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
        "role": row.role, "created_time": row.created_at,
    }  # fmt: skip
