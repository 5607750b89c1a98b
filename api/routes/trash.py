"""The trash: what was deleted, and the way back."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import LedgerInFull, said_in_full
from businesses.roles import is_granted
from ledger.operations import trash as operations
from ledger.operations.trash import DAYS_LEAST, DAYS_MOST
from ledger.queries.trash import TrashRow, trash_page


class Trashed(Answer):
    """`kind` tells what `id` names: an entry, a whole khata, or a voucher, which has no khata of its own and is listed
    to those who may write vouchers. `days_left` 0: it goes for good today."""

    kind: Literal["entry", "ledger", "voucher"]
    id: UUID
    ledger_id: UUID | None
    party_name: str
    direction: str
    amount: Money
    date: datetime.date | None
    note: str
    rev: int
    deleted_time: datetime.datetime
    deleted_by: str
    days_left: int


class TrashWanted(Paging):
    """`search_text` looks for a name in any script, or a piece of a note."""

    search_text: Annotated[str, Field(max_length=120)] = ""


class TrashSettings(Answer):
    days: int


class TrashDays(Schema):
    """How many days deleted entries and khatas are kept."""

    days: Annotated[int, Field(ge=DAYS_LEAST, le=DAYS_MOST)]


class DeletedLedger(Answer):
    ledger_id: UUID
    party_name: str
    rev: int


router = Resource(singular="trashed", plural="trash", row=Trashed, tag="Trash")


@router.rows("/trash", scope="ledger.read", can="khata.edit")
def list_trash(request: BookCall, asked: Query[TrashWanted]) -> Page:
    """What was deleted and can come back, last deleted first. Bring each back with its own restore."""
    found = trash_page(
        request.business.pk,
        now=timezone.now(),
        search=asked.search_text,
        before=asked.cursor,
        limit=asked.per_page,
        vouchers=is_granted(request.actor.role, "book.accounts"),
    )
    return Page([_row(row) for row in found.rows], found.next_cursor, asked.per_page)


@router.act(
    "/trash/settings", scope="book.manage", can="book.settings", row=TrashSettings, singular="settings"
)
def set_trash_days(request: BookCall, asked: TrashDays) -> Row:
    """Choose how long the trash of the book is kept."""
    days = operations.keep_trash_for(
        business_id=request.business.pk, actor=request.actor, days=asked.days, now=timezone.now()
    )
    return {"days": days}


@router.remove("/ledgers/{uuid:ledger_id}", scope="ledger.write", can="khata.edit", row=DeletedLedger)
def delete_ledger(request: BookCall, ledger_id: UUID) -> Row:
    """Put a khata with which nothing is open in the trash."""
    done = operations.delete_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, base_rev=revision_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return {"ledger_id": done.party_id, "party_name": done.name, "rev": done.rev}


@router.act(
    "/ledgers/{uuid:ledger_id}/restore",
    scope="ledger.write",
    can="khata.edit",
    row=LedgerInFull,
    singular="ledger",
)
def restore_ledger(request: BookCall, ledger_id: UUID) -> Row:
    """Bring a deleted khata back."""
    operations.restore_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, now=timezone.now()
    )
    return said_in_full(request, ledger_id)


def _row(row: TrashRow) -> Row:
    return {
        "kind": "ledger" if row.kind == "party" else "entry",
        "id": row.id,
        "ledger_id": row.party_id,
        "party_name": row.name,
        "direction": row.direction,
        "amount": number(row.amount),
        "date": row.day,
        "note": row.note,
        "rev": row.rev,
        "deleted_time": row.trashed_at,
        "deleted_by": row.deleted_by,
        "days_left": row.days_left,
    }
