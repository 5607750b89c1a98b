"""Who may do what with a paper, on which days, and what stands in the way."""

import datetime
import uuid

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock
from businesses.roles import is_granted
from invoicing.kinds import SIDES
from invoicing.models import TAKEN_OUT, Paper, PaperStatus
from invoicing.refusals import MoneyStands, NotesStand, StatusStands, TaxPeriodLocked
from ledger.models import Document
from ledger.operations.drafts import local_day
from ledger.refusals import (
    BackdatingNotAllowed,
    ChangedElsewhere,
    EditNotAllowed,
    PeriodLocked,
    RoleNotAllowed,
)

WRITE, EDIT = "sales.write", "sales.edit"


def check_writer(actor: Actor, *, day: datetime.date, book: BookLock, now: datetime.datetime) -> None:
    """Who may approve a paper of this day: staff today's alone. Raises RoleNotAllowed, BackdatingNotAllowed."""
    if not is_granted(actor.role, WRITE):
        raise RoleNotAllowed
    if not is_granted(actor.role, EDIT) and day != local_day(now, timezone=book.timezone):
        raise BackdatingNotAllowed


def check_editor(actor: Actor) -> None:
    if not is_granted(actor.role, EDIT):
        raise RoleNotAllowed


def check_drafter(actor: Actor) -> None:
    if not is_granted(actor.role, WRITE):
        raise RoleNotAllowed


def check_own_of_today(
    created_by: uuid.UUID,
    created_at: datetime.datetime,
    *,
    actor: Actor,
    book: BookLock,
    now: datetime.datetime,
) -> None:
    """Staff change what they wrote today themselves. Raises RoleNotAllowed, EditNotAllowed."""
    check_drafter(actor)
    written_on = local_day(created_at, timezone=book.timezone)
    is_own = created_by == actor.user_id and written_on == local_day(now, timezone=book.timezone)
    if not is_own and not is_granted(actor.role, EDIT):
        raise EditNotAllowed


def check_day(day: datetime.date, *, kind: str, book: BookLock) -> None:
    """Raises PeriodLocked, TaxPeriodLocked."""
    if not SIDES[kind].is_posted:
        return
    if book.books_locked_until is not None and day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)
    if book.tax_locked_until is not None and day <= book.tax_locked_until:
        raise TaxPeriodLocked(book.tax_locked_until)


def check_rev(paper: Paper, base_rev: int) -> None:
    if paper.rev != base_rev:
        raise ChangedElsewhere


def check_untied(paper: Paper) -> None:
    """Nothing was made from it, no money is set against it, and its tax was not paid for us. Raises NotesStand,
    MoneyStands."""
    if paper.tax_payment_id is not None:
        raise MoneyStands(_("Its tax was paid to the state. Take that payment back first."))
    made = (
        Paper.objects.filter(business_id=paper.business_id, source_id=paper.id)
        .exclude(status__in=TAKEN_OUT)
        .order_by("created_at")
        .first()
    )
    if made is not None:
        raise NotesStand(number=made.number)
    document = Document.objects.filter(business_id=paper.business_id, id=paper.id).first()
    if document is not None and document.open_amount != document.amount:
        raise MoneyStands


def check_standing(paper: Paper) -> None:
    """It was approved and not taken out. Raises StatusStands."""
    if paper.status == PaperStatus.DRAFT:
        raise StatusStands(_("This is a draft. Approve it first."))
    if paper.status in TAKEN_OUT:
        raise StatusStands(_("This was taken out already."))
