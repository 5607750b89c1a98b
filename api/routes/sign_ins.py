"""What happened at the door of the person's own account."""

import datetime
from uuid import UUID

from ninja import Query

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from businesses.queries.account_notes import NoteRow, notes_of
from ledger.queries.pages import cursor_of


class SignIn(Answer):
    """`kind` is signed_in, new_device, wrong_code and so on; `message` says it for people."""

    note_id: UUID
    kind: str
    message: str
    time: datetime.datetime
    device: str
    network: str


router = Resource(singular="sign_in", plural="sign_ins", row=SignIn, tag="Tokens and devices")


@router.rows("/me/sign-ins", scope="profile.manage", etag=False)
def list_sign_ins(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Who came in to the account when, and who tried, in the last 180 days."""
    before = uuid_after(paging.cursor) if paging.cursor else None
    found = notes_of(user_id=request.caller.user_id, before=before, limit=paging.per_page + 1)
    return page_of(
        [_note(row) for row in found], paging=paging, cursor=lambda row: cursor_of(row["note_id"].hex)
    )


def _note(row: NoteRow) -> Row:
    return {
        "note_id": row.id, "kind": row.kind, "message": row.words, "time": row.at, "device": row.device,
        "network": row.network,
    }  # fmt: skip
