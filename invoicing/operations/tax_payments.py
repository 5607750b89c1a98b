"""Pay the tax on reverse charge: it is paid with money alone, and from then on it may be set off."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Branch
from core.text import clean_line
from invoicing.buying import INPUT_ROLES, REVERSE_ROLES, WAITING_ROLES
from invoicing.models import Paper, TaxPayment
from invoicing.operations import rules
from invoicing.operations.payments import REFERENCE_MAX
from invoicing.payment_refusals import PaymentGone, PaymentRefused, PaymentUnknown
from invoicing.posting import mode_of_account
from invoicing.queries.tax_payments import TaxOwed, tax_owed
from ledger.models import Account, AccountRole, Direction, Document, DocumentKind
from ledger.operations.drafts import local_day
from ledger.operations.trade import TradeAct, TradeDocument, post_document, take_out_document
from ledger.operations.transactions import in_transaction
from ledger.operations.usual_accounts import usual_accounts
from ledger.posting import Leg
from ledger.queries.chart import chart_of
from ledger.refusals import AccountUnknown, ChangedElsewhere, IdTaken, PeriodLocked


@dataclass(frozen=True, slots=True)
class TaxPaymentResult:
    """Minor units: `total` was paid, `set_off` of it is credit now."""

    payment_id: uuid.UUID
    total: int
    set_off: int
    rev: int
    seq: int
    replayed: bool = False


def pay_reverse_tax(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, registration: str, month: datetime.date,
    paid_through_id: uuid.UUID, day: datetime.date, reference: str = "", made_at: datetime.datetime,
    now: datetime.datetime, dry_run: bool = False,
) -> TaxPaymentResult:  # fmt: skip
    """All that is owed under a registration for purchases up to the end of a month was paid on `day`. Sent again with
    the same content it answers the first result.

    Locks the book. Raises RoleNotAllowed, IdTaken, AccountUnknown, PaymentRefused, PeriodLocked, TextError.
    """
    words = clean_line(reference, max_length=REFERENCE_MAX, field="reference")
    first = month.replace(day=1)
    said = (registration, first, day, paid_through_id, words)

    def work() -> TaxPaymentResult:
        book = lock(business_id)
        rules.check_editor(actor)
        standing = TaxPayment.objects.filter(id=payment_id).first()
        if standing is not None:
            if standing.business_id != business_id or _said(standing) != said:
                raise IdTaken
            return _result(standing, replayed=True)
        if Document.objects.filter(id=payment_id).exists():
            raise IdTaken
        payment = TaxPayment(
            id=payment_id, business_id=business_id, registration=registration, month=first, day=day, reference=words,
            paid_through_id=paid_through_id, changed_seq=book.first_seq, created_by_id=actor.user_id, made_at=made_at,
            created_at=now,
        )  # fmt: skip
        _check(payment, book=book, now=now)
        owed = tax_owed(business_id, registration=registration, until=payment.until)
        _fill(payment, owed)
        act = TradeAct(book, actor, book.first_seq, made_at, now)
        post_document(act, _document(payment, book=book, actor=actor, now=now))
        payment.save(force_insert=True)
        ids = [paper.pk for paper in owed.papers]
        Paper.objects.filter(business_id=business_id, id__in=ids).update(tax_payment=payment)
        _tell(payment, what="made", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work, dry_run=dry_run)


def take_back_reverse_tax(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> TaxPaymentResult:  # fmt: skip
    """It was not paid after all: the tax is owed again, and its credit waits.

    Raises PaymentUnknown, RoleNotAllowed, ChangedElsewhere, PaymentGone, PeriodLocked.
    """

    def work() -> TaxPaymentResult:
        book = lock(business_id)
        rules.check_editor(actor)
        payment = TaxPayment.objects.filter(business_id=business_id, id=payment_id).first()
        if payment is None:
            raise PaymentUnknown
        if payment.taken_out_at is not None and payment.rev == base_rev + 1:
            return _result(payment, replayed=True)
        if payment.rev != base_rev:
            raise ChangedElsewhere
        if payment.taken_out_at is not None:
            raise PaymentGone
        payment.rev, payment.taken_out_at, payment.changed_seq = payment.rev + 1, now, book.first_seq
        act = TradeAct(book, actor, book.first_seq, payment.made_at, now)
        take_out_document(act, document_id=payment_id, rev=payment.rev)
        payment.save(update_fields=["rev", "taken_out_at", "changed_seq"])
        Paper.objects.filter(business_id=business_id, tax_payment=payment).update(tax_payment=None)
        _tell(payment, what="deleted", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work, dry_run=dry_run)


def amounts_of(payment: TaxPayment) -> dict[AccountRole, int]:
    """What it posts beside the money, by role, debit positive: the debt goes, and what waited may be set off."""
    found: dict[AccountRole, int] = {}
    for column, role in REVERSE_ROLES.items():
        credit = payment.credits[column]
        found |= {role: payment.owed[column], INPUT_ROLES[column]: credit, WAITING_ROLES[column]: -credit}
    return {role: amount for role, amount in found.items() if amount}


def _check(payment: TaxPayment, *, book: BookLock, now: datetime.datetime) -> None:
    if payment.day > local_day(now, timezone=book.timezone):
        raise PaymentRefused(_("Choose today or an earlier day."), field="day")
    if payment.day < payment.month:
        raise PaymentRefused(_("The tax of a month is paid once the month has begun."), field="day")
    if book.books_locked_until is not None and payment.day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)
    account = chart_of(payment.business_id).get(payment.paid_through_id)
    if account is None:
        raise AccountUnknown
    if not (account.is_money and account.is_active):
        raise PaymentRefused(
            _("Choose cash, a bank or a wallet that it was paid from."), field="paid_through"
        )


def _fill(payment: TaxPayment, owed: TaxOwed) -> None:
    branches = Branch.objects.filter(business_id=payment.business_id).order_by("pk")
    own = branches.filter(registration__number=payment.registration).first() or branches.first()
    if owed.total <= 0 or own is None:
        raise PaymentRefused(_("No tax on reverse charge is owed up to that month."), field="month")
    payment.branch = own
    for column in REVERSE_ROLES:
        setattr(payment, column, owed.owed[column])
        setattr(payment, f"credit_{column}", owed.credit[column])


def _document(payment: TaxPayment, *, book: BookLock, actor: Actor, now: datetime.datetime) -> TradeDocument:
    amounts = amounts_of(payment)
    accounts = usual_accounts(set(amounts), book=book, actor=actor, now=now)
    legs = [Leg(accounts[role], amount) for role, amount in amounts.items()]
    legs.append(Leg(payment.paid_through_id, -payment.total))
    money = Account.objects.get(business_id=payment.business_id, id=payment.paid_through_id)
    amount = sum(leg.amount for leg in legs if leg.amount > 0)
    return TradeDocument(
        document_id=payment.pk, kind=DocumentKind.TAX_PAID, branch_id=payment.branch_id, party_id=None,
        direction=Direction.GAVE, day=payment.day, amount=amount, legs=tuple(legs),
        mode=mode_of_account(money), note=payment.reference, rev=payment.rev,
    )  # fmt: skip


def _said(payment: TaxPayment) -> tuple[str, datetime.date, datetime.date, uuid.UUID, str]:
    return payment.registration, payment.month, payment.day, payment.paid_through_id, payment.reference


def _result(payment: TaxPayment, *, replayed: bool = False) -> TaxPaymentResult:
    return TaxPaymentResult(
        payment.pk, payment.total, sum(payment.credits.values()), payment.rev, payment.changed_seq, replayed
    )


def _tell(payment: TaxPayment, *, what: str, actor: Actor, now: datetime.datetime) -> None:
    contents: dict[str, Any] = {
        "registration": payment.registration, "month": payment.month.isoformat(), "day": payment.day.isoformat(),
        "paid_through": str(payment.paid_through_id), "reference": payment.reference, "owed": payment.owed,
        "credits": payment.credits, "amount": payment.total,
    }  # fmt: skip
    news = trail.News(
        seq=payment.changed_seq, verb=f"tax_payment.{what}", subject_kind="tax_payment", subject_id=payment.pk,
        rev=payment.rev, amount=payment.total, contents=contents,
    )  # fmt: skip
    trail.append(business_id=payment.business_id, at=now, actor=actor, news=[news])
