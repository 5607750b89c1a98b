"""Accounts of the chart: add one, call it something else, close it, open it again.

An account's kind and place never change, and a role is given when the book is opened: what was posted keeps
its meaning. Whoever needs another cash box or bank adds an account under the built-in one.
"""

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.taken_ids import refused_when_taken
from core.text import clean_line
from ledger.models import Account, AccountKind, AccountRole
from ledger.operations.transactions import in_transaction
from ledger.queries.accounts import account as account_card
from ledger.queries.chart import ACCOUNTS_MAX
from ledger.refusals import AccountUnknown, ChangedElsewhere, IdTaken, RoleNotAllowed
from ledger.voucher_refusals import (
    AccountKept,
    AccountKindRefused,
    AccountNameMissing,
    AccountNotEmpty,
    CodeRefused,
    CodeTaken,
    TooManyAccounts,
)
from ledger.vouchers import KHATA_ROLES

GRANT = "book.accounts"
NAME_LENGTH_MAX = 120
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,11}")
UNDER: dict[str, AccountRole] = {
    "cash": AccountRole.CASH,
    "bank": AccountRole.BANK,
    "wallet": AccountRole.UPI,
}
"""Kinds people choose that stand under a built-in account of the book."""
KINDS = (*UNDER, *(str(kind) for kind in AccountKind))


@dataclass(frozen=True, slots=True)
class AccountResult:
    account_id: uuid.UUID
    code: str
    name: str
    kind: str
    role: str
    parent_id: uuid.UUID | None
    is_active: bool
    rev: int
    replayed: bool = False


def add_account(
    *, business_id: uuid.UUID, actor: Actor, account_id: uuid.UUID, code: str, name: str, kind: str,
    parent_id: uuid.UUID | None = None, now: datetime.datetime, dry_run: bool = False,
) -> AccountResult:  # fmt: skip
    """Add an account. `kind` is one of KINDS: cash, bank and wallet stand under the book's own, the others
    under `parent_id`, if it is given. Sent twice under the same id it is one account.

    Raises RoleNotAllowed, CodeRefused, AccountNameMissing, TextError, CodeTaken, AccountUnknown,
    AccountKindRefused, TooManyAccounts, IdTaken.
    """
    said, spelt = _name(name), _code(code)

    def work() -> AccountResult:
        book = _entered(business_id, actor=actor)
        standing = Account.objects.filter(id=account_id).first()
        if standing is not None:
            if (standing.business_id, standing.code) != (business_id, spelt):
                raise IdTaken
            return _result(standing, replayed=True)
        accounts = Account.objects.filter(business_id=business_id)
        if accounts.count() >= ACCOUNTS_MAX:
            raise TooManyAccounts(most=ACCOUNTS_MAX)
        if accounts.filter(code=spelt).exists():
            raise CodeTaken(code=spelt)
        kept, parent = _place(business_id, kind=kind, parent_id=parent_id)
        account = _made(
            id=account_id, business_id=business_id, code=spelt, name=said, kind=kept, parent=parent,
            currency=book.currency,
        )  # fmt: skip
        return _told(account, book=book, actor=actor, verb="account.created", now=now)

    return in_transaction(work, dry_run=dry_run)


def rename_account(
    *, business_id: uuid.UUID, actor: Actor, account_id: uuid.UUID, base_rev: int, name: str,
    now: datetime.datetime, dry_run: bool = False,
) -> AccountResult:  # fmt: skip
    """Call an account something else; built-in ones too. Raises AccountUnknown, RoleNotAllowed,
    ChangedElsewhere, AccountNameMissing, TextError."""
    said = _name(name)

    def work() -> AccountResult:
        book = _entered(business_id, actor=actor)
        account = _account(business_id, account_id, base_rev=base_rev)
        account.name = said
        return _moved(account, book=book, actor=actor, verb="account.updated", now=now)

    return in_transaction(work, dry_run=dry_run)


def close_account(
    *, business_id: uuid.UUID, actor: Actor, account_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> AccountResult:  # fmt: skip
    """Take an account out of use that holds nothing; what was posted stays. Raises AccountUnknown,
    RoleNotAllowed, ChangedElsewhere, AccountKept for a built-in one, AccountNotEmpty."""

    def work() -> AccountResult:
        book = _entered(business_id, actor=actor)
        account = _account(business_id, account_id, base_rev=base_rev)
        if account.role:
            raise AccountKept(account=account.name)
        under = Account.objects.filter(business_id=business_id, parent_id=account_id, is_active=True)
        if account_card(business_id, account_id).balance or under.exists():
            raise AccountNotEmpty(account=account.name)
        account.is_active = False
        return _moved(account, book=book, actor=actor, verb="account.closed", now=now)

    return in_transaction(work, dry_run=dry_run)


def open_account(
    *, business_id: uuid.UUID, actor: Actor, account_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> AccountResult:  # fmt: skip
    """Take a closed account into use again. Raises AccountUnknown, RoleNotAllowed, ChangedElsewhere."""

    def work() -> AccountResult:
        book = _entered(business_id, actor=actor)
        account = _account(business_id, account_id, base_rev=base_rev)
        account.is_active = True
        return _moved(account, book=book, actor=actor, verb="account.updated", now=now)

    return in_transaction(work, dry_run=dry_run)


def _entered(business_id: uuid.UUID, *, actor: Actor) -> BookLock:
    book = lock(business_id)
    if not is_granted(actor.role, GRANT):
        raise RoleNotAllowed
    return book


def _account(business_id: uuid.UUID, account_id: uuid.UUID, *, base_rev: int) -> Account:
    account = Account.objects.filter(business_id=business_id, id=account_id).first()
    if account is None:
        raise AccountUnknown
    if account.rev != base_rev:
        raise ChangedElsewhere
    return account


def _name(name: str) -> str:
    said = clean_line(name, max_length=NAME_LENGTH_MAX, field="name")
    if not said:
        raise AccountNameMissing
    return said


def _code(code: str) -> str:
    spelt = code.strip()
    if not CODE.fullmatch(spelt):
        raise CodeRefused
    return spelt


def _place(business_id: uuid.UUID, *, kind: str, parent_id: uuid.UUID | None) -> tuple[str, Account | None]:
    """(kind, account above) of a new account."""
    accounts = Account.objects.filter(business_id=business_id)
    if kind in UNDER:
        return AccountKind.ASSET, accounts.filter(role=UNDER[kind]).first()
    if kind not in AccountKind.values:
        raise AccountKindRefused
    if parent_id is None:
        return kind, None
    parent = accounts.filter(id=parent_id).first()
    if parent is None:
        raise AccountUnknown
    if parent.kind != kind or parent.role in KHATA_ROLES or not parent.is_active:
        raise AccountKindRefused
    return kind, parent


def _made(**fields: Any) -> Account:
    with refused_when_taken(IdTaken):
        return Account.objects.create(**fields)


def _moved(
    account: Account, *, book: BookLock, actor: Actor, verb: str, now: datetime.datetime
) -> AccountResult:
    account.rev += 1
    account.save(update_fields=["name", "is_active", "rev"])
    return _told(account, book=book, actor=actor, verb=verb, now=now)


def _told(
    account: Account, *, book: BookLock, actor: Actor, verb: str, now: datetime.datetime
) -> AccountResult:
    contents = {
        "code": account.code, "name": account.name, "kind": str(account.kind), "is_active": account.is_active,
        "parent": str(account.parent_id) if account.parent_id else None,
    }  # fmt: skip
    news = trail.News(book.first_seq, verb, "account", account.id, account.rev, None, contents)
    trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])
    return _result(account)


def _result(account: Account, *, replayed: bool = False) -> AccountResult:
    return AccountResult(
        account_id=account.id, code=account.code, name=account.name, kind=str(account.kind), role=account.role,
        parent_id=account.parent_id, is_active=account.is_active, rev=account.rev, replayed=replayed,
    )  # fmt: skip
