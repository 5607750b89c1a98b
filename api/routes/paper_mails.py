"""Documents of sales sent by e-mail with their PDF."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.papers import card_of
from core.ids import uuid7
from invoicing.models import PaperMail
from invoicing.operations.mails import mail_paper
from invoicing.paper.message import message_of, subject_of
from invoicing.queries.mails import SHOWN_MAX, addresses_of, mails_of


class Mail(Answer):
    """`unsure`: the line broke while it was handed over; it may have arrived, or not, and is not sent again by itself.
    `sent_time` is null unless it was sent."""

    email_id: UUID
    to_mail_id: str
    subject: str
    status: Literal["waiting", "sending", "sent", "failed", "unsure"]
    created_time: datetime.datetime
    sent_time: datetime.datetime | None
    job_id: UUID


class Sending(Answer):
    """The job that sends; `GET /jobs/{job_id}` tells how it goes."""

    job_id: UUID
    to_mail_ids: list[str]
    subject: str
    body: str


class NewMail(Schema):
    """Without `to_mail_ids` it goes to the customer's own address; `subject` and `body` have usual words, in the
    customer's language. The PDF goes along, and a link below the body."""

    to_mail_ids: Annotated[list[Annotated[str, Field(max_length=254)]] | None, Field(max_length=5)] = None
    subject: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(max_length=2000)] = ""


router = Resource(singular="email", plural="emails", row=Mail, tag="Invoices", names={"to": "to_mail_ids"})


@router.create("/invoices/{uuid:invoice_id}/email", scope="invoice.write", can="sales.write", row=Sending)
def email_invoice(request: BookCall, invoice_id: UUID, asked: NewMail) -> Row:
    """Send an approved invoice by e-mail: a letter to each address, each at most once."""
    return _send(request, invoice_id, asked, kind="invoice")


@router.rows("/invoices/{uuid:invoice_id}/emails", scope="invoice.read", can="sales.read")
def list_invoice_emails(request: BookCall, invoice_id: UUID) -> Page:
    """The e-mails an invoice went out by, the newest first."""
    card_of(request, invoice_id, kind="invoice")
    return Page([_said(one) for one in mails_of(request.business.pk, invoice_id)], None, SHOWN_MAX)


@router.create("/estimates/{uuid:estimate_id}/email", scope="invoice.write", can="sales.write", row=Sending)
def email_estimate(request: BookCall, estimate_id: UUID, asked: NewMail) -> Row:
    """Send an approved estimate by e-mail."""
    return _send(request, estimate_id, asked, kind="estimate")


@router.create(
    "/creditnotes/{uuid:creditnote_id}/email", scope="invoice.write", can="sales.write", row=Sending
)
def email_creditnote(request: BookCall, creditnote_id: UUID, asked: NewMail) -> Row:
    """Send an approved credit note by e-mail."""
    return _send(request, creditnote_id, asked, kind="credit_note")


def _send(request: BookCall, paper_id: UUID, asked: NewMail, *, kind: str) -> Row:
    card = card_of(request, paper_id, kind=kind)
    own = addresses_of(request.business.pk, card.paper.whom.pk)[:1]
    to = [one for one, _name in own] if asked.to_mail_ids is None else asked.to_mail_ids
    made = mail_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, request_id=uuid7(), to=to,
        subject=asked.subject or subject_of(request.business, card),
        words=asked.body or message_of(request.business, card), now=timezone.now(),
    )  # fmt: skip
    return {
        "job_id": made.job_id, "to_mail_ids": [one.address for one in made.mails], "subject": made.mails[0].subject,
        "body": made.mails[0].words,
    }  # fmt: skip


def _said(mail: PaperMail) -> Row:
    return {
        "email_id": mail.pk, "to_mail_id": mail.address, "subject": mail.subject, "status": mail.state,
        "created_time": mail.asked_at, "sent_time": mail.ended_at if mail.state == "sent" else None,
        "job_id": mail.job_id,
    }  # fmt: skip
