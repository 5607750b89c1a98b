"""Ask for rent: what falls due is raised from the lease, never from when this ran last."""

import datetime
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.ids import uuid7
from core.text import clean_line, clean_note
from ledger.models import AccountRole, DocumentKind, Mode
from ledger.operations.transactions import in_transaction
from ledger.operations.usual_accounts import usual_accounts
from rentals import posting
from rentals.arithmetic import GstCase, RentPeriod, RentSum, Terms, periods, rent_of
from rentals.models import Due, DueKind, DueTax, Lease, RentRise
from rentals.operations.ground import (
    allow,
    check_amount,
    check_day,
    lease_in,
    next_rev,
    open_day,
    payer,
    refuse_without_rent,
)
from rentals.operations.invoices import cancel_invoice
from rentals.queries.rent_taxes import RentGst, RentTaxes
from rentals.refusals import DueStands, DueTakenBack, NameMissing, RentUnknown, WhyMissing
from rentals.terms import terms_of

AT_ONCE = 200
"""Dues raised in one transaction: the book is locked no longer than a moment."""
LABEL_MAX = 24
NOTE_MAX = 300
HEADS = (AccountRole.OUTPUT_CGST, AccountRole.OUTPUT_SGST, AccountRole.OUTPUT_IGST)
CHARGES = (DueKind.SERVICE, DueKind.UTILITY, DueKind.DAMAGE, DueKind.OTHER)


@dataclass(frozen=True, slots=True)
class RaisedResult:
    """`count` dues of `amount` minor units in all; `is_more` when another call finds more."""

    count: int
    amount: int
    is_more: bool
    due_ids: tuple[uuid.UUID, ...] = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class DueResult:
    due_id: uuid.UUID
    lease_id: uuid.UUID
    kind: str
    period: datetime.date
    due_on: datetime.date
    amount: int
    document_id: uuid.UUID | None
    seq: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """A due to be. `amount` without the tax, which comes on top of it as it is written."""

    lease: Lease
    kind: str
    period: datetime.date
    period_end: datetime.date
    due_on: datetime.date
    day: datetime.date
    amount: int
    working: dict[str, object]
    label: str = ""
    note: str = ""
    about_id: uuid.UUID | None = None
    verb: str = "rent.due"


def raise_dues(
    *, business_id: uuid.UUID, actor: Actor, today: datetime.date, now: datetime.datetime,
    lease_ids: Collection[uuid.UUID] | None = None, dry_run: bool = False,
) -> RaisedResult:  # fmt: skip
    """Ask for every rent of a period begun by `today` that was not asked for, once per lease and period, AT_ONCE
    at a time. Run again, late or by two at once it asks for nothing twice: a due that was taken back stays so.

    Raises RoleNotAllowed, NoRentHere.
    """

    def work() -> RaisedResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        missing = _missing(business_id, today=today, lease_ids=lease_ids)
        wanted = list(islice(missing, AT_ONCE + 1))
        taxes = RentTaxes(business_id)
        raised = [charge(one, book=book, actor=actor, now=now, taxes=taxes) for one in wanted[:AT_ONCE]]
        return RaisedResult(
            count=len(raised), amount=sum(one.amount for one in raised), is_more=len(wanted) > AT_ONCE,
            due_ids=tuple(one.due_id for one in raised), replayed=not raised,
        )  # fmt: skip

    return in_transaction(work, dry_run=dry_run)


def _missing(
    business_id: uuid.UUID, *, today: datetime.date, lease_ids: Collection[uuid.UUID] | None
) -> Iterator[Charge]:
    """Rents not asked for yet, lease by lease, oldest first."""
    rises = Prefetch("rises", RentRise.objects.order_by("day", "id"))
    leases = Lease.objects.filter(business_id=business_id, ended_at=None, starts_on__lte=today)
    if lease_ids is not None:
        leases = leases.filter(id__in=lease_ids)
    running = list(leases.select_related("unit", "party").prefetch_related(rises).order_by("id"))
    done = set(
        Due.objects.filter(business_id=business_id, kind=DueKind.RENT, lease_id__in=[one.id for one in running])
        .values_list("lease_id", "period")
    )  # fmt: skip
    for lease in running:
        terms = terms_of(lease, rises=lease.rises.all())
        for period in periods(terms, until=today):
            if period.end >= lease.raises_from and (lease.id, period.start) not in done:
                yield rent_charge(lease, period, terms=terms)


def rent_charge(lease: Lease, period: RentPeriod, *, terms: Terms, label: str = "") -> Charge:
    """The rent of a period as a charge, with its sum."""
    found = rent_of(period, terms=terms)
    return Charge(
        lease=lease, kind=DueKind.RENT, period=period.start, period_end=period.end, due_on=period.due_on,
        day=min(period.start, period.due_on), amount=found.amount, working=working_of(period, found), label=label,
    )  # fmt: skip


def working_of(period: RentPeriod, found: RentSum) -> dict[str, object]:
    """The sum of a rent, as it is kept with the due: {"of_days", "parts": [{from, to, days, rent, amount}]}."""
    return {
        "of_days": found.of_days, "days": period.days,
        "parts": [
            {
                "from": part.start.isoformat(), "to": part.end.isoformat(), "days": part.days, "rent": part.rent,
                "amount": part.amount,
            }
            for part in found.parts
        ],
    }  # fmt: skip


def charge(
    one: Charge, *, book: BookLock, actor: Actor, now: datetime.datetime, taxes: RentTaxes | None = None
) -> DueResult:
    """Write a due with its tax and its document, and tell the trail. The caller holds the book's lock, and knows it is
    new."""
    lease, business_id = one.lease, book.business_id
    gst = (taxes or RentTaxes(business_id)).of_due(lease, kind=one.kind, net=one.amount, day=one.day)
    document_id, entry = (
        _document(one, gst=gst, book=book, actor=actor, now=now) if one.amount else (None, None)
    )
    seq = lock(business_id).first_seq
    due = Due.objects.create(
        id=uuid7(), business_id=business_id, lease=lease, kind=one.kind, period=one.period,
        period_end=one.period_end, label=one.label, due_on=one.due_on, amount=one.amount + gst.tax.amount,
        working=one.working, about_id=one.about_id, document_id=document_id, note=one.note, created_at=now,
    )  # fmt: skip
    news = trail.News(seq, one.verb, "due", due.id, 1, due.amount, due_contents(due, tax=_taxed(due, gst)))
    trail.append(
        business_id=business_id, at=now, actor=actor, news=[news] if entry is None else [entry, news]
    )
    return _result(due, seq=seq)


def _taxed(due: Due, gst: RentGst) -> DueTax | None:
    if gst.case not in {GstCase.FORWARD, GstCase.REVERSE} or not due.amount:
        return None
    return DueTax.objects.create(
        business_id=due.business_id, due=due, case=gst.case, because=gst.because, rate=gst.tax.rate,
        cgst=gst.tax.cgst, sgst=gst.tax.sgst, igst=gst.tax.igst,
    )  # fmt: skip


def _document(
    one: Charge, *, gst: RentGst, book: BookLock, actor: Actor, now: datetime.datetime
) -> tuple[uuid.UUID, trail.News | None]:
    """The rent on what it earns, each tax on its own account, the tenant owes both."""
    business_id, tax = book.business_id, gst.tax
    heads = {
        head: amount for head, amount in zip(HEADS, (tax.cgst, tax.sgst, tax.igst), strict=True) if amount
    }
    accounts = usual_accounts(heads, book=book, actor=actor, now=now) if heads else {}
    seq = lock(business_id).first_seq
    party_id = payer(business_id, one.lease.party_id, actor=actor, now=now)
    day = open_day(one.day, book=book)
    paper = posting.Paper(
        business_id=business_id, branch_id=one.lease.unit.branch_id, kind=DocumentKind.RENT_DUE, day=day,
        legs={
            posting.account_of(business_id, posting.INCOME[one.kind]): -one.amount,
            **{accounts[head]: -amount for head, amount in heads.items()},
        },
        party_id=party_id, due_on=max(one.due_on, day), note=one.note, mode=Mode.GOODS,
    )  # fmt: skip
    return posting.write(paper, actor=actor, seq=seq, now=now)


def add_charge(
    *, business_id: uuid.UUID, actor: Actor, lease_id: uuid.UUID, kind: str, label: str, amount: int,
    period: datetime.date, due_on: datetime.date, note: str = "", now: datetime.datetime, dry_run: bool = False,
    working: dict[str, object] | None = None,
) -> DueResult:  # fmt: skip
    """Ask for something besides the rent: a service charge, water, a broken window. `label` says what, and is asked
    for once per lease and `period` (its month).

    Raises RoleNotAllowed, RentUnknown, LeaseEnded, NameMissing, DueStands, AmountOutOfReach, DayOutOfReach,
    PeriodLocked, TextError.
    """
    called = clean_line(label, max_length=LABEL_MAX, field="label")
    said = clean_note(note, max_length=NOTE_MAX)

    def work() -> DueResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        lease = lease_in(business_id, lease_id)
        if not called or kind not in CHARGES:
            raise NameMissing(_("Say what it is for, for example water."), field="label")
        check_amount(amount)
        check_day(due_on, book=book, now=now)
        month = period.replace(day=1)
        same = Due.objects.filter(business_id=business_id, lease=lease, kind=kind, period=month, label=called)
        if same.exists():
            raise DueStands
        one = Charge(
            lease=lease, kind=kind, period=month, period_end=month, due_on=due_on, day=due_on, amount=amount,
            working=working or {}, label=called, note=said,
        )  # fmt: skip
        return charge(one, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def take_back_due(
    *, business_id: uuid.UUID, actor: Actor, due_id: uuid.UUID, reason: str, now: datetime.datetime,
    dry_run: bool = False,
) -> DueResult:  # fmt: skip
    """Waive a late fee, or take back what was asked for by mistake; it is not asked for again.

    Raises RoleNotAllowed, RentUnknown, DueTakenBack, WhyMissing, PeriodLocked, TextError.
    """
    why = clean_note(reason, max_length=NOTE_MAX)

    def work() -> DueResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        due = Due.objects.filter(business_id=business_id, id=due_id).select_related("document").first()
        if due is None:
            raise RentUnknown
        if due.taken_back_at is not None:
            raise DueTakenBack
        if not why:
            raise WhyMissing
        return undo_due(due, why=why, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def undo_due(due: Due, *, why: str, book: BookLock, actor: Actor, now: datetime.datetime) -> DueResult:
    """Take a due back under the caller's lock, and its tax invoice with it. Raises PeriodLocked, TaxTold."""
    seq, entry = lock(book.business_id).first_seq, None
    if due.document is not None:
        check_day(due.document.day, book=book, now=now)
        cancel_invoice(due, book=book, now=now)
        entry = posting.take_back(
            due.document.id, business_id=book.business_id, actor=actor, seq=seq, now=now
        )
        seq = lock(book.business_id).first_seq
    due.taken_back_at, due.taken_back_for = now, why
    due.save(update_fields=["taken_back_at", "taken_back_for"])
    tax = DueTax.objects.filter(business_id=book.business_id, due=due).first()
    verb = "late_fee.waived" if due.kind == DueKind.LATE_FEE else "rent.taken_back"
    news = trail.News(
        seq, verb, "due", due.id, next_rev(book.business_id, due.id), due.amount, due_contents(due, tax=tax)
    )
    trail.append(
        business_id=book.business_id, at=now, actor=actor, news=[news] if entry is None else [entry, news]
    )
    return _result(due, seq=seq)


def due_contents(due: Due, *, tax: DueTax | None) -> dict[str, object]:
    return {
        "lease": str(due.lease_id), "kind": due.kind, "label": due.label, "period": due.period.isoformat(),
        "due_on": due.due_on.isoformat(), "amount": due.amount,
        "entry": str(due.document_id) if due.document_id else None,
        "is_taken_back": due.taken_back_at is not None, "reason": due.taken_back_for,
        **({"gst": tax.case, "cgst": tax.cgst, "sgst": tax.sgst, "igst": tax.igst} if tax else {}),
    }  # fmt: skip


def _result(due: Due, *, seq: int) -> DueResult:
    return DueResult(
        due_id=due.id, lease_id=due.lease_id, kind=due.kind, period=due.period, due_on=due.due_on,
        amount=due.amount, document_id=due.document_id, seq=seq,
    )  # fmt: skip
