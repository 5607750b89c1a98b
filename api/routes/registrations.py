"""The numbers under which a state knows the business: GSTIN, BIN, licences."""

from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource, revision_of
from businesses.operations import registrations as operations
from businesses.operations.registrations import RegistrationContent, RegistrationUnknown
from businesses.queries.branches import RegistrationRow, registration_row, registrations
from ledger.queries.pages import cursor_of
from taxes.states import STATES

Name = Annotated[str, Field(max_length=120, examples=["সেন স্টোর্স"])]
Address = Annotated[str, Field(max_length=500)]
Number = Annotated[str, Field(max_length=80, examples=["27AAPFU0939F1ZV"])]
Word = Annotated[str, Field(max_length=12)]


class Registration(Answer):
    """`kind` is gstin, bin, tax or licence; `scheme` how tax is paid. `state_code` and `state` come from a GSTIN."""

    registration_id: UUID
    kind: str
    number: str
    state_code: str
    state: str
    scheme: str
    legal_name: str
    trade_name: str
    address: str
    rev: int


class NewRegistration(Schema):
    """`scheme` for a GSTIN: regular, composition or sez; for a BIN: vat or turnover."""

    kind: Annotated[str, Field(max_length=12, examples=["gstin"])]
    number: Number
    scheme: Word = ""
    legal_name: Name = ""
    trade_name: Name = ""
    address: Address = ""


class RegistrationChange(Schema):
    """Members left out stay as they are."""

    number: Number | None = None
    scheme: Word | None = None
    legal_name: Name | None = None
    trade_name: Name | None = None
    address: Address | None = None


REGISTRATIONS = "/businesses/{uuid:business_id}/registrations"
ONE = REGISTRATIONS + "/{uuid:registration_id}"
SCOPE, CAN = "book.manage", "book.settings"
router = Resource(singular="registration", plural="registrations", row=Registration, tag="Businesses")


@router.rows(REGISTRATIONS, scope=SCOPE, can=CAN, etag=False)
def list_registrations(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """The registrations of a book."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    rows = [said_of(row) for row in registrations(business_id, after=after, limit=paging.per_page + 1)]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["registration_id"].hex))


@router.create(REGISTRATIONS, scope=SCOPE, can=CAN)
def create_registration(request: BookCall, business_id: UUID, asked: NewRegistration) -> Row:
    """Add a registration."""
    content = RegistrationContent(**asked.dict())
    made = operations.add_registration(
        business_id=business_id, actor=request.actor, content=content, now=timezone.now()
    )
    return said_of(_row(business_id, made.pk))


@router.change(ONE, scope=SCOPE, can=CAN)
def change_registration(
    request: BookCall, business_id: UUID, registration_id: UUID, asked: RegistrationChange
) -> Row:
    """Change a registration."""
    standing = _row(business_id, registration_id)
    said = {name: value for name, value in asked.dict().items() if value is not None}
    before = {
        name: getattr(standing, name)
        for name in ("kind", "number", "scheme", "legal_name", "trade_name", "address")
    }
    operations.change_registration(
        business_id=business_id, actor=request.actor, registration_id=registration_id,
        base_rev=revision_of(request), content=RegistrationContent(**{**before, **said}), now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(business_id, registration_id))


@router.remove(ONE, scope=SCOPE, can=CAN)
def delete_registration(request: BookCall, business_id: UUID, registration_id: UUID) -> Row:
    """Take out a registration no branch stands under."""
    row = said_of(_row(business_id, registration_id))
    operations.remove_registration(
        business_id=business_id, actor=request.actor, registration_id=registration_id,
        base_rev=revision_of(request), now=timezone.now(),
    )  # fmt: skip
    return row


def _row(business_id: UUID, registration_id: UUID) -> RegistrationRow:
    found = registration_row(business_id, registration_id)
    if found is None:
        raise RegistrationUnknown
    return found


def said_of(row: RegistrationRow) -> Row:
    state = STATES.get(row.state)
    return {
        "registration_id": row.id, "kind": row.kind, "number": row.number, "state_code": row.state,
        "state": state.name if state else "", "scheme": row.scheme, "legal_name": row.legal_name,
        "trade_name": row.trade_name, "address": row.address, "rev": row.rev,
    }  # fmt: skip
