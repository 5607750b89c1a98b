"""Inviting into a book: offered by an owner, taken or turned down by whoever signs in with that number or e-mail.

Nobody is put into a book: an invitation is a row that waits for a yes, and ends after INVITED_FOR.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import lock
from businesses.invited import tell_invited
from businesses.models import Invitation, InvitationState, KnownBy, Membership, User
from businesses.operations.members import check_role, enter, masked_contact, tell
from businesses.queries.invitations import INVITED_FOR, addressed_to
from businesses.queries.memberships import MEMBERS_MAX
from businesses.roles import Role
from core import walls
from core.ids import uuid7
from core.refusals import Refusal

SALT = "businesses.invitations"
DAY = timedelta(days=1)
KEPT = timedelta(days=60)
PURGED_AT_ONCE = 500


class MemberAlready(Refusal):
    slug: ClassVar[str] = "member_exists"

    def __init__(self) -> None:
        super().__init__(_("This person is in the book already."), field="contact")


class MembersFull(Refusal):
    slug: ClassVar[str] = "too_many_members"

    def __init__(self) -> None:
        super().__init__(_("A book holds at most %(most)s people.") % {"most": MEMBERS_MAX})


class InvitedAlready(Refusal):
    slug: ClassVar[str] = "invited_already"

    def __init__(self) -> None:
        message = _("This person is invited already. Withdraw that invitation to send another.")
        super().__init__(message, field="contact")


class TooManyInvitations(Refusal):
    slug: ClassVar[str] = "too_many_invitations"
    status: ClassVar[int] = 429

    def __init__(self) -> None:
        super().__init__(_("Enough invitations were sent for today. Try again tomorrow."), field="contact")
        self.wait = DAY


class InvitationUnknown(Refusal):
    """For one of another book or person, and for one that ended, alike."""

    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This invitation does not stand any more."))


@dataclass(frozen=True)
class InvitationResult:
    invitation_id: UUID
    business_id: UUID
    contact: str
    role: str
    ends_at: datetime


@transaction.atomic
def invite(
    *, business_id: UUID, actor: Actor, phone: str = "", email: str = "", role: str, now: datetime
) -> InvitationResult:
    """Invite whoever has this number (E.164) or, without one, this e-mail; the message goes out on commit.

    The answer is the same whether they have an account or not. Raises OwnerNeeded, RoleUnknown, MemberAlready,
    InvitedAlready, MembersFull, TooManyInvitations, BookUnknown.
    """
    seq = enter(business_id=business_id, actor=actor)
    check_role(role)
    contact = phone or email
    _end_worn(business_id=business_id, now=now)
    _check_place(business_id=business_id, contact=contact, phone=phone)
    _check_caps(business_id=business_id, contact=contact, by=actor.user_id, now=now)
    made = Invitation.objects.create(
        id=uuid7(), business_id=business_id, known_by=KnownBy.PHONE if phone else KnownBy.EMAIL, contact=contact,
        contact_hash=_hash(contact), role=role, invited_by_id=actor.user_id, made_at=now, ends_at=now + INVITED_FOR,
    )  # fmt: skip
    _append(made, verb="member.invited", seq=seq, actor=actor, now=now)
    transaction.on_commit(lambda: tell_invited(made), robust=True)
    return _result(made, contact=contact)


@transaction.atomic
def withdraw(*, business_id: UUID, actor: Actor, invitation_id: UUID, now: datetime) -> InvitationResult:
    """Take an open invitation back. Raises OwnerNeeded, InvitationUnknown, BookUnknown."""
    seq = enter(business_id=business_id, actor=actor)
    found = Invitation.objects.filter(
        business_id=business_id, pk=invitation_id, state=InvitationState.OPEN
    ).first()
    if found is None:
        raise InvitationUnknown
    contact = found.contact
    _append(found, verb="member.invitation_withdrawn", seq=seq, actor=actor, now=now)
    _end(found, InvitationState.ENDED)
    return _result(found, contact=contact)


def accept(*, invitation_id: UUID, user: User, actor: Actor, now: datetime) -> InvitationResult:
    """Come into the book as offered. Raises InvitationUnknown, MembersFull."""
    asked = _mine(invitation_id, user=user, now=now)
    walls.admit(asked.business_id)
    with transaction.atomic():
        seq = lock(asked.business_id).first_seq
        found = _mine(invitation_id, user=user, now=now)
        members = Membership.objects.filter(business_id=found.business_id)
        if not members.filter(user_id=found.invited_by_id, role=Role.OWNER).exists():
            raise InvitationUnknown
        if members.count() >= MEMBERS_MAX:
            raise MembersFull
        contact = found.contact
        _end(found, InvitationState.ACCEPTED)
        made, is_new = members.get_or_create(
            user=user,
            business_id=found.business_id,
            defaults={"role": found.role, "known_by": found.known_by},
        )
        contents = {"role": made.standing, "contact": masked_contact(contact)}
        tell(made, verb="member.added" if is_new else "member.stayed", seq=seq, actor=actor, now=now,
             contents=contents)  # fmt: skip
    return _result(found, contact=contact)


def decline(*, invitation_id: UUID, user: User, actor: Actor, now: datetime) -> InvitationResult:
    """Say no: the book learns that, and nothing else. Raises InvitationUnknown."""
    asked = _mine(invitation_id, user=user, now=now)
    walls.admit(asked.business_id)
    with transaction.atomic():
        seq = lock(asked.business_id).first_seq
        found = _mine(invitation_id, user=user, now=now)
        contact = found.contact
        _append(found, verb="member.invitation_declined", seq=seq, actor=actor, now=now)
        _end(found, InvitationState.DECLINED)
    return _result(found, contact=contact)


def _mine(invitation_id: UUID, *, user: User, now: datetime) -> Invitation:
    found = addressed_to(user, now=now).filter(pk=invitation_id).first()
    if found is None:
        raise InvitationUnknown
    return found


def _check_place(*, business_id: UUID, contact: str, phone: str) -> None:
    """A member known here by this contact is told; whether others have an account is not the asker's to learn."""
    members = Membership.objects.filter(business_id=business_id)
    known_by, by = (
        (KnownBy.PHONE, Q(user__phone=contact)) if phone else (KnownBy.EMAIL, Q(user__email=contact))
    )
    if members.filter(by, known_by__in=[known_by, ""]).exists():
        raise MemberAlready
    open_here = Invitation.objects.filter(business_id=business_id, state=InvitationState.OPEN)
    if open_here.filter(contact=contact).exists():
        raise InvitedAlready
    if members.count() + open_here.count() >= MEMBERS_MAX:
        raise MembersFull


def _check_caps(*, business_id: UUID, contact: str, by: UUID, now: datetime) -> None:
    """The four caps of settings.INVITATION_CAPS, each in 24 hours: of a book, a person, a recipient, the site."""
    with walls.everything():
        sent: QuerySet[Invitation] = Invitation.objects.filter(made_at__gt=now - DAY)
        counts = {
            "book": sent.filter(business_id=business_id),
            "person": sent.filter(invited_by_id=by),
            "recipient": sent.filter(contact_hash=_hash(contact)),
            "site": sent,
        }
        if any(rows.count() >= settings.INVITATION_CAPS[scope] for scope, rows in counts.items()):
            raise TooManyInvitations


def _end_worn(*, business_id: UUID, now: datetime) -> None:
    """Invitations past their time lose the number they went to, and after KEPT their row."""
    here = Invitation.objects.filter(business_id=business_id)
    worn = here.filter(state=InvitationState.OPEN, ends_at__lte=now)
    worn.update(state=InvitationState.ENDED, contact="")
    old = here.filter(made_at__lt=now - KEPT).exclude(state=InvitationState.OPEN).order_by("made_at")
    Invitation.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:PURGED_AT_ONCE])).delete()


def _end(invitation: Invitation, state: InvitationState) -> None:
    invitation.state, invitation.contact = state, ""
    invitation.save(update_fields=["state", "contact"])


def _append(invitation: Invitation, *, verb: str, seq: int, actor: Actor, now: datetime) -> None:
    earlier = Revision.objects.filter(business_id=invitation.business_id, subject_id=invitation.pk)
    rev = (earlier.aggregate(last=Max("rev"))["last"] or 0) + 1
    contents = {"role": invitation.role, "contact": masked_contact(invitation.contact)}
    news = trail.News(
        seq=seq, verb=verb, subject_kind="invitation", subject_id=invitation.pk, rev=rev, amount=None, contents=contents
    )  # fmt: skip
    trail.append(business_id=invitation.business_id, at=now, actor=actor, news=[news])


def _hash(contact: str) -> str:
    return salted_hmac(SALT, contact, algorithm="sha256").hexdigest()


def _result(invitation: Invitation, *, contact: str) -> InvitationResult:
    return InvitationResult(
        invitation_id=invitation.pk,
        business_id=invitation.business_id,
        contact=contact,
        role=invitation.role,
        ends_at=invitation.ends_at,
    )
