"""Who is in a book: given another role or single grants, taken out. One change at a time, under the book's lock.

They come in by an invitation (`businesses.operations.invitations`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import KnownBy, Membership, User
from businesses.roles import NEEDS, SINGLE, Role, is_granted, single_grants
from core.phones import masked
from core.refusals import Refusal


class MemberUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such person in this book."))


class LastOwner(Refusal):
    slug: ClassVar[str] = "last_owner"

    def __init__(self) -> None:
        super().__init__(_("A business needs one owner. Make another owner first."), field="role")


class OwnerNeeded(Refusal):
    """Whoever asks was an owner when the page opened and is none any more."""

    slug: ClassVar[str] = "owner_needed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("You are no longer an owner of this book."))


class RoleUnknown(Refusal):
    slug: ClassVar[str] = "role_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose what this person may do."), field="role")


class GrantRefused(Refusal):
    slug: ClassVar[str] = "grant_refused"


@dataclass(frozen=True)
class MemberResult:
    """`standing` is the one of now, or the last; `changed` is False when there was nothing to do."""

    member_id: UUID
    user_id: UUID
    standing: str
    changed: bool = True


@transaction.atomic
def change_role(
    *, business_id: UUID, actor: Actor, member_id: UUID, role: str, now: datetime
) -> MemberResult:
    """Give a member another role, with what it brings and no more; the same one again changes nothing.

    Raises OwnerNeeded, RoleUnknown, MemberUnknown, LastOwner, BookUnknown.
    """
    seq = enter(business_id=business_id, actor=actor)
    check_role(role)
    found = _member(business_id=business_id, member_id=member_id)
    if found.role == role:
        return _result(found, changed=False)
    _keep_an_owner(found)
    before, found.role, found.single = found.standing, role, ""
    found.save(update_fields=["role", "single"])
    contents = {"role": role, "role_before": before, "contact": _masked(found)}
    tell(found, verb="member.role_changed", seq=seq, actor=actor, now=now, contents=contents)
    return _result(found)


@transaction.atomic
def change_grants(
    *, business_id: UUID, actor: Actor, member_id: UUID, grants: Collection[str], now: datetime
) -> MemberResult:
    """Let a member do exactly these of SINGLE, whatever the role brings.

    Raises OwnerNeeded, MemberUnknown, GrantRefused, BookUnknown.
    """
    seq = enter(business_id=business_id, actor=actor)
    found = _member(business_id=business_id, member_id=member_id)
    _check_grants(found, grants)
    single = single_grants(found.role, grants)
    if found.single == single:
        return _result(found, changed=False)
    before, found.single = found.standing, single
    found.save(update_fields=["single"])
    contents = {"role": found.standing, "role_before": before, "contact": _masked(found)}
    tell(found, verb="member.grants_changed", seq=seq, actor=actor, now=now, contents=contents)
    return _result(found)


@transaction.atomic
def remove_member(*, business_id: UUID, actor: Actor, member_id: UUID, now: datetime) -> MemberResult:
    """Take a member out of the book; what they wrote stays, in their name.

    Raises OwnerNeeded, MemberUnknown, LastOwner, BookUnknown.
    """
    seq = enter(business_id=business_id, actor=actor)
    found = _member(business_id=business_id, member_id=member_id)
    _keep_an_owner(found)
    contents = {"role": found.standing, "contact": _masked(found)}
    tell(found, verb="member.removed", seq=seq, actor=actor, now=now, contents=contents)
    result = _result(found)
    found.delete()
    return result


@transaction.atomic
def leave_book(*, business_id: UUID, actor: Actor, now: datetime) -> MemberResult:
    """Take oneself out of a book; what one wrote stays, in one's name.

    Raises MemberUnknown, LastOwner, BookUnknown.
    """
    seq = lock(business_id).first_seq
    mine = Membership.objects.select_related("user").filter(business_id=business_id, user_id=actor.user_id)
    found = mine.first()
    if found is None:
        raise MemberUnknown
    _keep_an_owner(found)
    contents = {"role": found.standing, "contact": _masked(found)}
    tell(found, verb="member.left", seq=seq, actor=actor, now=now, contents=contents)
    result = _result(found)
    found.delete()
    return result


def enter(*, business_id: UUID, actor: Actor) -> int:
    """Lock the book and ask again: two owners may be taking each other's role away at this moment."""
    seq = lock(business_id).first_seq
    mine = Membership.objects.filter(business_id=business_id, user_id=actor.user_id).first()
    if mine is None or not is_granted(mine.standing, "book.members"):
        raise OwnerNeeded
    return seq


def check_role(role: str) -> None:
    if role not in Role.values:
        raise RoleUnknown


def _check_grants(member: Membership, grants: Collection[str]) -> None:
    if not set(grants) <= set(SINGLE):
        raise GrantRefused(_("Choose from what can be allowed to one person."), field="grants")
    if member.role == Role.OWNER:
        raise GrantRefused(_("An owner may do everything. Choose another role first."), field="grants")
    for can, needed in NEEDS.items():
        if can in grants and needed not in grants:
            raise GrantRefused(
                _("Who changes older entries also writes entries. Allow that too."), field="grants"
            )


def _member(*, business_id: UUID, member_id: UUID) -> Membership:
    members = Membership.objects.select_related("user").filter(business_id=business_id, pk=member_id)
    found = members.first()
    if found is None:
        raise MemberUnknown
    return found


def _keep_an_owner(leaving: Membership) -> None:
    """Raises LastOwner when the book has no owner besides this one."""
    others = Membership.objects.filter(business_id=leaving.business_id, role=Role.OWNER)
    if leaving.role == Role.OWNER and not others.exclude(pk=leaving.pk).exists():
        raise LastOwner


def _masked(member: Membership) -> str:
    user: User = member.user
    by_email = member.known_by == KnownBy.EMAIL or not user.phone
    return masked_contact(user.email if by_email else user.phone)


def masked_contact(contact: str | None) -> str:
    """A number or an address as the trail keeps it: enough to tell people apart, too little to reach them."""
    name, at, domain = (contact or "").partition("@")
    if at:
        return f"{name[:1]}•••@{domain}"
    return masked(contact) if contact else ""


def tell(
    member: Membership, *, verb: str, seq: int, actor: Actor, now: datetime, contents: dict[str, Any]
) -> None:
    earlier = Revision.objects.filter(business_id=member.business_id, subject_id=member.pk)
    rev = (earlier.aggregate(last=Max("rev"))["last"] or 0) + 1
    news = trail.News(
        seq=seq, verb=verb, subject_kind="membership", subject_id=member.pk, rev=rev, amount=None, contents=contents
    )  # fmt: skip
    trail.append(business_id=member.business_id, at=now, actor=actor, news=[news])


def _result(member: Membership, *, changed: bool = True) -> MemberResult:
    return MemberResult(
        member_id=member.pk, user_id=member.user_id, standing=member.standing, changed=changed
    )
