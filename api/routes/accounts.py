"""The chart of accounts, with what each account holds."""

from typing import Annotated, Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from core.ids import uuid7
from ledger.operations.accounts import (
    NAME_LENGTH_MAX,
    add_account,
    close_account,
    open_account,
    rename_account,
)
from ledger.queries.accounts import AccountRow, account, accounts_page
from ledger.queries.pages import cursor_of, key_of


class Account(Answer):
    """`current_balance` is debits less credits."""

    account_id: UUID
    account_code: str
    account_name: str
    account_type: str
    role: str
    currency_code: str
    is_active: bool
    parent_account_id: UUID | None
    rev: int
    current_balance: Money


class NewAccount(Schema):
    """`account_type` cash, bank and wallet stand under the book's own account of that kind; the others under
    `parent_account_id`, one of the same type, if it is given."""

    account_id: UUID | None = None
    account_code: Annotated[str, Field(max_length=40)]
    account_name: Annotated[str, Field(max_length=NAME_LENGTH_MAX)]
    account_type: Literal["cash", "bank", "wallet", "asset", "liability", "equity", "income", "expense"]
    parent_account_id: UUID | None = None


class AccountChange(Schema):
    """Members left out stay as they are. An account is closed once it holds nothing; built-in ones stay open."""

    account_name: Annotated[str | None, Field(max_length=NAME_LENGTH_MAX)] = None
    is_active: bool | None = None


router = Resource(singular="account", plural="accounts", row=Account, tag="Accounts")


@router.rows("/accounts", scope="ledger.read", can="totals.read")
def list_accounts(request: BookCall, paging: Query[Paging]) -> Page:
    """The accounts of the book, by code."""
    after = key_of(paging.cursor, shape=(str,))[0] if paging.cursor else ""
    found = accounts_page(request.business.pk, after_code=after, limit=paging.per_page + 1)
    return page_of(
        [said_of(row) for row in found], paging=paging, cursor=lambda row: cursor_of(row["account_code"])
    )


@router.one("/accounts/{uuid:account_id}", scope="ledger.read", can="totals.read")
def get_account(request: BookCall, account_id: UUID) -> Row:
    """One account."""
    return said_of(account(request.business.pk, account_id))


@router.create("/accounts", scope="ledger.write", can="book.accounts")
def create_account(request: BookCall, asked: NewAccount) -> Row:
    """Add an account to the chart."""
    done = add_account(
        business_id=request.business.pk, actor=request.actor, account_id=asked.account_id or uuid7(),
        code=asked.account_code, name=asked.account_name, kind=asked.account_type,
        parent_id=asked.parent_account_id, now=timezone.now(),
    )  # fmt: skip
    return said_of(account(request.business.pk, done.account_id))


@router.change("/accounts/{uuid:account_id}", scope="ledger.write", can="book.accounts")
def change_account(request: BookCall, account_id: UUID, asked: AccountChange) -> Row:
    """Call an account something else, close it, or take it into use again."""
    rev, now = revision_of(request), timezone.now()
    with transaction.atomic():
        if asked.account_name is not None:
            rev = rename_account(
                business_id=request.business.pk, actor=request.actor, account_id=account_id, base_rev=rev,
                name=asked.account_name, now=now,
            ).rev  # fmt: skip
        if asked.is_active is not None:
            work = open_account if asked.is_active else close_account
            work(
                business_id=request.business.pk,
                actor=request.actor,
                account_id=account_id,
                base_rev=rev,
                now=now,
            )
    return said_of(account(request.business.pk, account_id))


def said_of(row: AccountRow) -> Row:
    return {
        "account_id": row.id,
        "account_code": row.code,
        "account_name": row.name,
        "account_type": row.kind,
        "role": row.role,
        "currency_code": row.currency,
        "is_active": row.is_active,
        "parent_account_id": row.parent_id,
        "rev": row.rev,
        "current_balance": number(row.balance),
    }
