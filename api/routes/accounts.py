"""The chart of accounts, with what each account holds."""

from uuid import UUID

from ninja import Query

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
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
    current_balance: Money


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


def said_of(row: AccountRow) -> Row:
    return {
        "account_id": row.id,
        "account_code": row.code,
        "account_name": row.name,
        "account_type": row.kind,
        "role": row.role,
        "currency_code": row.currency,
        "is_active": row.is_active,
        "current_balance": number(row.balance),
    }
