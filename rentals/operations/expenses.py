"""What a house costs: repairs, tax, the caretaker."""

import datetime
import uuid
from dataclasses import dataclass

from businesses.actors import Actor
from businesses.books import lock
from core.text import clean_note
from ledger.models import Account, AccountKind, DocumentKind, Mode
from ledger.operations.transactions import in_transaction
from ledger.refusals import AccountUnknown, IdTaken
from rentals import posting
from rentals.models import Property, PropertyExpense, Unit
from rentals.operations.deposits import MONEY
from rentals.operations.ground import allow, check_amount, check_day, new_row, refuse_without_rent, tell
from rentals.refusals import DueTakenBack, RentUnknown

NOTE_MAX = 300


@dataclass(frozen=True, slots=True)
class ExpenseResult:
    expense_id: uuid.UUID
    property_id: uuid.UUID
    amount: int
    day: datetime.date
    seq: int
    replayed: bool = False


def add_expense(
    *, business_id: uuid.UUID, actor: Actor, expense_id: uuid.UUID, property_id: uuid.UUID,
    unit_id: uuid.UUID | None = None, account_id: uuid.UUID, amount: int, mode: str, day: datetime.date,
    note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> ExpenseResult:  # fmt: skip
    """Money paid for a house or one of its units, on an account of costs. Sent again it answers the first result.

    Raises RoleNotAllowed, NoRentHere, RentUnknown, AccountUnknown, AmountOutOfReach, DayOutOfReach, PeriodLocked,
    IdTaken, TextError.
    """
    said = clean_note(note, max_length=NOTE_MAX)

    def work() -> ExpenseResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        standing = PropertyExpense.objects.filter(business_id=business_id, id=expense_id).first()
        if standing is not None:
            if (standing.branch_id, standing.amount, standing.day) != (property_id, amount, day):
                raise IdTaken
            return _result(standing, seq=0, replayed=True)
        check_amount(amount)
        check_day(day, book=book, now=now)
        _check_place(business_id, property_id=property_id, unit_id=unit_id, mode=mode)
        costs = Account.objects.filter(business_id=business_id, id=account_id, kind=AccountKind.EXPENSE)
        if not costs.filter(is_active=True).exists():
            raise AccountUnknown
        seq = lock(business_id).first_seq
        money = posting.account_of(business_id, MONEY[Mode(mode)])
        paper = posting.Paper(
            business_id=business_id, branch_id=property_id, kind=DocumentKind.HOUSE_COST, day=day, mode=mode,
            legs={account_id: amount, money: -amount}, note=said,
        )  # fmt: skip
        document_id, _none = posting.write(paper, actor=actor, seq=seq, now=now)
        with new_row(PropertyExpense, expense_id):
            one = PropertyExpense.objects.create(
                id=expense_id, business_id=business_id, branch_id=property_id, unit_id=unit_id, account_id=account_id,
                day=day, amount=amount, note=said, document_id=document_id, created_at=now,
            )  # fmt: skip
        return _told(one, verb="property.expense", rev=1, seq=seq, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def take_back_expense(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    expense_id: uuid.UUID,
    now: datetime.datetime,
    dry_run: bool = False,
) -> ExpenseResult:
    """Raises RoleNotAllowed, RentUnknown, DueTakenBack, PeriodLocked."""

    def work() -> ExpenseResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        one = PropertyExpense.objects.filter(business_id=business_id, id=expense_id).first()
        if one is None:
            raise RentUnknown
        if one.taken_back_at is not None:
            raise DueTakenBack
        check_day(one.day, book=book, now=now)
        seq = lock(business_id).first_seq
        posting.take_back(one.document_id, business_id=business_id, actor=actor, seq=seq, now=now)
        one.taken_back_at = now
        one.save(update_fields=["taken_back_at"])
        return _told(one, verb="property.expense_taken_back", rev=2, seq=seq, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _check_place(
    business_id: uuid.UUID, *, property_id: uuid.UUID, unit_id: uuid.UUID | None, mode: str
) -> None:
    houses = Property.objects.filter(business_id=business_id, branch_id=property_id)
    units = Unit.objects.filter(business_id=business_id, branch_id=property_id).filter(
        pk__in=[unit_id] if unit_id else []
    )
    if not houses.exists() or (unit_id is not None and not units.exists()) or mode not in MONEY:
        raise RentUnknown


def _told(
    one: PropertyExpense, *, verb: str, rev: int, seq: int, actor: Actor, now: datetime.datetime
) -> ExpenseResult:
    tell(
        one.business_id, actor=actor, now=now, verb=verb, subject_kind="property_expense", subject_id=one.id, rev=rev,
        amount=-one.amount, seq=seq,
        contents={
            "property": str(one.branch_id), "unit": str(one.unit_id) if one.unit_id else None,
            "account": str(one.account_id), "day": one.day.isoformat(), "amount": one.amount, "note": one.note,
        },
    )  # fmt: skip
    return _result(one, seq=seq)


def _result(one: PropertyExpense, *, seq: int, replayed: bool = False) -> ExpenseResult:
    return ExpenseResult(
        expense_id=one.id,
        property_id=one.branch_id,
        amount=one.amount,
        day=one.day,
        seq=seq,
        replayed=replayed,
    )
