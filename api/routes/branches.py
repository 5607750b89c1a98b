"""The branches of a book: its shops, godowns or houses."""

from uuid import UUID

from ninja import Query

from api.kit.answers import Answer, Page, Paging, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from businesses.models import Branch as Found
from ledger.queries.pages import cursor_of


class Branch(Answer):
    branch_id: UUID
    branch_name: str
    kind: str


router = Resource(singular="branch", plural="branches", row=Branch, tag="Businesses")


@router.rows("/businesses/{uuid:business_id}/branches", scope="ledger.read", can="khata.read", etag=False)
def list_branches(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The branches of a book."""
    branches = Found.objects.filter(business_id=business_id)
    if paging.cursor:
        branches = branches.filter(pk__gt=uuid_after(paging.cursor))
    found = branches.order_by("pk").values("pk", "name", "kind")[: paging.per_page + 1]
    rows = [{"branch_id": row["pk"], "branch_name": row["name"], "kind": row["kind"]} for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["branch_id"].hex))
