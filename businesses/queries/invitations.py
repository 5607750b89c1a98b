"""Invitations that wait for an answer: of a book, and to a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from businesses.models import Business, Invitation, InvitationState, KnownBy, Membership, User
from businesses.queries.contacts import proved_contacts
from businesses.roles import Role, sentences
from core import walls
from core.phones import masked

INVITED_FOR = timedelta(days=14)
SHOWN_MAX = 50


@dataclass(frozen=True)
class InvitationRow:
    """One of a book. `phone` (E.164) or `email` is where it went."""

    id: UUID
    phone: str
    email: str
    role: Role
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Offer:
    """One to a person: which book, who invites, and what they could do in it."""

    id: UUID
    business_id: UUID
    book: str
    role: Role
    inviter: str
    contact: str
    sentences: list[str]
    ends_at: datetime


def open_invitations(business_id: UUID, *, now: datetime) -> list[InvitationRow]:
    """Of a book, newest first, at most SHOWN_MAX."""
    found = Invitation.objects.filter(business_id=business_id, state=InvitationState.OPEN, ends_at__gt=now)
    return [_row(each) for each in found.order_by("-made_at", "-pk")[:SHOWN_MAX]]


def invitation_page(
    business_id: UUID, *, now: datetime, after: UUID | None, limit: int
) -> list[InvitationRow]:
    """Of a book in the order they were made, those after one."""
    found = Invitation.objects.filter(business_id=business_id, state=InvitationState.OPEN, ends_at__gt=now)
    if after is not None:
        found = found.filter(pk__gt=after)
    return [_row(each) for each in found.order_by("pk")[:limit]]


def open_invitation(business_id: UUID, invitation_id: UUID, *, now: datetime) -> InvitationRow | None:
    found = Invitation.objects.filter(business_id=business_id, state=InvitationState.OPEN, ends_at__gt=now)
    one = found.filter(pk=invitation_id).first()
    return _row(one) if one else None


def addressed_to(user: User, *, now: datetime) -> QuerySet[Invitation]:
    """Open invitations to the number and e-mail that this person proved to be theirs."""
    return Invitation.objects.filter(
        contact__in=proved_contacts(user), state=InvitationState.OPEN, ends_at__gt=now
    )


def is_invited(user: User, *, now: datetime) -> bool:
    return addressed_to(user, now=now).exists()


def offers(user: User, *, now: datetime) -> list[Offer]:
    """What the person is invited to, newest first, at most SHOWN_MAX; those of owners who left are not shown."""
    found = list(addressed_to(user, now=now).order_by("-made_at", "-pk")[:SHOWN_MAX])
    offered = [_offer(each) for each in found]
    return [offer for offer in offered if offer is not None]


def _offer(invitation: Invitation) -> Offer | None:
    """The book opens its name to whoever it invited."""
    with walls.within(invitation.business_id):
        owners = Membership.objects.select_related("user").filter(
            business_id=invitation.business_id, user_id=invitation.invited_by_id, role=Role.OWNER
        )
        owner = owners.first()
        book = Business.objects.values_list("name", flat=True).get(pk=invitation.business_id)
    if owner is None:
        return None
    user = owner.user
    return Offer(
        id=invitation.pk, business_id=invitation.business_id, book=book, role=Role(invitation.role), inviter=user.name,
        contact=masked(user.phone) if user.phone else "", sentences=sentences(invitation.role),
        ends_at=invitation.ends_at,
    )  # fmt: skip


def _row(invitation: Invitation) -> InvitationRow:
    by_phone = invitation.known_by == KnownBy.PHONE
    return InvitationRow(
        id=invitation.pk,
        phone=invitation.contact if by_phone else "",
        email="" if by_phone else invitation.contact,
        role=Role(invitation.role),
        made_at=invitation.made_at,
        ends_at=invitation.ends_at,
    )
