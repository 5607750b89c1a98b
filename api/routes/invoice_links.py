"""The public link of an invoice."""

import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import papers
from api.routes.invoices import KIND, NAME
from invoicing.models import PaperLink
from invoicing.operations.links import make_link, withdraw_link
from invoicing.queries.links import standing_link
from invoicing.refusals import LinkUnknown


class Link(Answer):
    """Seen times are null until somebody opened the link."""

    link_id: UUID
    created_time: datetime.datetime
    expires_time: datetime.datetime
    first_seen_time: datetime.datetime | None
    last_seen_time: datetime.datetime | None


class NewLink(Link):
    url: str


router = Resource(singular="link", plural="links", row=Link, tag="Invoices")
PATH = "/invoices/{uuid:invoice_id}/link"


@router.one(PATH, scope="invoice.read", can="sales.read", etag=False)
def get_invoice_link(request: BookCall, invoice_id: UUID) -> Row:
    """The public link that works: when it was made, when it ends, and when the customer saw the invoice."""
    papers.said_of(request, invoice_id, kind=KIND, name=NAME)
    return _said(_standing(request, invoice_id))


@router.create(PATH, scope="invoice.write", can="sales.write", row=NewLink, keyed=False)
def create_invoice_link(request: BookCall, invoice_id: UUID) -> Row:
    """Make a public link: its `url` is told only now, and the link before it ends. Whoever has it sees the invoice, its
    PDF and how to pay, without signing in."""
    papers.said_of(request, invoice_id, kind=KIND, name=NAME)
    made = make_link(
        business_id=request.business.pk, actor=request.actor, paper_id=invoice_id, now=timezone.now()
    )
    url = request.build_absolute_uri(reverse("shared:bill", args=[made.token]))
    return {"url": url, **_said(_standing(request, invoice_id))}


@router.remove(PATH, scope="invoice.write", can="sales.write", revised=False)
def delete_invoice_link(request: BookCall, invoice_id: UUID) -> Row:
    """Withdraw the public link: it leads nowhere any more."""
    papers.said_of(request, invoice_id, kind=KIND, name=NAME)
    standing = _standing(request, invoice_id)
    withdraw_link(
        business_id=request.business.pk, actor=request.actor, paper_id=invoice_id, now=timezone.now()
    )
    return _said(standing)


def _standing(request: BookCall, invoice_id: UUID) -> PaperLink:
    found = standing_link(request.business.pk, invoice_id, now=timezone.now())
    if found is None:
        raise LinkUnknown
    return found


def _said(link: PaperLink) -> Row:
    return {
        "link_id": link.pk, "created_time": link.made_at, "expires_time": link.ends_at,
        "first_seen_time": link.opened_at, "last_seen_time": link.seen_at,
    }  # fmt: skip
