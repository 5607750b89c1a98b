"""Who is in a book: added, given another role, taken out. One change at a time, under the book's lock."""

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
from businesses.operations.people import person_expected
from businesses.queries.memberships import MEMBERS_MAX
from businesses.roles import Role, is_granted
from core.phones import masked
from core.refusals import Refusal


class MemberUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such person in this book."))


class MemberAlready(Refusal):
    slug: ClassVar[str] = "member_exists"

    def __init__(self) -> None:
        super().__init__(_("This person is in the book already."), field="contact")


class MembersFull(Refusal):
    slug: ClassVar[str] = "too_many_members"

    def __init__(self) -> None:
        super().__init__(_("A book holds at most %(most)s people.") % {"most": MEMBERS_MAX})


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


@dataclass(frozen=True)
class MemberResult:
    """`role` is the one that stands now, or stood last; `changed` is False when there was nothing to do."""

    member_id: UUID
    user_id: UUID
    role: str
    changed: bool = True


@transaction.atomic
def add_member(
    *, business_id: UUID, actor: Actor, phone: str = "", email: str = "", role: str, now: datetime
) -> MemberResult:
    """Let the person with this number (E.164) or, without one, this e-mail into the book.

    Somebody unknown gets an account that opens by a code sent there; the answer is the same for both.
    Raises OwnerNeeded, RoleUnknown, MemberAlready, MembersFull, BookUnknown.
    """
    seq = _enter(business_id=business_id, actor=actor)
    members = Membership.objects.filter(business_id=business_id)
    _check_role(role)
    if members.count() >= MEMBERS_MAX:
        raise MembersFull
    user = person_expected(phone=phone, email=email)
    if members.filter(user=user).exists():
        raise MemberAlready
    known_by = KnownBy.PHONE if phone else KnownBy.EMAIL
    made = Membership.objects.create(business_id=business_id, user=user, role=role, known_by=known_by)
    contents = {"role": role, "contact": _masked(made)}
    _tell(made, verb="member.added", seq=seq, actor=actor, now=now, contents=contents)
    return _result(made)


@transaction.atomic
def change_role(
    *, business_id: UUID, actor: Actor, member_id: UUID, role: str, now: datetime
) -> MemberResult:
    """Give a member another role; the same one again changes nothing.

    Raises OwnerNeeded, RoleUnknown, MemberUnknown, LastOwner, BookUnknown.
    """
    seq = _enter(business_id=business_id, actor=actor)
    _check_role(role)
    found = _member(business_id=business_id, member_id=member_id)
    if found.role == role:
        return _result(found, changed=False)
    _keep_an_owner(found)
    before, found.role = found.role, role
    found.save(update_fields=["role"])
    contents = {"role": role, "role_before": before, "contact": _masked(found)}
    _tell(found, verb="member.role_changed", seq=seq, actor=actor, now=now, contents=contents)
    return _result(found)


@transaction.atomic
def remove_member(*, business_id: UUID, actor: Actor, member_id: UUID, now: datetime) -> MemberResult:
    """Take a member out of the book; what they wrote stays, in their name.

    Raises OwnerNeeded, MemberUnknown, LastOwner, BookUnknown.
    """
    seq = _enter(business_id=business_id, actor=actor)
    found = _member(business_id=business_id, member_id=member_id)
    _keep_an_owner(found)
    contents = {"role": found.role, "contact": _masked(found)}
    _tell(found, verb="member.removed", seq=seq, actor=actor, now=now, contents=contents)
    result = _result(found)
    found.delete()
    return result


def _enter(*, business_id: UUID, actor: Actor) -> int:
    """Lock the book and ask again: two owners may be taking each other's role away at this moment."""
    seq = lock(business_id).first_seq
    mine = Membership.objects.filter(business_id=business_id, user_id=actor.user_id)
    role = mine.values_list("role", flat=True).first()
    if role is None or not is_granted(role, "book.members"):
        raise OwnerNeeded
    return seq


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise RoleUnknown


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
    if member.known_by == KnownBy.EMAIL or not user.phone:
        name, _at, domain = (user.email or "").partition("@")
        return f"{name[:1]}•••@{domain}" if domain else ""
    return masked(user.phone)


def _tell(
    member: Membership, *, verb: str, seq: int, actor: Actor, now: datetime, contents: dict[str, Any]
) -> None:
    earlier = Revision.objects.filter(business_id=member.business_id, subject_id=member.pk)
    rev = (earlier.aggregate(last=Max("rev"))["last"] or 0) + 1
    news = trail.News(
        seq=seq, verb=verb, subject_kind="membership", subject_id=member.pk, rev=rev, amount=None, contents=contents
    )  # fmt: skip
    trail.append(business_id=member.business_id, at=now, actor=actor, news=[news])


def _result(member: Membership, *, changed: bool = True) -> MemberResult:
    return MemberResult(member_id=member.pk, user_id=member.user_id, role=member.role, changed=changed)
