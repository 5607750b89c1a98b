"""Write a paper, change it, throw a draft away. What is approved changes through the same door."""

import datetime
import uuid

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.taken_ids import refused_when_taken
from invoicing import working
from invoicing.content import PaperContent, is_of_khata
from invoicing.kinds import SIDES
from invoicing.models import TAKEN_OUT, Paper, PaperLine, PaperStatus
from invoicing.operations import rules
from invoicing.operations.advances import free_advances, use_advances
from invoicing.operations.file_store import drop_files
from invoicing.operations.khata_lines import check_khata, stands_on_khata, take_khata
from invoicing.operations.promising import broken_promises, keep_promises
from invoicing.operations.results import PaperResult, result_of, tell
from invoicing.operations.sources import check_source
from invoicing.operations.writing import (
    bump,
    clean,
    digest,
    fill,
    items_on,
    lines_of,
    move_goods,
    paper_of,
    take_goods_back,
    write_lines,
)
from invoicing.posting import document_of
from invoicing.refusals import KhataLinesRefused, NothingToBill, PaperRefused, StatusStands
from ledger.models import Document
from ledger.operations.drafts import DAYS_AHEAD_MAX, FIRST_DAY, local_day
from ledger.operations.trade import TradeAct, post_document, repost_document
from ledger.operations.transactions import in_transaction
from ledger.refusals import DayOutOfReach, DueBeforeEntry, IdTaken
from taxes import numbers
from taxes.operations.series import check_series


def save_draft(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, content: PaperContent,
    base_rev: int | None = None, made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """A new draft where `base_rev` is None: sent again with the same content it answers the first result. Else the
    paper that stands at this revision changes: one that is approved is reversed and posted anew under its number.

    Locks the book. Raises what invoicing.working.work_out raises, RoleNotAllowed, IdTaken, PaperUnknown,
    ChangedElsewhere, StatusStands, SourceRefused, TooManyReturned, DayOutOfReach, DueBeforeEntry, and for an approved
    one NotesStand, MoneyStands, PeriodLocked, TaxPeriodLocked and the refusals of stock.
    """
    said = clean(content)

    def work() -> PaperResult:
        book = lock(business_id)
        if base_rev is None:
            return _add(said, paper_id=paper_id, book=book, actor=actor, made_at=made_at, now=now)
        return _change(said, paper_id=paper_id, base_rev=base_rev, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def delete_draft(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Throw a draft away; it had no number. Raises PaperUnknown, RoleNotAllowed, ChangedElsewhere, StatusStands."""

    def work() -> PaperResult:
        book = lock(business_id)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        rules.check_rev(paper, base_rev)
        if paper.status != PaperStatus.DRAFT:
            raise StatusStands(_("This has its number already. Take it out instead."))
        lines = lines_of(paper)
        bump(paper)
        paper.changed_seq = book.first_seq
        result = result_of(paper)
        tell(paper, what="deleted", lines=lines, actor=actor, now=now)
        PaperLine.objects.filter(business_id=business_id, paper_id=paper_id).delete()
        drop_files(business_id, paper_ids=[paper_id])
        Paper.objects.filter(business_id=business_id, id=paper_id).delete()
        return result

    return in_transaction(work, dry_run=dry_run)


def add(
    said: PaperContent, *, paper_id: uuid.UUID, book: BookLock, actor: Actor, made_at: datetime.datetime,
    now: datetime.datetime,
) -> tuple[Paper, list[PaperLine]]:  # fmt: skip
    """The rows of a new draft, without news of it."""
    business_id = book.business_id
    worked = _checked(said, paper_id=paper_id, book=book, now=now)
    if Document.objects.filter(id=paper_id).exists():
        raise IdTaken
    paper = Paper(
        id=paper_id, business_id=business_id, kind=said.kind, status=PaperStatus.DRAFT, rev=1,
        created_by_id=actor.user_id, made_at=made_at, created_at=now,
    )  # fmt: skip
    fill(paper, worked, seq=book.first_seq, now=now)
    if not SIDES[paper.kind].is_numbered:
        paper.number = said.number
    with refused_when_taken(IdTaken):
        paper.save(force_insert=True)
    return paper, write_lines(paper, worked, is_new=True)


def standing_same(business_id: uuid.UUID, paper_id: uuid.UUID, *, said: PaperContent) -> Paper | None:
    """The paper under this id when it says the same. Raises IdTaken when it says something else."""
    standing = Paper.objects.filter(id=paper_id).first()
    if standing is None:
        return None
    if standing.business_id != business_id or bytes(standing.content_hash) != digest(said):
        raise IdTaken
    return standing


def _add(
    said: PaperContent, *, paper_id: uuid.UUID, book: BookLock, actor: Actor, made_at: datetime.datetime,
    now: datetime.datetime,
) -> PaperResult:  # fmt: skip
    standing = standing_same(book.business_id, paper_id, said=said)
    if standing is not None:
        return result_of(standing, replayed=True)
    rules.check_drafter(actor)
    paper, lines = add(said, paper_id=paper_id, book=book, actor=actor, made_at=made_at, now=now)
    tell(paper, what="created", lines=lines, actor=actor, now=now)
    return result_of(paper)


def _change(
    said: PaperContent, *, paper_id: uuid.UUID, base_rev: int, book: BookLock, actor: Actor,
    now: datetime.datetime,
) -> PaperResult:  # fmt: skip
    paper = paper_of(book.business_id, paper_id)
    if paper.kind != said.kind:
        raise IdTaken
    if paper.rev == base_rev + 1 and bytes(paper.content_hash) == digest(said):
        return result_of(paper, replayed=True)
    rules.check_rev(paper, base_rev)
    if paper.status in TAKEN_OUT:
        raise StatusStands(_("This was taken out already."))
    if paper.status != PaperStatus.DRAFT:
        return _change_approved(said, paper=paper, book=book, actor=actor, now=now)
    rules.check_drafter(actor)
    worked = _checked(said, paper_id=paper_id, book=book, now=now)
    fill(paper, worked, seq=book.first_seq, now=now)
    if not SIDES[paper.kind].is_numbered:
        paper.number = said.number
    bump(paper)
    paper.save()
    lines = write_lines(paper, worked, is_new=False)
    tell(paper, what="updated", lines=lines, actor=actor, now=now)
    return result_of(paper)


def _change_approved(
    said: PaperContent, *, paper: Paper, book: BookLock, actor: Actor, now: datetime.datetime
) -> PaperResult:
    rules.check_editor(actor)
    if paper.status == PaperStatus.INVOICED:
        raise StatusStands(_("This was billed already. Change the bill."))
    advances = free_advances(paper, actor=actor, now=now)
    rules.check_untied(paper)
    for day in (paper.day, said.day):
        rules.check_day(day, kind=paper.kind, book=book)
    worked = _checked(said, paper_id=paper.pk, book=book, now=now)
    _check_stays(paper, worked)
    formerly = items_on(lines_of(paper))
    take_goods_back(paper, actor=actor, now=now)
    fill(paper, worked, seq=book.first_seq, now=now)
    bump(paper)
    lines = write_lines(paper, worked, is_new=False)
    low = move_goods(paper, lines, actor=actor, now=now)
    paper.save()
    if SIDES[paper.kind].is_posted:
        _post_again(paper, lines, book=book, actor=actor, now=now)
    keep_promises(paper, formerly=formerly)
    tell(paper, what="updated", lines=lines, actor=actor, now=now)
    if advances:
        use_advances(paper, lines, actor=actor, now=now, only=advances)
    return result_of(paper, low=low, promised=broken_promises(paper, items_on(lines)))


def _post_again(
    paper: Paper, lines: list[PaperLine], *, book: BookLock, actor: Actor, now: datetime.datetime
) -> None:
    """A bill of nothing posts nothing; one that came to something goes on to."""
    is_posted = Document.objects.filter(business_id=paper.business_id, id=paper.pk).exists()
    if not paper.total:
        if is_posted:
            raise NothingToBill
        return
    act = TradeAct(book, actor, book.first_seq, paper.made_at, now)
    (repost_document if is_posted else post_document)(
        act, document_of(paper, lines, book=book, actor=actor, now=now)
    )
    take_khata(paper, lines)


def _check_stays(paper: Paper, worked: working.Worked) -> None:
    """Its number was given for one customer, one registration and one year."""
    ground = worked.ground
    party_id = ground.party.pk if worked.content.party_id is not None else None
    if SIDES[paper.kind].pays and (party_id, ground.branch_id) != (paper.party_id, paper.branch_id):
        raise PaperRefused(
            _("What was paid stays with its seller and its branch. Take it out and write it anew."),
            field="party",
        )
    if (party_id, ground.branch_id) != (paper.party_id, paper.branch_id):
        raise PaperRefused(
            _("The number was given for this customer. Take it out and write a new one."), field="party"
        )
    if ground.registration != paper.our_registration:
        raise PaperRefused(
            _("The number was given under another registration. Take it out and write a new one.")
        )
    if worked.content.series_id != paper.series_id:
        raise PaperRefused(
            _("It has its number already. Take it out and write a new one."), field="series_id"
        )
    if stands_on_khata(paper) != is_of_khata(worked.content.lines):
        raise KhataLinesRefused.mixed()
    country, month = ground.business.country, ground.business.year_starts_month
    years = {
        numbers.law_year(day, country=country, starts_month=month).start
        for day in (paper.day, worked.content.day)
    }
    if len(years) > 1 and not SIDES[paper.kind].pays:
        raise PaperRefused(
            _("The number belongs to the year of its day. Choose a day of that year."), field="day"
        )


def _check_series(worked: working.Worked) -> None:
    ground, kind = worked.ground, SIDES[worked.content.kind].numbered
    if kind is not None:
        check_series(
            ground.business.pk, worked.content.series_id, registration=ground.registration, kind=kind
        )


def _checked(
    said: PaperContent, *, paper_id: uuid.UUID, book: BookLock, now: datetime.datetime
) -> working.Worked:
    last_day = local_day(now, timezone=book.timezone) + datetime.timedelta(days=DAYS_AHEAD_MAX)
    if not FIRST_DAY <= said.day <= last_day:
        raise DayOutOfReach(first=FIRST_DAY, last=last_day)
    if said.due_on is not None and not said.day <= said.due_on <= datetime.date(2200, 1, 1):
        raise DueBeforeEntry
    worked = working.work_out(book.business_id, said)
    _check_series(worked)
    check_source(paper_id, worked)
    check_khata(paper_id, worked)
    return worked
