"""Invoices that come back by themselves, under the names of Zoho Books."""

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.decimals import Number, exact
from api.kit.refusals import FieldsRefused
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from api.routes.papers import PaperLineItem, PaperWords, content_of_new, lines_said
from core.ids import uuid7
from invoicing.content import unsaid
from invoicing.models import Recurring
from invoicing.operations.recurring import (
    RecurringContent,
    add_recurring,
    change_recurring,
    paper_content,
    pause_recurring,
    resume_recurring,
    skip_next,
    standing_content,
    stop_recurring,
)
from invoicing.queries.recurring import ROWS_MAX, recurring_card, recurring_rows

Often = Literal["days", "weeks", "months", "years"]
Every = Annotated[int, Field(ge=1, le=365)]
Days = Annotated[int | None, Field(ge=0, le=365)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class RecurringBrief(Answer):
    """`next_invoice_date` is null when none comes any more. `error` says why the next one could not be made."""

    recurring_invoice_id: UUID
    recurrence_name: str
    status: Literal["active", "paused", "stopped"]
    customer_id: UUID
    customer_name: str
    recurrence_frequency: Often
    repeat_every: int
    start_date: datetime.date
    end_date: datetime.date | None
    next_invoice_date: datetime.date | None
    total: Money
    error: str
    rev: int


class LineRepeated(Schema):
    item_id: UUID | None
    name: str
    description: str
    quantity: Number
    rate: Number
    unit: str
    tax_id: UUID | None


class InvoiceMade(Schema):
    """One date that was dealt with; `invoice_id` is null where it was left out, `status` where the draft is gone."""

    date: datetime.date
    invoice_id: UUID | None
    number: str
    status: str | None


class RecurringInFull(RecurringBrief):
    """`creates`: a draft, or an approved invoice. `uses_item_rates`: at the item's rate of the day, else as said."""

    creates: Literal["draft", "approved"]
    is_emailed: bool
    uses_item_rates: bool
    payment_terms: int | None
    notes: str
    terms: str
    line_items: list[LineRepeated]
    invoices: list[InvoiceMade]


class RecurringWords(Schema):
    recurrence_name: Name | None = None
    recurrence_frequency: Often | None = None
    repeat_every: Every | None = None
    start_date: datetime.date | None = None
    end_date: datetime.date | None = None
    creates: Literal["draft", "approved"] | None = None
    is_emailed: bool | None = None
    uses_item_rates: bool | None = None
    payment_terms: Days = None
    notes: Annotated[str | None, Field(max_length=1000)] = None
    terms: Annotated[str | None, Field(max_length=2000)] = None
    line_items: Annotated[list[PaperLineItem] | None, Field(max_length=200)] = None


class NewRecurring(RecurringWords):
    """Made of `invoice_id`, or anew of `customer_id` and `line_items`. `start_date` is the first invoice's, from today
    on; from the 31st on it is the last day of shorter months. `payment_terms`: days to pay, null for the customer's."""

    recurring_invoice_id: UUID | None = None
    recurrence_name: Name
    recurrence_frequency: Often = "months"
    repeat_every: Every = 1
    start_date: datetime.date
    invoice_id: UUID | None = None
    customer_id: UUID | None = None
    place_of_supply: Annotated[str | None, Field(pattern=r"^([0-9]{2})?$", examples=["19"])] = None
    is_rounded: bool | None = None


class RecurringChange(RecurringWords):
    """Members left out stay as they are; null takes `end_date` or `payment_terms` away; `line_items` replaces all
    lines. Invoices it made stay as they are."""


OWN = {
    "name": "recurrence_name", "frequency": "recurrence_frequency", "every": "repeat_every", "starts_on": "start_date",
    "ends_on": "end_date", "makes": "creates", "mails": "is_emailed", "due_days": "payment_terms",
}  # fmt: skip
router = Resource(
    singular="recurring_invoice", plural="recurring_invoices", row=RecurringInFull, tag="Invoices", names=OWN
)
ONE = "/recurringinvoices/{uuid:recurring_invoice_id}"
STATES = {"running": "active"}


@router.rows("/recurringinvoices", scope="invoice.read", can="sales.read", row=RecurringBrief)
def list_recurring_invoices(request: BookCall) -> Page:
    """Those that need somebody first, then by their next date."""
    return Page([_brief(row) for row in recurring_rows(request.business.pk)], None, ROWS_MAX)


@router.one(ONE, scope="invoice.read", can="sales.read")
def get_recurring_invoice(request: BookCall, recurring_invoice_id: UUID) -> Row:
    """One with its lines and the invoices it made, the newest first."""
    return _said(request, recurring_invoice_id)


@router.create("/recurringinvoices", scope="invoice.write", can="sales.edit")
def create_recurring_invoice(request: BookCall, asked: NewRecurring) -> Row:
    """Have an invoice come back by itself."""
    paper, due = _paper(request, asked)
    said = {name: value for name, value in _words(asked).items() if value is not None}
    content = RecurringContent(**{"paper": paper, "due_days": due, **said})
    made = add_recurring(
        business_id=request.business.pk, actor=request.actor, content=content, now=timezone.now(),
        recurring_id=asked.recurring_invoice_id or uuid7(),
    )  # fmt: skip
    return _said(request, made.recurring_id)


@router.change(ONE, scope="invoice.write", can="sales.edit")
def change_recurring_invoice(request: BookCall, recurring_invoice_id: UUID, asked: RecurringChange) -> Row:
    """Change it from its next invoice on."""
    base = revision_of(request)
    row = recurring_card(request.business.pk, recurring_invoice_id, today=today_of(request)).recurring
    standing = standing_content(row)
    sent = {name: value for name, value in _words(asked).items() if value is not None}
    for own in ("ends_on", "due_days"):
        if OWN[own] in asked.model_fields_set:
            sent[own] = getattr(asked, OWN[own])
    paper = replace(standing.paper, **_paper_words(asked))
    change_recurring(
        business_id=request.business.pk, actor=request.actor, recurring_id=recurring_invoice_id, base_rev=base,
        content=replace(standing, paper=paper, **sent), now=timezone.now(),
    )  # fmt: skip
    return _said(request, recurring_invoice_id)


@router.act(f"{ONE}/status/pause", scope="invoice.write", can="sales.edit", revised=True)
def pause_recurring_invoice(request: BookCall, recurring_invoice_id: UUID) -> Row:
    """Make none until it is resumed."""
    return _move(request, recurring_invoice_id, pause_recurring)


@router.act(f"{ONE}/status/resume", scope="invoice.write", can="sales.edit", revised=True)
def resume_recurring_invoice(request: BookCall, recurring_invoice_id: UUID) -> Row:
    """Take a paused one up again, from its next date on; dates within the pause are not billed."""
    return _move(request, recurring_invoice_id, resume_recurring)


@router.act(f"{ONE}/status/stop", scope="invoice.write", can="sales.edit", revised=True)
def stop_recurring_invoice(request: BookCall, recurring_invoice_id: UUID) -> Row:
    """Stop it for good."""
    return _move(request, recurring_invoice_id, stop_recurring)


@router.act(f"{ONE}/skip", scope="invoice.write", can="sales.edit", revised=True)
def skip_recurring_invoice(request: BookCall, recurring_invoice_id: UUID) -> Row:
    """Leave the next invoice out."""
    return _move(request, recurring_invoice_id, skip_next)


def _move(request: BookCall, recurring_id: UUID, operation: Any) -> Row:
    operation(
        business_id=request.business.pk, actor=request.actor, recurring_id=recurring_id, base_rev=revision_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return _said(request, recurring_id)


def _paper(request: BookCall, asked: NewRecurring) -> tuple[Any, int | None]:
    if asked.invoice_id is not None:
        paper, due = paper_content(request.business.pk, asked.invoice_id)
        return replace(paper, **_paper_words(asked)), due
    if asked.customer_id is None:
        raise FieldsRefused({"customer_id": ["Send customer_id and line_items, or invoice_id."]})
    words = PaperWords(
        place_of_supply=asked.place_of_supply,
        is_rounded=asked.is_rounded,
        notes=asked.notes,
        terms=asked.terms,
    )
    paper = content_of_new(request, words, kind="invoice", party_id=asked.customer_id, source=None)
    return replace(paper, lines=lines_said(asked.line_items or [])), None


def _paper_words(asked: RecurringWords) -> dict[str, Any]:
    found: dict[str, Any] = {"note": asked.notes, "terms": asked.terms}
    if asked.line_items is not None:
        found["lines"] = lines_said(asked.line_items)
    return {name: value for name, value in found.items() if value is not None}


def _words(asked: RecurringWords) -> dict[str, Any]:
    found = {own: getattr(asked, name) for own, name in OWN.items()}
    if asked.uses_item_rates is not None:
        found["prices"] = "of_day" if asked.uses_item_rates else "kept"
    return found


def _brief(row: Recurring) -> Row:
    return {
        "recurring_invoice_id": row.pk, "recurrence_name": row.name, "status": STATES.get(row.state, row.state),
        "customer_id": row.party_id, "customer_name": row.party.name, "recurrence_frequency": row.frequency,
        "repeat_every": row.every, "start_date": row.starts_on, "end_date": row.ends_on,
        "next_invoice_date": row.next_on, "total": number(row.total), "error": row.error, "rev": row.rev,
    }  # fmt: skip


def _said(request: BookCall, recurring_id: UUID) -> Row:
    card = recurring_card(request.business.pk, recurring_id, today=today_of(request))
    row, content = card.recurring, unsaid(card.recurring.content)
    return {
        **_brief(row), "creates": row.makes, "is_emailed": row.mails, "uses_item_rates": row.prices == "of_day",
        "payment_terms": row.due_days, "notes": content.note, "terms": content.terms,
        "line_items": [
            {
                "item_id": line.item_id, "name": line.name, "description": line.description, "unit": line.unit,
                "quantity": exact(line.quantity, places=4), "rate": exact(line.price, places=6), "tax_id": line.tax_id,
            }
            for line in content.lines
        ],
        "invoices": [
            {
                "date": one.day, "invoice_id": one.paper_id, "number": one.row.paper.number if one.row else "",
                "status": one.row.state if one.row else None,
            }
            for one in card.bills
        ],
    }  # fmt: skip
