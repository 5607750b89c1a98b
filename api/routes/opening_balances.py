"""The opening balances of a book's accounts: one sheet, beside the openings of its khatas."""

import datetime
import uuid
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from core.ids import uuid7
from ledger.operations.openings import write_openings
from ledger.queries.openings import opening_sheet

Side = Literal["debit", "credit"]


class OpeningLine(Schema):
    account_id: UUID
    debit_or_credit: Side
    amount: Amount


class OpeningLineShown(Schema):
    account_id: UUID
    debit_or_credit: Side
    amount: Money


class OpeningBalances(Answer):
    """`khatas` is what the openings of all khatas come to, `difference` what stands on Opening balances because
    the whole does not come out even; both are debits less credits. `rev` is 0 while there is no sheet."""

    voucher_id: UUID | None
    date: datetime.date | None
    branch_id: UUID | None
    rev: int
    khatas: Money
    difference: Money
    line_items: list[OpeningLineShown]


class NewOpeningBalances(Schema):
    """`line_items` replaces all lines, and empty takes the sheet out of the books. `accept_difference` says that
    what does not come out even may stand on Opening balances. Without `branch_id` it goes to the main branch."""

    date: datetime.date
    branch_id: UUID | None = None
    accept_difference: bool = False
    line_items: Annotated[list[OpeningLine], Field(max_length=200)]


router = Resource(singular="opening_balances", plural="opening_balances", row=OpeningBalances, tag="Accounts",
                  names={"branch": "branch_id"})  # fmt: skip


@router.one("/opening-balances", scope="ledger.read", can="book.accounts")
def get_opening_balances(request: BookCall) -> Row:
    """What the accounts held when the book began."""
    return _said(request)


@router.act("/opening-balances", scope="ledger.write", can="book.accounts", revised=True)
def set_opening_balances(request: BookCall, asked: NewOpeningBalances) -> Row:
    """Write the sheet of opening balances, or write it anew; If-Match is 0 for the first."""
    base, now, book = revision_of(request), timezone.now(), request.business.pk
    amounts: dict[UUID, int] = {}
    for one in asked.line_items:
        signed = one.amount if one.debit_or_credit == "debit" else -one.amount
        amounts[one.account_id] = amounts.get(one.account_id, 0) + signed
    write_openings(
        business_id=book, actor=request.actor, document_id=uuid7(),
        mutation_id=uuid.uuid5(book, f"openings {base} {asked.model_dump_json()}"), base_rev=base, day=asked.date,
        amounts={one: amount for one, amount in amounts.items() if amount}, rest_accepted=asked.accept_difference,
        branch_id=asked.branch_id, made_at=now, now=now,
    )  # fmt: skip
    return _said(request)


def _said(request: BookCall) -> Row:
    sheet = opening_sheet(request.business.pk)
    return {
        "voucher_id": sheet.document_id,
        "date": sheet.day,
        "branch_id": sheet.branch_id,
        "rev": sheet.rev,
        "khatas": number(sheet.parties),
        "difference": number(sheet.difference),
        "line_items": [
            {
                "account_id": account_id,
                "debit_or_credit": "debit" if amount > 0 else "credit",
                "amount": number(abs(amount)),
            }
            for account_id, amount in sheet.amounts.items()
        ],
    }
