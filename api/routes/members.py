"""Who is in the book."""

import datetime
from uuid import UUID

from ninja import Query

from api.kit.answers import Answer, Page, Paging, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from businesses.models import Membership
from ledger.queries.pages import cursor_of


class Member(Answer):
    member_id: UUID
    user_id: UUID
    name: str
    role: str
    created_time: datetime.datetime


router = Resource(singular="member", plural="members", row=Member, tag="Businesses")


@router.rows("/businesses/{uuid:business_id}/members", scope="book.manage", can="book.members", etag=False)
def list_members(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The people of a book and their roles, for its owner. A name stays empty until they opened the book."""
    members = Membership.objects.filter(business_id=business_id)
    if paging.cursor:
        members = members.filter(pk__gt=uuid_after(paging.cursor))
    found = members.order_by("pk").values("pk", "user_id", "user__name", "role", "opened_at", "created_at")
    rows = [
        {
            "member_id": row["pk"], "user_id": row["user_id"], "role": row["role"],
            "name": row["user__name"] if row["opened_at"] else "", "created_time": row["created_at"],
        }
        for row in found[: paging.per_page + 1]
    ]  # fmt: skip
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["member_id"].hex))
