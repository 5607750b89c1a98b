"""Approve a paper: it gets its number, is posted, and its goods go, all at once or not at all."""

import datetime
import uuid

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from inventory.stock import Low
from invoicing import working
from invoicing.content import PaperContent
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperKind, PaperLine, PaperStatus
from invoicing.operations import rules
from invoicing.operations.advances import use_advances
from invoicing.operations.drafts import add, standing_same
from invoicing.operations.khata_lines import check_khata, take_khata
from invoicing.operations.promising import broken_promises, keep_promises
from invoicing.operations.results import PaperResult, result_of, tell
from invoicing.operations.sources import check_source, mark_source
from invoicing.operations.writing import (
    clean,
    content_of,
    fill,
    items_on,
    lines_of,
    move_goods,
    paper_of,
    write_lines,
)
from invoicing.posting import document_of
from invoicing.refusals import PaperRefused, StatusStands
from ledger.operations.trade import TradeAct, post_document
from ledger.operations.transactions import in_transaction
from taxes.arithmetic import Scheme
from taxes.models import NumberedKind
from taxes.operations.series import claim_number, draw_number


def approve_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, number: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Approve a draft that stands at revision `base_rev`; worked out anew, by the rates of its day.

    `number`: one that a person gives it, as from a paper book; else the next of its series. Locks the book. Raises
    PaperUnknown, RoleNotAllowed, BackdatingNotAllowed, ChangedElsewhere, StatusStands, PeriodLocked,
    TaxPeriodLocked, NumberRefused, NumberTaken, SeriesUnknown, StockShort and what working out and posting raise.
    """

    def work() -> PaperResult:
        book = lock(business_id)
        paper = paper_of(business_id, paper_id)
        if paper.status != PaperStatus.DRAFT:
            if paper.rev == base_rev + 1 and paper.status == PaperStatus.APPROVED:
                return result_of(paper, replayed=True)
            raise StatusStands(_("This has its number already."))
        rules.check_rev(paper, base_rev)
        lines = lines_of(paper)
        worked = working.work_out(business_id, content_of(paper, lines))
        check_source(paper_id, worked)
        check_khata(paper_id, worked)
        asked = paper.content_hash
        fill(paper, worked, seq=book.first_seq, now=now)
        paper.content_hash = asked
        paper.rev += 1
        lines = write_lines(paper, worked, is_new=False)
        return _approved(paper, lines, number=number, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def approve_new(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, content: PaperContent, number: str = "",
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """A new paper, approved at once. Sent again with the same content it answers the first result.

    Raises what save_draft and approve_paper raise.
    """
    said = clean(content)

    def work() -> PaperResult:
        book = lock(business_id)
        standing = standing_same(business_id, paper_id, said=said)
        if standing is not None:
            return result_of(standing, replayed=True)
        rules.check_drafter(actor)
        paper, lines = add(said, paper_id=paper_id, book=book, actor=actor, made_at=made_at, now=now)
        return _approved(paper, lines, number=number, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _approved(
    paper: Paper, lines: list[PaperLine], *, number: str, book: BookLock, actor: Actor, now: datetime.datetime
) -> PaperResult:
    rules.check_writer(actor, day=paper.day, book=book, now=now)
    rules.check_day(paper.day, kind=paper.kind, book=book)
    side = SIDES[paper.kind]
    _number(paper, typed=number, book=book, now=now)
    paper.status, paper.approved_at = PaperStatus.APPROVED, now
    if side.is_posted and paper.total:
        act = TradeAct(book, actor, book.first_seq, paper.made_at, now)
        post_document(act, document_of(paper, lines, book=book, actor=actor, now=now))
        take_khata(paper, lines)
    low: tuple[Low, ...] = move_goods(paper, lines, actor=actor, now=now)
    paper.save()
    mark_source(paper, is_billed=True, actor=actor, now=now)
    keep_promises(paper)
    tell(paper, what="created" if side.pays else "approved", lines=lines, actor=actor, now=now)
    use_advances(paper, lines, actor=actor, now=now)
    return result_of(paper, low=low, promised=broken_promises(paper, items_on(lines)))


def _number(paper: Paper, *, typed: str, book: BookLock, now: datetime.datetime) -> None:
    kind = SIDES[paper.kind].numbered
    if kind is None:
        if not paper.number and not SIDES[paper.kind].pays:
            raise PaperRefused(_("Enter the number on the supplier's bill."), field="number")
        _number_own(paper, book=book, now=now)
        return
    if typed:
        paper.number = claim_number(
            book=book, registration=paper.our_registration, kind=kind, day=paper.day, document_id=paper.pk,
            number=typed,
        ).number  # fmt: skip
        return
    paper.number = draw_number(
        book=book, registration=paper.our_registration, kind=kind, day=paper.day, document_id=paper.pk,
        series_id=paper.series_id, branch_id=paper.branch_id, now=now,
    ).number  # fmt: skip


def _number_own(paper: Paper, *, book: BookLock, now: datetime.datetime) -> None:
    """What was bought on reverse charge from a vendor without a number needs an invoice of our own, in its own
    series."""
    if (
        paper.kind not in (PaperKind.BILL, PaperKind.EXPENSE)
        or not paper.reverse_charge
        or paper.their_registration
    ):
        return
    if paper.our_scheme != Scheme.UNREGISTERED:
        draw_number(
            book=book, registration=paper.our_registration, kind=NumberedKind.SELF_INVOICE, day=paper.day,
            document_id=paper.pk, branch_id=paper.branch_id, now=now,
        )  # fmt: skip
