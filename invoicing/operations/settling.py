"""What a payment settles, what it posts, and what the trail is told of it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock
from core.money import format_money
from invoicing.models import Payment, PaymentMode, PaymentSide, PaymentStatus, Section
from invoicing.payment_refusals import OverPaid, PaymentRefused
from invoicing.payments import PaymentContent
from ledger.book_map import book_map
from ledger.directions import MONEY, party_role
from ledger.models import TRADE_KINDS, AccountRole, Direction, DocumentKind, Mode
from ledger.operations.allocations import Share, opposite
from ledger.operations.drafts import DAYS_AHEAD_MAX
from ledger.operations.trade import TradeDocument
from ledger.operations.usual_accounts import usual_accounts
from ledger.payment_refusals import MoreThanLeft
from ledger.posting import Leg
from ledger.queries.open_documents import OpenDocument, due_of, open_documents
from ledger.queries.parties import Family
from ledger.queries.unbilled import billed_by

MODES: Mapping[str, Mode] = MappingProxyType(
    {
        PaymentMode.CASH: Mode.CASH,
        PaymentMode.UPI: Mode.UPI,
        PaymentMode.BANK: Mode.BANK,
        PaymentMode.CHEQUE: Mode.BANK,
    }
)
WRITE_OFF_MAX = 100_00
"""Minor units a person may let go with a payment: more is a credit note."""
SETTLED_ONE_BY_ONE = (*TRADE_KINDS, DocumentKind.KHATA)
"""The rest of a khata, old balances and vouchers, is settled by counting alone."""


@dataclass(frozen=True, slots=True)
class Plan:
    shares: tuple[Share, ...]
    rest: int


def counts_on(said: PaymentContent) -> datetime.date:
    return max(said.day, said.cheque_on) if said.cheque_on else said.day


def check_payment(said: PaymentContent, *, today: datetime.date) -> None:
    """What it says by itself. Raises PaymentRefused."""
    if said.side not in PaymentSide.values or said.mode not in MODES or said.section not in Section.values:
        raise PaymentRefused(_("Choose how the money came."), field="mode")
    if min(said.amount, said.kept_back, said.written_off) < 0 or said.total <= 0:
        raise PaymentRefused(_("Enter an amount."), field="amount")
    if said.written_off > WRITE_OFF_MAX:
        raise PaymentRefused(
            _("Up to 100 can be let go here. For more, make a credit note."), field="written_off"
        )
    if said.is_refund and (said.kept_back or said.written_off):
        raise PaymentRefused(_("Nothing is kept back from money paid back."), field="amount")
    if said.day > today:
        raise PaymentRefused(_("Choose today or an earlier day. Only a cheque may wait."), field="day")
    if said.cheque_on is not None:
        if said.mode != PaymentMode.CHEQUE:
            raise PaymentRefused(_("Only a cheque has a day of its own."), field="cheque_on")
        if said.cheque_on > today + datetime.timedelta(days=DAYS_AHEAD_MAX):
            raise PaymentRefused(_("The day on the cheque is too far ahead."), field="cheque_on")
    if said.advance is not None and (said.side != PaymentSide.CUSTOMER or said.is_refund):
        raise PaymentRefused(_("Only money from a customer is an advance for a service."), field="advance")
    for share in said.shares or ():
        if not 0 <= share.withheld <= share.amount or not share.amount:
            raise PaymentRefused(_("Enter an amount above 0 for each bill."), field="invoices")


def plan(
    said: PaymentContent, *, payment: Payment, family: Family, currency: str, lenient: bool = False
) -> Plan:
    """What the payment settles: what was said by hand, or the oldest first. `family.balance` is without it.

    `lenient`: what is not left any more is passed over. Raises OverPaid, MoreThanLeft, PaymentRefused.
    """
    against = opposite(payment.direction)
    rows = open_documents(payment.business_id, family, direction=against)
    if said.shares is None:
        shares = _oldest_first(rows, total=said.total, withheld=said.kept_back)
        settled = min(said.total, due_of(family, against))
    else:
        named = _by_lines(payment.business_id, said.shares, rows=rows, lenient=lenient)
        shares = _left(rows, named) if lenient else named
        settled = sum(share.amount for share in shares)
        if not said.is_refund and not lenient:
            _check_due(settled, due=due_of(family, against))
    rest = said.total - settled
    if rest < 0:
        raise PaymentRefused(_("This is more than the payment itself."), field="invoices")
    if rest and said.is_refund:
        left = format_money(settled, currency=currency)
        raise PaymentRefused(_("There is %(left)s to pay back.") % {"left": left}, field="amount")
    if rest and said.written_off and not lenient:
        raise PaymentRefused(_("There is nothing left to let go."), field="written_off")
    if rest and not said.keep_advance:
        raise OverPaid(amount=said.total, due=settled, currency=currency)
    return Plan(tuple(shares), rest)


def document_of(payment: Payment, *, book: BookLock, actor: Actor, now: datetime.datetime) -> TradeDocument:
    """The party by all it settles, against the money, the tax kept back and what was let go."""
    gives = 1 if payment.direction == Direction.GAVE else -1
    tax = AccountRole.TAX_WITHHELD if gives < 0 else AccountRole.TAX_TO_PAY_OVER
    amounts: dict[AccountRole, int] = {
        MONEY[MODES[payment.mode]]: payment.amount,
        tax: payment.withheld,
        AccountRole.WRITTEN_OFF: payment.written_off,
    }
    roles = {role for role, amount in amounts.items() if amount}
    accounts = usual_accounts(roles, book=book, actor=actor, now=now)
    own = book_map(book.business_id).accounts[party_role(payment.party.kind)]
    legs = [Leg(own, gives * payment.total, payment.party_id)]
    legs += [Leg(accounts[role], -gives * amount) for role, amount in amounts.items() if amount]
    return TradeDocument(
        document_id=payment.pk, kind=DocumentKind.PAYMENT, branch_id=payment.branch_id, party_id=payment.party_id,
        direction=payment.direction, day=payment.day, amount=payment.total, legs=tuple(legs),
        mode=MODES[payment.mode], note=payment.reference or payment.note, open_amount=payment.total, rev=payment.rev,
    )  # fmt: skip


def verb_of(payment: Payment, what: str) -> str:
    """payment.received and payment.made when it begins to count; `what` names what else happened."""
    if not what:
        if payment.status == PaymentStatus.WAITING:
            what = "waiting"
        elif payment.is_refund:
            what = "refunded"
        else:
            what = "received" if payment.side == PaymentSide.CUSTOMER else "made"
    return f"payment.{what}"


def tell(payment: Payment, *, what: str, actor: Actor, now: datetime.datetime) -> None:
    sign = 1 if payment.direction == Direction.GAVE else -1
    news = trail.News(
        seq=payment.changed_seq, verb=verb_of(payment, what), subject_kind="payment", subject_id=payment.pk,
        rev=payment.rev, amount=sign * payment.total, contents=_contents(payment),
    )  # fmt: skip
    trail.append(business_id=payment.business_id, at=now, actor=actor, news=[news])


def _contents(payment: Payment) -> dict[str, object]:
    """As the trail keeps it; the first part is what every document of a khata says of itself."""
    states = {
        PaymentStatus.POSTED: "posted",
        PaymentStatus.DELETED: "trashed",
        PaymentStatus.WAITING: "draft",
    }
    return {
        "kind": "payment",
        "party": str(payment.party_id),
        "state": states[PaymentStatus(payment.status)],
        "direction": str(payment.direction),
        "amount": payment.total,
        "mode": str(MODES[payment.mode]),
        "day": payment.day.isoformat(),
        "note": payment.note,
        "due_on": None,
        "photos": 0,
        "status": payment.status,
        "side": payment.side,
        "is_refund": payment.is_refund,
        "number": payment.number,
        "paid": payment.amount,
        "withheld": payment.withheld,
        "section": payment.section,
        "written_off": payment.written_off,
        "payment_mode": payment.mode,
        "cheque_on": payment.cheque_on.isoformat() if payment.cheque_on else None,
        "reference": payment.reference,
        "wanted": payment.wanted,
    }


def _oldest_first(rows: Sequence[OpenDocument], *, total: int, withheld: int) -> list[Share]:
    shares, left, kept = [], total, withheld
    for row in rows:
        amount = min(row.due, left)
        if not amount:
            continue
        left -= amount
        if row.kind in SETTLED_ONE_BY_ONE:
            tax = min(kept, amount)
            kept -= tax
            shares.append(Share(row.document_id, amount, tax))
    return shares


def _by_lines(
    business_id: uuid.UUID, asked: Sequence[Share], *, rows: Sequence[OpenDocument], lenient: bool
) -> list[Share]:
    """Money for a bill from khata is set against the khata's lines it took, oldest first. Raises MoreThanLeft."""
    taken = billed_by(business_id, [share.document_id for share in asked])
    found: list[Share] = []
    for share in asked:
        if share.document_id not in taken:
            found.append(share)
            continue
        rest, kept = share.amount, share.withheld
        for row in (one for one in rows if one.document_id in taken[share.document_id] and rest):
            amount = min(rest, row.left)
            tax = min(kept, amount)
            rest, kept = rest - amount, kept - tax
            found.append(Share(row.document_id, amount, tax))
        if rest and not lenient:
            raise MoreThanLeft(note="", left=share.amount - rest)
    return found


def _left(rows: Sequence[OpenDocument], asked: Sequence[Share]) -> list[Share]:
    open_now: dict[uuid.UUID, int] = {row.document_id: row.left for row in rows}
    found = []
    for share in asked:
        amount = min(share.amount, open_now.get(share.document_id, 0))
        if amount:
            found.append(Share(share.document_id, amount, min(share.withheld, amount)))
    return found


def _check_due(amount: int, *, due: int) -> None:
    if amount > due:
        raise MoreThanLeft(note="", left=due)
