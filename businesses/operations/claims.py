"""Recycled numbers: the phone's code alone does not open an account that was unused for long, on a new device.

A code to the proved e-mail opens it at once. Where there is none, a claim waits CLAIM_DAYS while every other way to
the person is told, or an owner who shares a book with them confirms it. Whoever comes in otherwise closes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.devices import Seen
from businesses.models import AccountClaim, AccountNoteKind, Device, Membership, User
from businesses.operations.account_notes import note
from businesses.operations.members import MemberUnknown, enter, tell
from businesses.queries.contacts import proved_contacts
from businesses.second_factor.queries import has_second_factor
from core import walls
from core.refusals import Refusal


class SecondProofNeeded(Refusal):
    slug: ClassVar[str] = "second_proof_needed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        message = _(
            "This account was not used for long. Sign in on the site once: it asks for a second proof."
        )
        super().__init__(message)


class NothingToConfirm(Refusal):
    slug: ClassVar[str] = "nothing_to_confirm"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Nobody waits to be confirmed any more."))


@dataclass(frozen=True)
class Claim:
    """`ready_at` None: only a second proof or an owner opens it. `is_new` when it began just now."""

    began_at: datetime
    ready_at: datetime | None
    is_new: bool = False


def needs_proof(user: User, *, is_known_device: bool, now: datetime) -> bool:
    """Whether a code to the phone is too little for this person on this device.

    A second factor is asked of everybody who has one, and is proof enough.
    """
    if is_known_device or has_second_factor(user.pk):
        return False
    standing = _standing(user.pk)
    seen_at = _last_seen(user)
    if standing is None:
        return now - seen_at >= timedelta(days=settings.IDLE_DAYS)
    is_ripe = standing.ready_at is not None and standing.ready_at <= now
    return not (is_ripe and seen_at <= standing.began_at)


@transaction.atomic
def begin_claim(*, user: User, seen: Seen, now: datetime) -> Claim:
    """The claim that stands, begun when there was none. The caller tells the person's other ways of a new one."""
    seq = lock_user(user.pk)
    standing = _standing(user.pk)
    if standing is not None:
        return Claim(began_at=standing.began_at, ready_at=standing.ready_at)
    has_mail = any("@" in contact for contact in proved_contacts(user))
    ready_at = None if has_mail else now + timedelta(days=settings.CLAIM_DAYS)
    AccountClaim.objects.create(user=user, began_at=now, ready_at=ready_at)
    _append(user.pk, verb="user.claimed", seq=seq, now=now)
    note(user_id=user.pk, kind=AccountNoteKind.CLAIMED, seen=seen, now=now)
    return Claim(began_at=now, ready_at=ready_at, is_new=True)


def close_claims(*, user_id: UUID, now: datetime) -> None:
    """The person came in: whatever waited at the door is over."""
    AccountClaim.objects.filter(user_id=user_id, closed_at=None).update(closed_at=now)


@transaction.atomic
def confirm_claim(*, business_id: UUID, actor: Actor, member_id: UUID, now: datetime) -> None:
    """An owner says that it is really them. Raises OwnerNeeded, MemberUnknown, NothingToConfirm."""
    seq = enter(business_id=business_id, actor=actor)
    member = (
        Membership.objects.filter(business_id=business_id, pk=member_id)
        .exclude(user_id=actor.user_id)
        .first()
    )
    if member is None:
        raise MemberUnknown
    waiting = AccountClaim.objects.filter(user_id=member.user_id, closed_at=None)
    if not waiting.update(began_at=now, ready_at=now):
        raise NothingToConfirm
    contents = {"role": member.standing}
    tell(member, verb="member.confirmed", seq=seq, actor=actor, now=now, contents=contents)


def _standing(user_id: UUID) -> AccountClaim | None:
    return AccountClaim.objects.filter(user_id=user_id, closed_at=None).first()


def _last_seen(user: User) -> datetime:
    """When the person last signed in anywhere, or opened a book."""
    with walls.everything():
        opened = Membership.objects.filter(user=user).aggregate(last=Max("opened_at"))["last"]
    signed_in = Device.objects.filter(user=user).aggregate(last=Max("seen_at"))["last"]
    return max(moment for moment in (user.joined_at, opened, signed_in) if moment is not None)


def _append(user_id: UUID, *, verb: str, seq: int, now: datetime) -> None:
    actor = Actor(user_id, "", None, "")
    news = News(seq=seq, verb=verb, subject_kind="user", subject_id=user_id, rev=0, amount=None, contents={})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
