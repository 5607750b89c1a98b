"""A paper's entry: the party, sales or costs by account, each tax, and the rounding."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable

from businesses.actors import Actor
from businesses.books import BookLock
from invoicing.buying import bought_amounts
from invoicing.content import is_of_khata
from invoicing.kinds import COMPONENT_ROLES, SIDES
from invoicing.models import Paper, PaperLine
from ledger.book_map import book_map
from ledger.directions import party_role
from ledger.models import Account, AccountRole, DocumentKind, Mode
from ledger.operations.trade import TradeDocument
from ledger.operations.usual_accounts import usual_accounts
from ledger.posting import Leg


def document_of(
    paper: Paper, lines: Iterable[PaperLine], *, book: BookLock, actor: Actor, now: datetime.datetime
) -> TradeDocument:
    """What an approved paper posts: one of goods given on khata nothing in that khata, where they stand already.
    Makes the accounts of taxes that the book has not yet."""
    side = SIDES[paper.kind]
    lines = list(lines)
    amounts = _amounts(paper, lines) if side.is_sale else bought_amounts(paper, lines)
    roles = {role for role in amounts if isinstance(role, AccountRole)}
    accounts = usual_accounts(roles, book=book, actor=actor, now=now)
    legs = [_opposite(paper, lines)]
    for account, amount in amounts.items():
        account_id = accounts[account] if isinstance(account, AccountRole) else account
        legs.append(Leg(account_id, -side.sign * amount))
    of_khata = is_of_khata(lines)
    is_owed = not of_khata and not side.pays
    amount = paper.total if is_owed else sum(leg.amount for leg in legs if leg.amount > 0)
    return TradeDocument(
        document_id=paper.id, kind=DocumentKind.KHATA_BILL if of_khata else DocumentKind(paper.kind),
        branch_id=paper.branch_id, party_id=paper.party_id if is_owed else None, direction=side.direction,
        day=paper.day, legs=tuple(legs), due_on=paper.due_on if is_owed else None,
        note=headline(paper), amount=amount, open_amount=amount, rev=paper.rev, mode=mode_of(paper),
    )  # fmt: skip


def headline(paper: Paper) -> str:
    """What the party's khata says beside the amount: the number, which names nobody."""
    return paper.number


def _amounts(paper: Paper, lines: Iterable[PaperLine]) -> dict[AccountRole | uuid.UUID, int]:
    """What stands against the party by account, without zeros; in the order of the lines, taxes after them."""
    found: dict[AccountRole | uuid.UUID, int] = defaultdict(int)
    taxes: dict[AccountRole | uuid.UUID, int] = defaultdict(int)
    for line in lines:
        found[line.account_id or AccountRole.SALES] += line.value
        if not paper.reverse_charge:
            for column, role in COMPONENT_ROLES.items():
                taxes[role] += getattr(line, column)
    for tax, amount in taxes.items():
        found[tax] += amount
    found[AccountRole.ROUND_OFF] += paper.round_off
    return {account: amount for account, amount in found.items() if amount}


def _opposite(paper: Paper, lines: list[PaperLine]) -> Leg:
    """The party; what waits unbilled, where the goods stand in the party's khata already; or the money, where it was
    paid at once."""
    if paper.paid_through_id is not None:
        return Leg(paper.paid_through_id, SIDES[paper.kind].sign * paper.total)
    if is_of_khata(lines):
        return Leg(book_map(paper.business_id).accounts[AccountRole.KHATA_SALES], paper.total)
    return Leg(_party_account(paper), SIDES[paper.kind].sign * paper.total, paper.party_id)


def _party_account(paper: Paper) -> uuid.UUID:
    accounts = book_map(paper.business_id).accounts
    return accounts[party_role(paper.whom.kind)]


def mode_of(paper: Paper) -> Mode:
    """What changed hands: money where it was paid at once; an account under the bank's is a bank."""
    return Mode.GOODS if paper.paid_through is None else mode_of_account(paper.paid_through)


def mode_of_account(account: Account) -> Mode:
    modes = {AccountRole.CASH: Mode.CASH, AccountRole.UPI: Mode.UPI}
    return modes.get(AccountRole(account.role), Mode.BANK)
