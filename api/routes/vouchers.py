"""Vouchers: what an accountant writes line by line. A voucher keeps its id; each posting of it is a journal."""

import datetime
import uuid
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from core.ids import uuid7
from ledger.models import DocumentState
from ledger.operations import vouchers as operations
from ledger.queries.vouchers import voucher_card
from ledger.vouchers import VoucherContent, VoucherLine

Note = Annotated[str, Field(max_length=1000)]
Side = Literal["debit", "credit"]


class VoucherLineItem(Schema):
    """`ledger_id` names the party, on receivable and payable accounts alone."""

    account_id: UUID
    debit_or_credit: Side
    amount: Amount
    ledger_id: UUID | None = None


class VoucherLineShown(Schema):
    account_id: UUID
    debit_or_credit: Side
    amount: Money
    ledger_id: UUID | None


class Voucher(Answer):
    """`kind` openings is the sheet of opening balances. The lines of one in the trash are what they were."""

    voucher_id: UUID
    kind: Literal["journal", "contra", "openings"]
    date: datetime.date
    notes: str
    branch_id: UUID
    total: Money
    state: Literal["posted", "trashed"]
    rev: int
    line_items: list[VoucherLineShown]


class NewVoucher(Schema):
    """`voucher_id` may be yours; without `date` it is today, without `branch_id` it goes to the main branch. A contra
    stands on cash and bank accounts alone."""

    voucher_id: UUID | None = None
    kind: Literal["journal", "contra"] = "journal"
    date: datetime.date | None = None
    notes: Note = ""
    branch_id: UUID | None = None
    line_items: Annotated[list[VoucherLineItem], Field(max_length=200)]


class VoucherChange(Schema):
    """Members left out stay as they are; `line_items` replaces all lines. In a closed period only `notes` change."""

    date: datetime.date | None = None
    notes: Note | None = None
    branch_id: UUID | None = None
    line_items: Annotated[list[VoucherLineItem] | None, Field(max_length=200)] = None


router = Resource(singular="voucher", plural="vouchers", row=Voucher, tag="Accounts",
                  names={"branch": "branch_id"})  # fmt: skip


@router.create("/vouchers", scope="ledger.write", can="book.accounts")
def create_voucher(request: BookCall, asked: NewVoucher) -> Row:
    """Write a journal or a contra; its debits are its credits."""
    now = timezone.now()
    content = VoucherContent(
        asked.kind, asked.date or today_of(request), asked.notes, _lines(asked.line_items), asked.branch_id
    )
    done = operations.record_voucher(
        business_id=request.business.pk, actor=request.actor, document_id=asked.voucher_id or uuid7(), content=content,
        made_at=now, now=now,
    )  # fmt: skip
    return _said(request, done.document_id)


@router.one("/vouchers/{uuid:voucher_id}", scope="ledger.read", can="book.accounts")
def get_voucher(request: BookCall, voucher_id: UUID) -> Row:
    """One voucher, deleted ones too."""
    return _said(request, voucher_id)


@router.change("/vouchers/{uuid:voucher_id}", scope="ledger.write", can="book.accounts")
def change_voucher(request: BookCall, voucher_id: UUID, asked: VoucherChange) -> Row:
    """Change a voucher: what it posted is reversed, and it is posted anew in the same place."""
    base, stands = revision_of(request), voucher_card(request.business.pk, voucher_id).content
    content = VoucherContent(
        stands.kind, asked.date or stands.day, stands.note if asked.notes is None else asked.notes,
        stands.lines if asked.line_items is None else _lines(asked.line_items), asked.branch_id or stands.branch_id,
    )  # fmt: skip
    said = f"edit {asked.model_dump_json(exclude_unset=True)}"
    operations.edit_voucher(**_change(request, voucher_id, base=base, said=said), content=content)
    return _said(request, voucher_id)


@router.remove("/vouchers/{uuid:voucher_id}", scope="ledger.write", can="book.accounts")
def delete_voucher(request: BookCall, voucher_id: UUID) -> Row:
    """Take a voucher out of the books; it can be restored."""
    operations.delete_voucher(**_change(request, voucher_id, base=revision_of(request), said="delete"))
    return _said(request, voucher_id)


@router.act("/vouchers/{uuid:voucher_id}/restore", scope="ledger.write", can="book.accounts", revised=True)
def restore_voucher(request: BookCall, voucher_id: UUID) -> Row:
    """Bring a deleted voucher back."""
    operations.restore_voucher(**_change(request, voucher_id, base=revision_of(request), said="restore"))
    return _said(request, voucher_id)


@router.act("/vouchers/{uuid:voucher_id}/undo", scope="ledger.write", can="book.accounts", revised=True)
def undo_voucher(request: BookCall, voucher_id: UUID) -> Row:
    """Put a voucher back to what it said before its last change."""
    operations.undo_voucher(**_change(request, voucher_id, base=revision_of(request), said="undo"))
    return _said(request, voucher_id)


def _lines(asked: list[VoucherLineItem]) -> tuple[VoucherLine, ...]:
    return tuple(
        VoucherLine(
            one.account_id, one.amount if one.debit_or_credit == "debit" else -one.amount, one.ledger_id
        )
        for one in asked
    )


def _change(request: BookCall, voucher_id: UUID, *, base: int, said: str) -> dict[str, Any]:
    """What every change is called with. Its id follows from what is asked: sent twice, it is done once."""
    now = timezone.now()
    return {
        "business_id": request.business.pk, "actor": request.actor, "document_id": voucher_id,
        "mutation_id": uuid.uuid5(voucher_id, f"api {base} {said}"), "base_rev": base, "made_at": now, "now": now,
    }  # fmt: skip


def _said(request: BookCall, voucher_id: UUID) -> Row:
    card = voucher_card(request.business.pk, voucher_id)
    return {
        "voucher_id": voucher_id,
        "kind": card.content.kind,
        "date": card.content.day,
        "notes": card.content.note,
        "branch_id": card.document.branch_id,
        "total": number(card.content.amount),
        "state": str(DocumentState.TRASHED if card.is_trashed else DocumentState.POSTED),
        "rev": card.rev,
        "line_items": [
            {
                "account_id": line.account_id,
                "debit_or_credit": "debit" if line.amount > 0 else "credit",
                "amount": number(abs(line.amount)),
                "ledger_id": line.party_id,
            }
            for line in card.content.lines
        ],
    }
