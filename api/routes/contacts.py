"""Contacts: the same parties under the field names of Zoho Books."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import ledgers
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


class ContactInFull(Contact):
    gst_no: str
    credit_limit: Money | None
    language_code: str
    billing_address: dict[str, str]


class Address(Schema):
    address: Annotated[str, Field(max_length=300)] = ""


class ContactWords(Schema):
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
    return _full(request, made["ledger_id"])


@router.change("/contacts/{uuid:contact_id}", scope="ledger.write", can="khata.edit")
def change_contact(request: BookCall, contact_id: UUID, asked: ContactWords) -> Row:
    """Change what is written about a contact."""
    ledgers.change_party(request, contact_id, ledgers.LedgerChange(**_words(asked)))
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
    return {
        **_brief(row, balance),
        "gst_no": row["registration_number"],
        "credit_limit": row["credit_limit"],
        "language_code": row["language"],
        "billing_address": {"address": row["address"]},
    }
