"""Invitations into the book that wait for a yes."""

import datetime
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.refusals import ContactRefused
from api.routes.members import RoleName
from businesses.forms import reached, whole_email
from businesses.operations.invitations import InvitationUnknown, invite, withdraw
from businesses.queries.invitations import InvitationRow, invitation_page, open_invitation
from core.phones import to_e164
from ledger.queries.pages import cursor_of


class Invitation(Answer):
    """`mobile` or `email` is where it went; it ends by itself at `ends_time`."""

    invitation_id: UUID
    mobile: str
    email: str
    role: str
    created_time: datetime.datetime
    ends_time: datetime.datetime


class NewInvitation(Schema):
    """Either `mobile` or `email`."""

    mobile: Annotated[str, Field(max_length=40, examples=["+919830012345"])] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    role: RoleName


INVITATIONS = "/businesses/{uuid:business_id}/invitations"
ONE = INVITATIONS + "/{uuid:invitation_id}"
CAN = "book.members"
router = Resource(singular="invitation", plural="invitations", row=Invitation, tag="Businesses")


@router.rows(INVITATIONS, scope="book.manage", can=CAN, etag=False)
def list_invitations(request: BookCall, business_id: UUID, paging: Query[Paging]) -> Page:
    """Who is invited and has not answered."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    found = invitation_page(business_id, now=timezone.now(), after=after, limit=paging.per_page + 1)
    rows = [said_of(row) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["invitation_id"].hex))


@router.create(INVITATIONS, scope="people.manage", can=CAN)
def invite_person(request: BookCall, business_id: UUID, asked: NewInvitation) -> Row:
    """Invite whoever has a number or an e-mail; they come in once they say yes."""
    phone, email = _contact(asked, country=request.business.country)
    now = timezone.now()
    made = invite(
        business_id=business_id, actor=request.actor, phone=phone, email=email, role=asked.role, now=now
    )
    return said_of(_row(business_id, made.invitation_id))


@router.remove(ONE, scope="people.manage", can=CAN, revised=False)
def withdraw_invitation(request: BookCall, business_id: UUID, invitation_id: UUID) -> Row:
    """Take an invitation back."""
    row = said_of(_row(business_id, invitation_id))
    withdraw(business_id=business_id, actor=request.actor, invitation_id=invitation_id, now=timezone.now())
    return row


def _row(business_id: UUID, invitation_id: UUID) -> InvitationRow:
    found = open_invitation(business_id, invitation_id, now=timezone.now())
    if found is None:
        raise InvitationUnknown
    return found


def said_of(row: InvitationRow) -> Row:
    return {
        "invitation_id": row.id, "mobile": row.phone, "email": row.email, "role": row.role,
        "created_time": row.made_at, "ends_time": row.ends_at,
    }  # fmt: skip


def _contact(asked: NewInvitation, *, country: str) -> tuple[str, str]:
    if bool(asked.mobile) == bool(asked.email):
        raise ContactRefused(_("Give a mobile number or an e-mail address."), field="mobile")
    try:
        if asked.email:
            return "", whole_email(asked.email)
        return reached(to_e164(asked.mobile, country=country, field="mobile")), ""
    except ValidationError as error:
        raise ContactRefused(error.messages[0], field="email" if asked.email else "mobile") from None
