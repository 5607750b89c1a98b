"""The worker's side of sending papers by e-mail."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from audit.jobs import JobDelayed, JobRun, job_kind
from businesses.actors import Actor
from businesses.models import Business, Membership, User
from core.messages.letters import Letter, LetterUnsent, LetterUnsure, mail_server, send_letter
from core.refusals import Refusal
from invoicing.models import MailState, PaperMail
from invoicing.operations import mails as letters
from invoicing.operations import rules
from invoicing.operations.links import make_link
from invoicing.operations.mails import KIND, TRIES_MAX
from invoicing.paper.message import page_of_link
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.standing import file_stem, language_for, printed
from invoicing.queries.papers import PaperCard, paper_card
from invoicing.refusals import MailsUnsent
from ledger.operations.drafts import local_day
from ledger.refusals import RoleNotAllowed
from ledger.statements.words import digits_in


class MailsWait(JobDelayed):
    """The mail server could not be reached, or said to come again. The job tries again by itself."""


class Round:
    """One run: the PDF is drawn and the link made once, when the first letter needs them."""

    def __init__(self, run: JobRun) -> None:
        if run.business_id is None:
            raise ValueError("A paper belongs to a book.")
        self.run, self.business_id = run, run.business_id
        self.paper_id = UUID(run.arguments["paper_id"])
        self.actor = self._asker()
        self.business = Business.objects.get(id=self.business_id)
        today = local_day(run.now(), timezone=self.business.timezone)
        self.card: PaperCard = paper_card(self.business_id, self.paper_id, today=today)
        rules.check_standing(self.card.paper)
        self.language = language_for(self.card.paper, usual=get_language() or "en")
        self.answers_to = User.objects.values_list("email", flat=True).get(id=self.actor.user_id) or ""
        self._file, self._address = b"", ""

    def send(self, mail: PaperMail) -> None:
        """Raises LetterUnsent, LetterUnsure."""
        file = self._file or self._drawn()
        with mail_server() as line:
            address = self._address or self._linked()
            if not letters.mark_sending(mail):
                return
            send_letter(
                line,
                Letter(
                    to=mail.address, subject=mail.subject, text=self._text(mail.words, address),
                    sender=self.business.name, answers_to=self.answers_to, file=file,
                    file_name=f"{file_stem(self.card.paper)}.pdf",
                ),
            )  # fmt: skip
        letters.note_sent(mail, actor=self.actor, now=self.run.now())

    def _asker(self) -> Actor:
        """Whoever asked, by what they may do now."""
        asker = self.run.asked_by_id
        if asker is None:
            raise RoleNotAllowed
        roles = Membership.objects.filter(business_id=self.business_id, user_id=asker)
        role = roles.values_list("role", flat=True).first()
        if role is None:
            raise RoleNotAllowed
        return Actor(asker, role, None, self.run.trace_id)

    def _drawn(self) -> bytes:
        digits = digits_in(self.language, wanted="latn")
        document = printed(self.card, self.business)
        with timezone.override(self.business.timezone):
            self._file = pdf(document, size=PaperSize.A4, language=self.language, digits=digits)
        return self._file

    def _linked(self) -> str:
        made = make_link(
            business_id=self.business_id, actor=self.actor, paper_id=self.paper_id, now=self.run.now(),
            ends_others=False,
        )  # fmt: skip
        self._address = page_of_link(made.token)
        return self._address

    def _text(self, words: str, address: str) -> str:
        with override(self.language):
            see = _("See it here, with a way to pay and to save it:")
            foot = _("%(book)s sent this with Halkhata.") % {"book": self.business.name}
        return f"{words}\n\n{see}\n{address}\n\n-- \n{foot}\n"


def bill_page(business_id: UUID | None, said: dict[str, Any]) -> str:
    return reverse("invoicing:paper", args=[business_id, said["paper_id"]])


@job_kind(
    KIND,
    title=gettext_lazy("Sending by e-mail"),
    can="sales.write",
    result_url=bill_page,
    result_link=gettext_lazy("See the bill"),
    max_tries=TRIES_MAX + 1,
    lease_seconds=300,
    can_stop=False,
)
def send_mails(run: JobRun) -> dict[str, Any]:
    """Each letter of a press at most once. Raises MailsUnsent for those that were declined, MailsWait for a while."""
    request_id = UUID(run.arguments["request_id"])
    if run.business_id is None:
        raise ValueError("A paper belongs to a book.")
    due = letters.mails_to_send(run.business_id, request_id, now=run.now())
    run.progress(0, len(due))
    waits = False
    try:
        one_round = Round(run)
        for place, mail in enumerate(due, start=1):
            waits = _waits(one_round, mail) or waits
            run.progress(place, len(due))
    except Refusal:
        letters.give_up(run.business_id, request_id, now=run.now())
        raise
    if waits:
        raise MailsWait("the mail server was away, or said to come again")
    failed = letters.count_of(run.business_id, request_id, state=MailState.FAILED)
    if failed:
        raise MailsUnsent(failed)
    return {"paper_id": run.arguments["paper_id"]}


def _waits(one_round: Round, mail: PaperMail) -> bool:
    """Send one; whether it waits to be tried again."""
    try:
        one_round.send(mail)
    except LetterUnsent as refusal:
        return letters.note_unsent(mail, is_final=refusal.is_final, now=one_round.run.now())
    except LetterUnsure:
        letters.note_unsure(mail, now=one_round.run.now())
    return False
