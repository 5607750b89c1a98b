"""What becomes of an approved paper: sent, answered, taken out."""

import datetime
import uuid

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.text import clean_line
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperKind, PaperStatus
from invoicing.operations import rules
from invoicing.operations.advances import free_advances
from invoicing.operations.khata_lines import free_khata
from invoicing.operations.promising import broken_promises, keep_promises
from invoicing.operations.results import PaperResult, result_of, tell
from invoicing.operations.sources import mark_source
from invoicing.operations.writing import (
    REASON_LENGTH_MAX,
    bump,
    items_on,
    lines_of,
    paper_of,
    take_goods_back,
)
from invoicing.refusals import StatusStands
from ledger.models import Document
from ledger.operations.trade import TradeAct, take_out_document
from ledger.operations.transactions import in_transaction

ANSWERS = (PaperStatus.ACCEPTED, PaperStatus.DECLINED)


def mark_sent(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    paper_id: uuid.UUID,
    now: datetime.datetime,
    dry_run: bool = False,
) -> PaperResult:
    """The party has it. Done twice it is done once. Raises PaperUnknown, RoleNotAllowed, StatusStands."""

    def work() -> PaperResult:
        book = lock(business_id)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        rules.check_standing(paper)
        if paper.sent_at is not None:
            return result_of(paper, replayed=True)
        paper.sent_at = now
        status = PaperStatus.SENT if paper.status == PaperStatus.APPROVED else PaperStatus(paper.status)
        return _moved(paper, status=status, what="sent", book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def answer_estimate(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, answer: str, now: datetime.datetime,
    dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """The customer said yes or no: `answer` is accepted or declined. Raises PaperUnknown, RoleNotAllowed,
    StatusStands."""

    def work() -> PaperResult:
        book = lock(business_id)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        rules.check_standing(paper)
        if paper.kind != PaperKind.ESTIMATE or answer not in ANSWERS:
            raise StatusStands(_("Only an estimate is accepted or declined."))
        if paper.status == answer:
            return result_of(paper, replayed=True)
        if paper.status == PaperStatus.INVOICED:
            raise StatusStands(_("This was billed already."))
        return _moved(paper, status=PaperStatus(answer), what=answer, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def void_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, reason: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Take out what should not have been written: the money and the goods go back where they were, the number is
    kept and told in returns.

    Raises PaperUnknown, RoleNotAllowed, ChangedElsewhere, StatusStands, NotesStand, MoneyStands, PeriodLocked,
    TaxPeriodLocked, and what taking goods back raises.
    """
    return _take_out(
        business_id, paper_id, base_rev=base_rev, status=PaperStatus.VOID, reason=reason, actor=actor, now=now,
        dry_run=dry_run,
    )  # fmt: skip


def cancel_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, reason: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Take out what was called off: as void_paper, told apart from a mistake."""
    return _take_out(
        business_id, paper_id, base_rev=base_rev, status=PaperStatus.CANCELLED, reason=reason, actor=actor, now=now,
        dry_run=dry_run,
    )  # fmt: skip


def _take_out(
    business_id: uuid.UUID, paper_id: uuid.UUID, *, base_rev: int, status: PaperStatus, reason: str, actor: Actor,
    now: datetime.datetime, dry_run: bool,
) -> PaperResult:  # fmt: skip
    words = clean_line(reason, max_length=REASON_LENGTH_MAX, field="reason")

    def work() -> PaperResult:
        book = lock(business_id)
        rules.check_editor(actor)
        paper = paper_of(business_id, paper_id)
        if paper.status == status and paper.rev == base_rev + 1:
            return result_of(paper, replayed=True)
        rules.check_rev(paper, base_rev)
        rules.check_standing(paper)
        if paper.status == PaperStatus.INVOICED:
            raise StatusStands(_("This was billed already. Take the bill out first."))
        free_advances(paper, actor=actor, now=now)
        rules.check_untied(paper)
        rules.check_day(paper.day, kind=paper.kind, book=book)
        take_goods_back(paper, actor=actor, now=now)
        if SIDES[paper.kind].is_posted and paper.total:
            act = TradeAct(book, actor, book.first_seq, paper.made_at, now)
            take_out_document(act, document_id=paper.pk, rev=paper.rev)
            free_khata(paper)
        paper.taken_out_at, paper.reason, paper.stock_id = now, words or paper.reason, None
        mark_source(paper, is_billed=False, actor=actor, now=now)
        what = "voided" if status == PaperStatus.VOID else "cancelled"
        return _moved(paper, status=status, what=what, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _moved(
    paper: Paper, *, status: PaperStatus, what: str, book: BookLock, actor: Actor, now: datetime.datetime
) -> PaperResult:
    paper.status = status
    bump(paper)
    paper.changed_seq, paper.changed_at = book.first_seq, now
    paper.save()
    Document.objects.filter(business_id=paper.business_id, id=paper.pk).update(
        rev=paper.rev, changed_seq=book.first_seq
    )
    keep_promises(paper)
    lines = lines_of(paper)
    tell(paper, what=what, lines=lines, actor=actor, now=now)
    accepted = status == PaperStatus.ACCEPTED
    return result_of(paper, promised=broken_promises(paper, items_on(lines)) if accepted else ())
