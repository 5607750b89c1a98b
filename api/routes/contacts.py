"""Contacts: the same parties under the field names of Zoho Books."""

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes import ledgers
from api.routes.addresses import ShippingAddress, State
from api.routes.papers import GstTreatment
from invoicing.operations.contacts import PersonContent, content_of, set_contact
from invoicing.queries.contacts import contact_card
from ledger.queries.parties import party_card, party_page

KINDS = {"customer": "customer", "vendor": "supplier", "tenant": "tenant", "other": "other"}
TYPES = {kind: name for name, kind in KINDS.items()}
ContactType = Literal["customer", "vendor", "tenant", "other"]


class Contact(Answer):
    """Both outstanding amounts are from 0 on: at most one of them is above."""

    contact_id: UUID
    contact_name: str
    company_name: str
    contact_type: ContactType
    status: Literal["active"]
    currency_code: str
    outstanding_receivable_amount: Money
    outstanding_payable_amount: Money
    phone: str
    mobile: str
    rev: int
    created_time: datetime.datetime
    last_modified_time: datetime.datetime


class ContactPersonShown(Answer):
    first_name: str
    designation: str
    phone: str
    email: str


class ContactInFull(Contact):
    gst_no: str
    gst_treatment: str
    place_of_contact: str
    legal_name: str
    email: str
    payment_terms: int | None
    credit_limit: Money | None
    language_code: str
    billing_address: dict[str, str]
    shipping_address: dict[str, str]
    contact_persons: list[ContactPersonShown]


class Address(ShippingAddress):
    """The parts of an address; `state_code` is that of the tax law, as 19. `address` alone is the line that stands in
    the khata; with other parts the whole is printed on bills."""

    address: Annotated[str, Field(max_length=300)] = ""


class ContactPerson(Schema):
    first_name: Annotated[str, Field(min_length=1, max_length=120)]
    designation: Annotated[str, Field(max_length=60)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""


class ContactWords(Schema):
    """`gst_treatment` and `place_of_contact` left out follow from `gst_no` and the address. `payment_terms` are days;
    `contact_persons` replaces all of them."""

    gst_treatment: GstTreatment | None = None
    place_of_contact: State | None = None
    legal_name: Annotated[str | None, Field(max_length=120)] = None
    email: Annotated[str | None, Field(max_length=254)] = None
    payment_terms: Annotated[int | None, Field(ge=0, le=730)] = None
    shipping_address: ShippingAddress | None = None
    contact_persons: Annotated[list[ContactPerson] | None, Field(max_length=20)] = None
    contact_name: Annotated[str | None, Field(min_length=1, max_length=120)] = None
    contact_type: ContactType | None = None
    mobile: Annotated[str | None, Field(max_length=40)] = None
    gst_no: Annotated[str | None, Field(max_length=20)] = None
    credit_limit: AmountOrZero | None = None
    language_code: Annotated[str | None, Field(pattern="^([a-z]{2,3})?$")] = None
    billing_address: Address | None = None


class NewContact(ContactWords):
    contact_id: UUID | None = None
    contact_name: Annotated[str, Field(min_length=1, max_length=120, examples=["शर्मा किराना"])]


NAMES = {
    "name": "contact_name",
    "phone": "mobile",
    "registration_number": "gst_no",
    "language": "language_code",
    "address": "billing_address",
    "treatment": "gst_treatment",
    "place": "place_of_contact",
    "persons": "contact_persons",
}
"""What a page calls otherwise."""

router = Resource(singular="contact", plural="contacts", row=ContactInFull, tag="Contacts", names=NAMES)


@router.rows("/contacts", scope="ledger.read", can="khata.read", row=Contact)
def list_contacts(request: BookCall, asked: Query[ledgers.LedgersWanted]) -> Page:
    """The contacts of the book."""
    found = party_page(
        request.business.pk, today=ledgers.today_of(request), chip=asked.filter, search=asked.search_text,
        sort=asked.sort, after=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    page, balances = ledgers.page_said(request, asked, found), {row.id: row.balance for row in found.rows}
    return Page(
        [_brief(row, balances[row["ledger_id"]]) for row in page.rows], page.next_cursor, page.per_page
    )


@router.one("/contacts/{uuid:contact_id}", scope="ledger.read", can="khata.read")
def get_contact(request: BookCall, contact_id: UUID) -> Row:
    """One contact."""
    return _full(request, contact_id)


@router.create("/contacts", scope="ledger.write", can="khata.write")
def create_contact(request: BookCall, asked: NewContact) -> Row:
    """Add a contact: a party with a khata."""
    words = _words(asked)
    made = ledgers.create_ledger(request, ledgers.NewLedger(ledger_id=asked.contact_id, **words))
    _set(request, made["ledger_id"], asked, base_rev=None)
    return _full(request, made["ledger_id"])


@router.change("/contacts/{uuid:contact_id}", scope="ledger.write", can="khata.edit")
def change_contact(request: BookCall, contact_id: UUID, asked: ContactWords) -> Row:
    """Change what is written about a contact."""
    card = party_card(request.business.pk, contact_id, today=ledgers.today_of(request))
    ledgers.change_party(request, contact_id, ledgers.LedgerChange(**_words(asked)))
    changed = party_card(request.business.pk, contact_id, today=ledgers.today_of(request))
    _set(
        request, contact_id, asked, base_rev=revision_of(request) if changed.rev == card.rev else changed.rev
    )
    return _full(request, contact_id)


def _words(asked: ContactWords) -> dict[str, Any]:
    """What was sent, under the names of ledgers. Amounts are minor units already, so they go back as text."""
    said: dict[str, Any] = {
        "party_name": asked.contact_name, "phone": asked.mobile, "registration_number": asked.gst_no,
        "language": asked.language_code, "type": KINDS[asked.contact_type] if asked.contact_type else None,
        "address": asked.billing_address.address if asked.billing_address else None,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value is not None}
    if "credit_limit" in asked.model_fields_set:
        limit = asked.credit_limit
        said["credit_limit"] = None if limit is None else f"{limit // 100}.{limit % 100:02d}"
    return said


PLAIN = {
    "gst_treatment": "treatment", "place_of_contact": "place", "legal_name": "legal_name", "email": "email",
    "payment_terms": "payment_terms",
}  # fmt: skip
"""Names of the API to those of a contact."""


def _set(request: BookCall, contact_id: UUID, asked: ContactWords, *, base_rev: int | None) -> None:
    """What was sent of all that bills must know, in the place of what stands."""
    sent = asked.model_fields_set
    said: dict[str, Any] = {own: getattr(asked, name) for name, own in PLAIN.items() if name in sent}
    said = {own: value for own, value in said.items() if value is not None or own == "payment_terms"}
    standing = content_of(contact_card(request.business.pk, contact_id).contact)
    if asked.billing_address is not None and (standing.billing_address or _is_whole(asked.billing_address)):
        said["billing_address"] = asked.billing_address.model_dump()
    if asked.shipping_address is not None:
        said["shipping_address"] = asked.shipping_address.model_dump()
    if asked.contact_persons is not None:
        said["persons"] = tuple(
            PersonContent(name=one.first_name, designation=one.designation, phone=one.phone, email=one.email)
            for one in asked.contact_persons
        )
    if said:
        set_contact(
            business_id=request.business.pk, actor=request.actor, party_id=contact_id,
            content=replace(standing, **said), base_rev=base_rev, now=timezone.now(),
        )  # fmt: skip


def _is_whole(asked: Address) -> bool:
    return any(text for part, text in asked.model_dump().items() if part != "address")


def _brief(row: Row, balance: int) -> Row:
    """`balance` above zero: they owe us."""
    return {
        "contact_id": row["ledger_id"],
        "contact_name": row["party_name"],
        "company_name": row["party_name"],
        "contact_type": TYPES[row["type"]],
        "status": "active",
        "currency_code": row["currency"],
        "outstanding_receivable_amount": number(max(balance, 0)),
        "outstanding_payable_amount": number(max(-balance, 0)),
        "phone": row["phone"],
        "mobile": row["phone"],
        "rev": row["rev"],
        "created_time": row["created_time"],
        "last_modified_time": row["updated_time"],
    }


def _full(request: BookCall, contact_id: UUID) -> Row:
    row = ledgers.said_in_full(request, contact_id)
    balance = party_card(request.business.pk, contact_id, today=ledgers.today_of(request)).balance
    known = content_of(contact_card(request.business.pk, contact_id).contact)
    return {
        **_brief(row, balance),
        "gst_no": row["registration_number"],
        "credit_limit": row["credit_limit"],
        "language_code": row["language"],
        "billing_address": {"address": row["address"], **known.billing_address},
        "shipping_address": dict(known.shipping_address),
        **{name: getattr(known, own) for name, own in PLAIN.items()},
        "contact_persons": [
            {"first_name": one.name, "designation": one.designation, "phone": one.phone, "email": one.email}
            for one in known.persons
        ],
    }
