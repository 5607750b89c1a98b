"""Advances for services set against the bills they were for: the tax paid ahead counts on the bill, once."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from core.ids import uuid7
from inventory.models import ItemKind
from invoicing.advance_refusals import AdvanceAboveRoom, AdvanceDoesNotFit, AdvanceUnknown
from invoicing.models import (
    AdvanceUse,
    AdvanceVoucher,
    Paper,
    PaperKind,
    PaperLine,
    Payment,
    PaymentStatus,
    VoucherKind,
)
from invoicing.operations import rules
from invoicing.operations.advance_vouchers import figures, legs_of, part_of
from invoicing.operations.writing import lines_of, paper_of
from invoicing.working import SERVICES
from ledger.models import Direction, Document, DocumentKind, DocumentState
from ledger.operations.allocations import Share, allocate, take_off
from ledger.operations.trade import TradeAct, TradeDocument, post_document, take_out_document
from ledger.operations.transactions import in_transaction
from taxes.arithmetic import Treatment

LOOKED_AT = 200
"""Open vouchers of one customer that a bill looks at, the oldest first."""


@dataclass(frozen=True, slots=True)
class AdvanceResult:
    """Minor units: `amount` of the voucher counts on the bill, `tax` of it was paid ahead; `left` is open still."""

    use_id: uuid.UUID
    payment_id: uuid.UUID
    paper_id: uuid.UUID
    voucher: str
    amount: int
    tax: int
    left: int
    seq: int
    replayed: bool = False


def adjust_advance(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, payment_id: uuid.UUID, amount: int | None = None,
    now: datetime.datetime, dry_run: bool = False,
) -> AdvanceResult:  # fmt: skip
    """Set an advance against an invoice: so much of it, or as much as fits. Done before with the same amount it
    answers so.

    Locks the book. Raises PaperUnknown, AdvanceUnknown, RoleNotAllowed, StatusStands, AdvanceDoesNotFit,
    AdvanceAboveRoom, PeriodLocked, TaxPeriodLocked.
    """

    def work() -> AdvanceResult:
        book = lock(business_id, events=0)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        voucher = receipt_voucher(business_id, payment_id)
        standing = uses_of(paper).filter(voucher=voucher).first()
        if standing is not None:
            if amount in (None, standing.amount):
                return _result(standing, voucher, paper, seq=0, replayed=True)
            raise AdvanceDoesNotFit(_("This advance is set against the bill already. Take it off first."))
        rules.check_writer(actor, day=paper.day, book=book, now=now)
        rules.check_standing(paper)
        rules.check_day(paper.day, kind=paper.kind, book=book)
        _check_together(paper, voucher)
        most = _room(paper, lines_of(paper), voucher, only_services=False)
        if not most:
            raise AdvanceDoesNotFit(_("The bill has nothing left at the rate this advance was taxed at."))
        wanted = most if amount is None else amount
        if not 0 < wanted <= most:
            raise AdvanceAboveRoom(most=most, currency=book.currency)
        return _use(paper, voucher, wanted, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def take_advance_off(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, payment_id: uuid.UUID, now: datetime.datetime,
    dry_run: bool = False,
) -> AdvanceResult:  # fmt: skip
    """An advance is open again, and the bill is to be paid. Done before it answers so.

    Raises PaperUnknown, AdvanceUnknown, RoleNotAllowed, PeriodLocked, TaxPeriodLocked.
    """

    def work() -> AdvanceResult:
        book = lock(business_id, events=0)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        voucher = receipt_voucher(business_id, payment_id)
        own = AdvanceUse.objects.filter(business_id=business_id, paper=paper, voucher=voucher)
        use = own.filter(taken_off_at__isnull=True).first()
        if use is None:
            gone = own.order_by("-taken_off_at").first()
            if gone is None:
                raise AdvanceUnknown
            return _result(gone, voucher, paper, seq=0, replayed=True)
        rules.check_writer(actor, day=paper.day, book=book, now=now)
        rules.check_day(paper.day, kind=paper.kind, book=book)
        seq = _free(use, voucher, paper, actor=actor, now=now)
        return _result(use, voucher, paper, seq=seq)

    return in_transaction(work, dry_run=dry_run)


def use_advances(
    paper: Paper, lines: Sequence[PaperLine], *, actor: Actor, now: datetime.datetime,
    only: Collection[uuid.UUID] | None = None,
) -> None:  # fmt: skip
    """Set what the customer paid ahead for services against a bill that was approved just now, the oldest first.
    `only`: these vouchers. Under the caller's lock."""
    if paper.kind != PaperKind.INVOICE or not paper.our_registration or not paper.total:
        return
    for voucher in _open_vouchers(paper, only=only):
        amount = _room(paper, lines, voucher, only_services=only is None)
        if amount:
            _use(paper, voucher, amount, actor=actor, now=now)


def free_advances(paper: Paper, *, actor: Actor, now: datetime.datetime) -> list[uuid.UUID]:
    """Take every advance off a bill that changes or goes; which they were. Under the caller's lock."""
    if paper.kind != PaperKind.INVOICE:
        return []
    found = list(uses_of(paper).select_related("voucher").order_by("id"))
    for use in found:
        _free(use, use.voucher, paper, actor=actor, now=now)
    return [use.voucher_id for use in found]


def free_voucher(payment: Payment, *, actor: Actor, now: datetime.datetime) -> None:
    """A payment goes: its advance is on no bill any more. Under the caller's lock. Raises PeriodLocked."""
    own = AdvanceUse.objects.filter(
        business_id=payment.business_id, voucher_id=payment.pk, taken_off_at__isnull=True
    )
    for use in list(own.select_related("voucher", "paper").order_by("id")):
        _free(use, use.voucher, use.paper, actor=actor, now=now)


def receipt_voucher(business_id: uuid.UUID, payment_id: uuid.UUID) -> AdvanceVoucher:
    """Raises AdvanceUnknown."""
    own = AdvanceVoucher.objects.filter(business_id=business_id, kind=VoucherKind.RECEIPT)
    found = own.filter(id=payment_id).first()
    if found is None:
        raise AdvanceUnknown
    return found


def uses_of(paper: Paper) -> QuerySet[AdvanceUse]:
    """What is set against it."""
    return AdvanceUse.objects.filter(
        business_id=paper.business_id, paper_id=paper.pk, taken_off_at__isnull=True
    )


def _open_vouchers(paper: Paper, *, only: Collection[uuid.UUID] | None) -> list[AdvanceVoucher]:
    if paper.party_id is None:
        return []
    own = AdvanceVoucher.objects.filter(
        business_id=paper.business_id, party_id=paper.party_id, kind=VoucherKind.RECEIPT, taken_out_at__isnull=True,
        day__lte=paper.day, our_registration=paper.our_registration, reverse_charge=paper.reverse_charge,
        id__in=Document.objects.filter(
            business_id=paper.business_id, party_id=paper.party_id, kind=DocumentKind.PAYMENT,
            state=DocumentState.POSTED, open_amount__gt=0,
        ).values("id"),
    )  # fmt: skip
    if only is not None:
        own = own.filter(id__in=only)
    found = own.order_by("day", "created_at", "id")[:LOOKED_AT]
    return [one for one in found if not one.place or one.place == paper.place]


def _check_together(paper: Paper, voucher: AdvanceVoucher) -> None:
    """Raises AdvanceDoesNotFit."""
    payment = Payment.objects.get(business_id=paper.business_id, id=voucher.pk)
    if paper.kind != PaperKind.INVOICE:
        raise AdvanceDoesNotFit(_("An advance is set against an invoice only."))
    if voucher.taken_out_at is not None or payment.status != PaymentStatus.POSTED:
        raise AdvanceDoesNotFit(_("This advance was taken out."))
    if paper.party_id != voucher.party_id:
        raise AdvanceDoesNotFit(_("This advance is of another customer."))
    if paper.our_registration != voucher.our_registration:
        raise AdvanceDoesNotFit(_("This advance was taken under another tax number of yours."))
    if paper.day < voucher.day:
        raise AdvanceDoesNotFit(_("The bill is of an earlier day than the advance."))
    if paper.reverse_charge != voucher.reverse_charge:
        raise AdvanceDoesNotFit(_("Only one of the two is on reverse charge."))
    if voucher.place and voucher.place != paper.place:
        raise AdvanceDoesNotFit(_("The advance was taxed for another state than the bill."))


def _room(paper: Paper, lines: Sequence[PaperLine], voucher: AdvanceVoucher, *, only_services: bool) -> int:
    """How much of the voucher fits on the bill: what both have left, within what the bill charges at its rate."""
    taxed = [line for line in lines if line.treatment == Treatment.TAXABLE]
    of_rate = [line for line in taxed if _is_of(voucher, line)]
    if only_services:
        of_rate = [line for line in of_rate if _may_be_service(line)]
    if not of_rate:
        return 0
    up = max(paper.round_off, 0)
    uses = list(uses_of(paper).select_related("voucher"))
    same = [use for use in uses if _alike(use.voucher, voucher)]
    by_rate = sum(line.total for line in of_rate) + up - sum(use.amount for use in same)
    in_all = sum(line.total for line in taxed) + up - sum(use.amount for use in uses)
    left = dict(
        Document.objects.filter(
            business_id=paper.business_id, id__in=(paper.pk, voucher.pk), state=DocumentState.POSTED,
            party_id=voucher.party_id,
        ).values_list("id", "open_amount")
    )  # fmt: skip
    return max(0, min(by_rate, in_all, left.get(paper.pk, 0), left.get(voucher.pk, 0)))


def _is_of(voucher: AdvanceVoucher, line: PaperLine) -> bool:
    """What was taxed while its rate was not known fits on lines of every rate."""
    if not voucher.rate_known:
        return True
    return (line.rate, line.cess_rate, line.cess_per_unit) == (voucher.rate, voucher.cess_rate, 0)


def _alike(one: AdvanceVoucher, other: AdvanceVoucher) -> bool:
    return not other.rate_known or (one.rate, one.cess_rate) == (other.rate, other.cess_rate)


def _may_be_service(line: PaperLine) -> bool:
    if line.item is not None:
        return line.item.kind == ItemKind.SERVICE
    return not line.hsn or line.hsn.startswith(SERVICES)


def _use(
    paper: Paper, voucher: AdvanceVoucher, amount: int, *, actor: Actor, now: datetime.datetime
) -> AdvanceResult:
    """Under a number of its own, which it draws."""
    book = lock(paper.business_id)
    use = AdvanceUse(
        id=uuid7(), business_id=paper.business_id, voucher=voucher, paper=paper, day=paper.day, created_at=now,
        **figures(part_of(voucher, amount)),
    )  # fmt: skip
    if use.tax:
        act = TradeAct(book, actor, book.first_seq, now, now)
        document = TradeDocument(
            document_id=use.pk, kind=DocumentKind.ADVANCE_USED, branch_id=paper.branch_id, party_id=None,
            direction=Direction.GAVE, day=use.day, amount=use.tax, note=voucher.number,
            legs=legs_of(use, sign=-1, book=book, actor=actor, now=now),
        )  # fmt: skip
        post_document(act, document)
    allocate(
        paper.business_id,
        payment_id=voucher.pk,
        shares=(Share(paper.pk, amount),),
        members=(voucher.party_id,),
    )
    use.save(force_insert=True)
    _tell(use, voucher, paper, what="adjusted", seq=book.first_seq, actor=actor, now=now)
    return _result(use, voucher, paper, seq=book.first_seq)


def _free(
    use: AdvanceUse, voucher: AdvanceVoucher, paper: Paper, *, actor: Actor, now: datetime.datetime
) -> int:
    book = lock(paper.business_id)
    if use.tax:
        act = TradeAct(book, actor, book.first_seq, use.created_at, now)
        take_out_document(act, document_id=use.pk, rev=2)
    take_off(paper.business_id, payment_id=voucher.pk, document_id=paper.pk)
    use.taken_off_at = now
    use.save(update_fields=["taken_off_at"])
    _tell(use, voucher, paper, what="released", seq=book.first_seq, actor=actor, now=now)
    return book.first_seq


def _result(
    use: AdvanceUse, voucher: AdvanceVoucher, paper: Paper, *, seq: int, replayed: bool = False
) -> AdvanceResult:
    own = Document.objects.filter(business_id=paper.business_id, id=voucher.pk)
    left = own.values_list("open_amount", flat=True).first() or 0
    return AdvanceResult(
        use_id=use.pk, payment_id=voucher.pk, paper_id=paper.pk, voucher=voucher.number, amount=use.amount, tax=use.tax,
        left=left, seq=seq, replayed=replayed,
    )  # fmt: skip


def _tell(
    use: AdvanceUse, voucher: AdvanceVoucher, paper: Paper, *, what: str, seq: int, actor: Actor,
    now: datetime.datetime,
) -> None:  # fmt: skip
    news = trail.News(
        seq=seq, verb=f"advance.{what}", subject_kind="advance", subject_id=use.pk,
        rev=1 if what == "adjusted" else 2, amount=use.amount,
        contents={
            "payment": str(voucher.pk), "paper": str(paper.pk), "voucher": voucher.number, "number": paper.number,
            "day": use.day.isoformat(), "amount": use.amount, "value": use.value, "taxes": use.taxes,
        },
    )  # fmt: skip
    trail.append(business_id=paper.business_id, at=now, actor=actor, news=[news])
