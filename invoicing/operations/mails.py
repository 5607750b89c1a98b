"""A paper goes out by e-mail: asked for once a press, marked before it is handed over, told when it went.

Whoever finds a letter marked as being sent cannot know whether it went out, so it is never sent again by itself.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from audit import trail
from audit.jobs import enqueue
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business
from core.ids import uuid7
from core.messages.letters import mail_is_set
from core.text import clean_line, clean_note
from invoicing.models import SALES_KINDS, MailState, PaperMail
from invoicing.operations import rules
from invoicing.operations.states import mark_sent
from invoicing.operations.writing import paper_of
from invoicing.queries.mails import mails_of_day
from invoicing.refusals import MailNotSet, MailRefused, MailsOfDaySpent, PaperUnknown, StatusStands
from ledger.operations.transactions import in_transaction

KIND = "paper.mail"
AT_ONCE_MAX, ADDRESS_MAX, SUBJECT_MAX, WORDS_MAX = 5, 254, 200, 2000
TRIES_MAX = 5
OPEN = (MailState.WAITING, MailState.FAILED)


@dataclass(frozen=True, slots=True)
class MailResult:
    """The letters of one press, and the job that sends them."""

    job_id: uuid.UUID
    mails: tuple[PaperMail, ...]
    replayed: bool = False


def mail_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, request_id: uuid.UUID, to: Sequence[str],
    subject: str, words: str, now: datetime.datetime, dry_run: bool = False,
) -> MailResult:  # fmt: skip
    """Have the worker send a paper of sales with its PDF and its link, a letter to each address. The same
    `request_id` again answers what was asked first.

    Raises PaperUnknown, RoleNotAllowed, StatusStands, MailRefused, MailNotSet, MailsOfDaySpent, TextError.
    """
    addresses = _addresses(to)
    heading = clean_line(subject, max_length=SUBJECT_MAX, field="subject")
    said = clean_note(words, max_length=WORDS_MAX, field="body")

    def work() -> MailResult:
        lock(business_id, events=0)
        rules.check_drafter(actor)
        paper = paper_of(business_id, paper_id)
        standing = _of_press(business_id, request_id)
        if standing:
            return _replayed(standing, paper_id)
        rules.check_standing(paper)
        if paper.kind not in SALES_KINDS:
            raise PaperUnknown
        if not heading or not said:
            raise MailRefused(_("Write a subject and a few words."), field="body" if heading else "subject")
        _check_may_send(business_id, addresses, now=now)
        job = enqueue(
            kind=KIND, business_id=business_id, asked_by_id=actor.user_id, now=now, key=f"{KIND}:{request_id}",
            arguments={"request_id": str(request_id), "paper_id": str(paper_id)},
        )  # fmt: skip
        mails = PaperMail.objects.bulk_create(
            PaperMail(
                id=uuid7(), business_id=business_id, paper=paper, request_id=request_id, job_id=job.id, address=one,
                subject=heading, words=said, asked_by_id=actor.user_id, asked_at=now,
            )
            for one in addresses
        )  # fmt: skip
        return MailResult(job.id, tuple(mails))

    return in_transaction(work, dry_run=dry_run)


def mails_to_send(
    business_id: uuid.UUID, request_id: uuid.UUID, *, now: datetime.datetime
) -> list[PaperMail]:
    """Letters of a press that wait, or where none does those that were declined: somebody asks for them again.
    Those a run left in the middle are called unsure first."""
    own = PaperMail.objects.filter(business_id=business_id, request_id=request_id)
    own.filter(state=MailState.SENDING).update(state=MailState.UNSURE, ended_at=now)
    found = list(own.filter(state__in=OPEN).order_by("id"))
    return [one for one in found if one.state == MailState.WAITING] or found


def count_of(business_id: uuid.UUID, request_id: uuid.UUID, *, state: str) -> int:
    """How many letters of a press stand in a state."""
    return PaperMail.objects.filter(business_id=business_id, request_id=request_id, state=state).count()


def mark_sending(mail: PaperMail) -> bool:
    """The mark before a letter is handed over; False where another run has it."""
    own = PaperMail.objects.filter(business_id=mail.business_id, id=mail.id, state__in=OPEN)
    return bool(own.update(state=MailState.SENDING, ended_at=None))


def note_unsent(mail: PaperMail, *, is_final: bool, now: datetime.datetime) -> bool:
    """It was surely not accepted; whether it waits to be tried again."""
    own = PaperMail.objects.filter(business_id=mail.business_id, id=mail.id)
    mail.tries += 1
    again = not is_final and mail.tries < TRIES_MAX
    state = MailState.WAITING if again else MailState.FAILED
    own.update(state=state, tries=mail.tries, ended_at=None if again else now)
    return again


def note_unsure(mail: PaperMail, *, now: datetime.datetime) -> None:
    own = PaperMail.objects.filter(business_id=mail.business_id, id=mail.id)
    own.update(state=MailState.UNSURE, ended_at=now)


def give_up(business_id: uuid.UUID, request_id: uuid.UUID, *, now: datetime.datetime) -> None:
    """What still waits of a press is not sent any more."""
    own = PaperMail.objects.filter(business_id=business_id, request_id=request_id, state=MailState.WAITING)
    own.update(state=MailState.FAILED, ended_at=now)


def note_sent(mail: PaperMail, *, actor: Actor, now: datetime.datetime) -> None:
    """It went out: said on the letter and in the trail, and the paper is sent."""

    def work() -> MailResult:
        lock(mail.business_id, events=0)
        PaperMail.objects.filter(business_id=mail.business_id, id=mail.id).update(
            state=MailState.SENT, ended_at=now
        )
        news = trail.News(
            lock(mail.business_id).first_seq, "mail.sent", "mail", mail.id, 1, None,
            {"paper": str(mail.paper_id), "to": mail.address, "subject": mail.subject},
        )  # fmt: skip
        trail.append(business_id=mail.business_id, at=now, actor=actor, news=[news])
        return MailResult(mail.job_id, (mail,))

    in_transaction(work)
    _mark_paper(mail, actor=actor, now=now)


def _mark_paper(mail: PaperMail, *, actor: Actor, now: datetime.datetime) -> None:
    """A paper taken out in the same moment stays as it is."""
    try:
        mark_sent(business_id=mail.business_id, actor=actor, paper_id=mail.paper_id, now=now)
    except StatusStands:
        return


def _addresses(to: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for one in to[: AT_ONCE_MAX + 1]:
        address = clean_line(one, max_length=ADDRESS_MAX, field="to")
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            raise MailRefused(
                _("“%(address)s” is no e-mail address. One looks like sharma@example.com.")
                % {"address": address},
                field="to",
            ) from None
        found.setdefault(address.casefold(), address)
    if not found:
        raise MailRefused(_("Choose an address, or write one."), field="to")
    if len(found) > AT_ONCE_MAX:
        raise MailRefused(_("Send to %(most)s addresses at a time.") % {"most": AT_ONCE_MAX}, field="to")
    return tuple(found.values())


def _check_may_send(business_id: uuid.UUID, addresses: Sequence[str], *, now: datetime.datetime) -> None:
    if not mail_is_set():
        raise MailNotSet
    if Business.objects.filter(id=business_id, is_demo=True).exists():
        raise MailRefused(_("A practice book sends no e-mail. The PDF and the link work."))
    of_day = mails_of_day(business_id, now=now)
    if of_day.count + len(addresses) > settings.BILL_MAILS_A_DAY:
        raise MailsOfDaySpent(settings.BILL_MAILS_A_DAY)
    most = settings.BILL_MAILS_TO_ONE
    for one in addresses:
        if of_day.by_address.get(one.casefold(), 0) >= most:
            raise MailRefused(
                _("%(address)s was sent %(most)s e-mails today. Try again tomorrow.")
                % {"address": one, "most": most},
                field="to",
            )


def _of_press(business_id: uuid.UUID, request_id: uuid.UUID) -> list[PaperMail]:
    own = PaperMail.objects.filter(business_id=business_id, request_id=request_id)
    return list(own.order_by("id"))


def _replayed(standing: list[PaperMail], paper_id: uuid.UUID) -> MailResult:
    if standing[0].paper_id != paper_id:
        raise MailRefused(_("This page is out of date. Load it again and send it anew."))
    return MailResult(standing[0].job_id, tuple(standing), replayed=True)
