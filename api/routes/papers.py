"""What estimates, invoices and credit notes have in common: one head with lines, under the names of Zoho Books."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.decimals import Number, Percent, Quantity, UnitPrice, exact
from api.kit.refusals import FieldsRefused
from api.kit.resource import revision_of
from api.routes.addresses import ShippingAddress, State
from api.routes.ledgers import today_of
from api.routes.paper_warnings import PaperWarning, warnings_of
from api.routes.taxes import HSN, Kind
from core.ids import uuid7
from invoicing.content import LineContent, PaperContent
from invoicing.models import PURCHASE_KINDS, Paper, PaperLine
from invoicing.operations.drafts import delete_draft, save_draft
from invoicing.operations.results import PaperResult
from invoicing.operations.writing import content_of
from invoicing.queries.papers import PaperCard, PaperRow, paper_card, paper_page
from invoicing.refusals import PaperUnknown

GstTreatment = Literal[
    "", "business_gst", "business_none", "consumer", "overseas", "business_composition", "business_sez",
    "deemed_export", "uin",
]  # fmt: skip
Status = Literal[
    "draft", "approved", "sent", "part_paid", "paid", "overdue", "accepted", "declined", "expired", "invoiced", "void",
    "cancelled",
]  # fmt: skip
Wanted = Literal[
    "all", "draft", "approved", "sent", "unpaid", "part_paid", "paid", "overdue", "accepted", "declined", "invoiced",
    "void", "cancelled",
]  # fmt: skip


class PaperLineItem(Schema):
    """The tax of a line is `tax_id`, or `tax_percentage`, or what the item or its code leads to; a `tax_treatment`
    other than taxable says that none is due. `batch_number`: the batch goods go out of, else what expires first.
    `source_line_item_id` is the line of the document this one is made from.
    """

    item_id: UUID | None = None
    name: Annotated[str, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=1000)] = ""
    hsn_or_sac: HSN = ""
    unit: Annotated[str, Field(max_length=3)] = ""
    quantity: Quantity = 10_000
    rate: UnitPrice
    is_inclusive_tax: bool = False
    discount_amount: AmountOrZero = 0
    discount_percentage: Percent = 0
    tax_id: UUID | None = None
    tax_percentage: Percent | None = None
    tax_treatment: Kind = "taxable"
    batch_number: Annotated[str, Field(max_length=40)] = ""
    serial_numbers: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)] = []
    source_line_item_id: int | None = None


class PaperWords(Schema):
    date: datetime.date | None = None
    due_date: datetime.date | None = None
    branch_id: UUID | None = None
    reference_number: Annotated[str | None, Field(max_length=60)] = None
    place_of_supply: State | None = None
    gst_treatment: GstTreatment | None = None
    is_reverse_charge_applied: bool | None = None
    is_zero_rated_with_tax: bool | None = None
    discount_amount: AmountOrZero | None = None
    discount_percentage: Percent | None = None
    is_rounded: bool | None = None
    notes: Annotated[str | None, Field(max_length=1000)] = None
    terms: Annotated[str | None, Field(max_length=2000)] = None
    reason: Annotated[str | None, Field(max_length=200)] = None


class PaperChange(PaperWords):
    """Members left out stay as they are; `line_items` replaces all lines.

    `number_series_id`: what a draft will be numbered by, null for the default. `shipping_address`: where the goods
    go; one without parts is where the customer has them sent. A place of supply that stands is not changed by it.
    """

    number_series_id: UUID | None = None
    shipping_address: ShippingAddress | None = None
    line_items: Annotated[list[PaperLineItem] | None, Field(max_length=200)] = None


class NewPaper(PaperChange):
    """A draft. Without `date` it is today, without `branch_id` of the main branch; without `due_date` the customer's
    terms of payment say it, without `place_of_supply` and `gst_treatment` the customer and the law.

    `number_series_id`: what it will be numbered by, else the default. `shipping_address`: where the goods go, else
    where the customer has them sent, else `billing_address`. Where they end decides the place of supply;
    `is_shipped_to_third_party`: somebody else takes them there on the customer's word (bill-to, ship-to), and it is
    where the customer is.
    """

    customer_id: UUID
    is_shipped_to_third_party: bool = False
    line_items: Annotated[list[PaperLineItem], Field(max_length=200)]


class LineShown(Schema):
    """`sgst_amount` is also UTGST. Under reverse charge taxes are what the buyer owes, and no part of `item_total`."""

    line_item_id: int
    item_id: UUID | None
    khata_entry_id: UUID | None
    name: str
    description: str
    hsn_or_sac: str
    unit: str
    quantity: Number
    rate: Number
    is_inclusive_tax: bool
    discount_amount: Money
    taxable_amount: Money
    tax_id: UUID | None
    tax_name: str
    tax_treatment: Kind
    tax_percentage: Number
    cgst_amount: Money
    sgst_amount: Money
    igst_amount: Money
    cess_amount: Money
    vat_amount: Money
    duty_amount: Money
    item_total: Money
    batch_number: str
    serial_numbers: list[str]


class PaperSaid(Answer):
    """`balance` is what is still to be paid of it."""

    status: Status
    date: datetime.date
    due_date: datetime.date | None
    reference_number: str
    total: Money
    balance: Money
    rev: int
    created_time: datetime.datetime
    last_modified_time: datetime.datetime


class PaperBrief(PaperSaid):
    """`balance` is what is still to be paid of it."""

    number: str
    customer_id: UUID
    customer_name: str


class PaperParts(Answer):
    """`warnings`: what this call was done in spite of; none where a document is only read."""

    warnings: list[PaperWarning]
    document_form: Literal["tax_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "plain"]
    source_id: UUID | None
    branch_id: UUID
    gst_no: str
    gst_treatment: str
    place_of_supply: str
    is_inter_state: bool
    is_reverse_charge_applied: bool
    is_zero_rated_with_tax: bool
    sub_total: Money
    discount_total: Money
    taxable_total: Money
    tax_total: Money
    round_off: Money
    notes: str
    terms: str
    reason: str


class PaperInFull(PaperBrief, PaperParts):
    """`shipping_address` is empty where nobody said any. `number_series_id` null is the default."""

    number_series_id: UUID | None
    billing_address: dict[str, str]
    shipping_address: dict[str, str]
    line_items: list[LineShown]


class PapersAsked(Paging):
    """`search_text` finds a number or a name. A page of what is paid or unpaid may be short and go on all the same."""

    status: Annotated[Wanted, Field(description="Only those in this state; `all` leaves none out.")] = "all"
    date_start: Annotated[datetime.date | None, Field(description="From this date on.")] = None
    date_end: Annotated[datetime.date | None, Field(description="Up to this date.")] = None
    search_text: Annotated[str, Field(max_length=120)] = ""


class PapersWanted(PapersAsked):
    """`search_text` finds a number or a name. A page of what is paid or unpaid may be short and go on all the same."""

    customer_id: UUID | None = None


def page_of(request: BookCall, asked: PapersWanted, *, kind: str, name: str) -> Page:
    return read(request, asked, kind=kind, name=name, party_id=asked.customer_id)


def read(request: BookCall, asked: PapersAsked, *, kind: str, name: str, party_id: UUID | None) -> Page:
    found = paper_page(
        request.business.pk, kind=kind, today=today_of(request), chip=asked.status, party_id=party_id,
        search=asked.search_text, since=asked.date_start, until=asked.date_end, after=asked.cursor,
        limit=asked.per_page,
    )  # fmt: skip
    return Page([{name: row.paper.pk, **brief(row)} for row in found.rows], found.next_cursor, asked.per_page)


def card_of(request: BookCall, paper_id: UUID, *, kind: str) -> PaperCard:
    """One of the kind. Raises PaperUnknown."""
    card = paper_card(request.business.pk, paper_id, today=today_of(request))
    if card.paper.kind != kind:
        raise PaperUnknown
    return card


def said_of(
    request: BookCall, paper_id: UUID, *, kind: str, name: str, done: PaperResult | None = None
) -> Row:
    """One of the kind, as it stands, or after what was `done`. Raises PaperUnknown."""
    card = card_of(request, paper_id, kind=kind)
    paper = card.paper
    return {
        name: paper.pk,
        **brief(PaperRow(paper, card.party_name, card.balance, card.state)),
        "document_form": paper.form,
        "source_id": paper.source_id,
        "branch_id": paper.branch_id,
        "gst_no": paper.their_registration,
        "gst_treatment": paper.treatment,
        "place_of_supply": paper.place,
        "is_inter_state": paper.is_inter_state,
        "is_reverse_charge_applied": paper.reverse_charge,
        "is_zero_rated_with_tax": paper.with_tax,
        "sub_total": number(paper.gross),
        "discount_total": number(paper.discount),
        "taxable_total": number(paper.value),
        "tax_total": number(paper.tax),
        "round_off": number(paper.round_off),
        "notes": paper.note,
        "terms": paper.terms,
        "reason": paper.reason,
        "line_items": [line_said(line, is_bought=kind in PURCHASE_KINDS) for line in card.lines],
        "warnings": warnings_of(done),
        **({} if kind in PURCHASE_KINDS else _of_sale(paper)),
    }


def _of_sale(paper: Paper) -> Row:
    return {
        "number_series_id": paper.series_id,
        "billing_address": dict(paper.billing_address),
        "shipping_address": dict(paper.shipping_address),
    }


def create(
    request: BookCall,
    asked: NewPaper,
    *,
    kind: str,
    name: str,
    paper_id: UUID | None,
    source: UUID | None = None,
) -> Row:
    content = content_of_new(request, asked, kind=kind, party_id=asked.customer_id, source=source)
    return said_of(request, draft(request, content, paper_id=paper_id), kind=kind, name=name)


def made_from(**sources: UUID | None) -> UUID | None:
    """The one paper that was named of those a new one may be made from. Raises FieldsRefused."""
    named = {name: source for name, source in sources.items() if source is not None}
    if len(named) > 1:
        raise FieldsRefused({name: [_("A document is made from one other.")] for name in named})
    return next(iter(named.values()), None)


def content_of_new(
    request: BookCall, asked: PaperWords, *, kind: str, party_id: UUID, source: UUID | None
) -> PaperContent:
    return PaperContent(
        kind=kind, party_id=party_id, day=asked.date or today_of(request), due_on=asked.due_date,
        lines=lines_said(getattr(asked, "line_items", None) or []), source_id=source, **_words(asked),
    )  # fmt: skip


def draft(request: BookCall, content: PaperContent, *, paper_id: UUID | None) -> UUID:
    now = timezone.now()
    done = save_draft(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id or uuid7(), content=content,
        made_at=now, now=now,
    )  # fmt: skip
    return done.paper_id


def change(request: BookCall, paper_id: UUID, asked: PaperWords, *, kind: str, name: str) -> Row:
    """What stands, with what was sent in its place."""
    base, now = revision_of(request), timezone.now()
    card = card_of(request, paper_id, kind=kind)
    sent = _words(asked)
    if asked.date is not None:
        sent["day"] = asked.date
    if "due_date" in asked.model_fields_set:
        sent["due_on"] = asked.due_date
    if "number_series_id" in asked.model_fields_set:
        sent["series_id"] = getattr(asked, "number_series_id", None)
    if (lines := getattr(asked, "line_items", None)) is not None:
        sent["lines"] = lines_said(lines)
    content = replace(content_of(card.paper, list(card.lines)), **sent)
    done = save_draft(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, content=content, base_rev=base,
        made_at=now, now=now,
    )  # fmt: skip
    return said_of(request, paper_id, kind=kind, name=name, done=done)


def remove(request: BookCall, paper_id: UUID, *, kind: str, name: str) -> Row:
    base, row = revision_of(request), said_of(request, paper_id, kind=kind, name=name)
    delete_draft(
        business_id=request.business.pk,
        actor=request.actor,
        paper_id=paper_id,
        base_rev=base,
        now=timezone.now(),
    )
    return row


WORDS = {
    "branch_id": "branch_id", "reference_number": "reference", "place_of_supply": "place", "gst_treatment": "treatment",
    "is_reverse_charge_applied": "reverse_charge", "is_zero_rated_with_tax": "with_tax",
    "discount_amount": "discount_amount", "discount_percentage": "discount_rate", "is_rounded": "rounds",
    "notes": "note", "terms": "terms", "reason": "reason", "bill_number": "number", "vendor_credit_number": "number",
    "number_series_id": "series_id", "is_shipped_to_third_party": "for_another",
}  # fmt: skip
"""Names of the API to those of a paper's content."""
OWN_NAMES = {"series_id": "number_series_id"}
"""Fields of the bill's page that documents of sales call otherwise."""


def _words(asked: PaperWords) -> dict[str, Any]:
    found = {own: getattr(asked, name, None) for name, own in WORDS.items() if hasattr(asked, name)}
    if (there := getattr(asked, "shipping_address", None)) is not None:
        found["shipping_address"] = there.model_dump()
    return {own: value for own, value in found.items() if value is not None}


def lines_said(asked: Sequence[PaperLineItem]) -> tuple[LineContent, ...]:
    return tuple(
        LineContent(
            item_id=one.item_id, name=one.name, description=one.description, hsn=one.hsn_or_sac, unit=one.unit,
            quantity=one.quantity, price=one.rate, inclusive=one.is_inclusive_tax,
            discount_amount=one.discount_amount, discount_rate=one.discount_percentage, tax_id=one.tax_id,
            rate=one.tax_percentage, treatment="" if one.tax_treatment == "taxable" else one.tax_treatment,
            batch_number=one.batch_number, expires_on=getattr(one, "expiry_date", None),
            serials=tuple(one.serial_numbers), source_line_id=one.source_line_item_id,
            account_id=getattr(one, "account_id", None), credit_clause=getattr(one, "blocked_credit_clause", ""),
            khata_id=getattr(one, "khata_entry_id", None),
        )
        for one in asked
    )  # fmt: skip


def brief(row: PaperRow) -> Row:
    paper: Paper = row.paper
    return {
        "number": paper.number,
        "status": row.state,
        "date": paper.day,
        "due_date": paper.due_on,
        "customer_id": paper.party_id,
        "customer_name": row.party_name,
        "reference_number": paper.reference,
        "total": number(paper.total),
        "balance": number(row.balance),
        "rev": paper.rev,
        "created_time": paper.created_at,
        "last_modified_time": paper.changed_at,
    }


def line_said(line: PaperLine, *, is_bought: bool) -> Row:
    return {
        "line_item_id": line.pk,
        "item_id": line.item_id,
        "khata_entry_id": line.khata_id,
        "name": line.name,
        "description": line.description,
        "hsn_or_sac": line.hsn,
        "unit": line.unit,
        "quantity": exact(line.quantity, places=4),
        "rate": exact(line.price, places=6),
        "is_inclusive_tax": line.inclusive,
        "discount_amount": number(line.less + line.share),
        "taxable_amount": number(line.value),
        "tax_id": line.tax_id,
        "tax_name": line.tax_name,
        "tax_treatment": line.treatment,
        "tax_percentage": exact(line.rate, places=4),
        "cgst_amount": number(line.cgst),
        "sgst_amount": number(line.sgst),
        "igst_amount": number(line.igst),
        "cess_amount": number(line.cess),
        "vat_amount": number(line.vat),
        "duty_amount": number(line.duty),
        "item_total": number(line.total),
        "batch_number": line.batch_number or (line.batch.number if line.batch else ""),
        "serial_numbers": line.serials,
        **(_of_purchase(line) if is_bought else {}),
    }


def _of_purchase(line: PaperLine) -> Row:
    return {
        "account_id": line.account_id,
        "blocked_credit_clause": line.credit_clause,
        "expiry_date": line.expires_on,
    }
