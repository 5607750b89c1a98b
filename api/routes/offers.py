"""Invitations into a book that wait for the answer of the person behind the token."""

import datetime
from uuid import UUID

from django.utils import timezone
from ninja import Query

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from businesses.models import User
from businesses.operations.invitations import InvitationUnknown, accept, decline
from businesses.queries.invitations import Offer, offers
from ledger.queries.pages import cursor_of


class ReceivedInvitation(Answer):
    """Which book, who invites, and as what."""

    invitation_id: UUID
    business_id: UUID
    business_name: str
    invited_by: str
    role: str
    ends_time: datetime.datetime


INVITATIONS = "/me/invitations"
ONE = INVITATIONS + "/{uuid:invitation_id}"
router = Resource(
    singular="invitation", plural="invitations", row=ReceivedInvitation, tag="Tokens and devices"
)


@router.rows(INVITATIONS, scope="profile.manage", etag=False)
def list_my_invitations(request: CallerRequest, paging: Query[Paging]) -> Page:
    """The invitations that wait for the person's answer."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    mine = sorted(offers(_person(request), now=timezone.now()), key=lambda offer: offer.id)
    found = [offer for offer in mine if after is None or offer.id > after]
    rows = [said_of(offer) for offer in found[: paging.per_page + 1]]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["invitation_id"].hex))


@router.act(ONE + "/accept", scope="profile.manage")
def accept_invitation(request: CallerRequest, invitation_id: UUID) -> Row:
    """Say yes: the person is in the book from now on."""
    person, row = _person(request), said_of(_offer(request, invitation_id))
    accept(invitation_id=invitation_id, user=person, actor=request.actor, now=timezone.now())
    return row


@router.act(ONE + "/decline", scope="profile.manage")
def decline_invitation(request: CallerRequest, invitation_id: UUID) -> Row:
    """Say no: the book learns that, and nothing else."""
    person, row = _person(request), said_of(_offer(request, invitation_id))
    decline(invitation_id=invitation_id, user=person, actor=request.actor, now=timezone.now())
    return row


def _offer(request: CallerRequest, invitation_id: UUID) -> Offer:
    mine = offers(_person(request), now=timezone.now())
    found = next((offer for offer in mine if offer.id == invitation_id), None)
    if found is None:
        raise InvitationUnknown
    return found


def _person(request: CallerRequest) -> User:
    return User.objects.get(pk=request.caller.user_id)


def said_of(offer: Offer) -> Row:
    return {
        "invitation_id": offer.id, "business_id": offer.business_id, "business_name": offer.book,
        "invited_by": offer.inviter or offer.contact, "role": offer.role, "ends_time": offer.ends_at,
    }  # fmt: skip
