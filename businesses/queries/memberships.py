"""Which books a person keeps, in which role, and who else is in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, When

from businesses.models import Business, KnownBy, Membership
from businesses.roles import Role, granted, sentences
from core.instances import Instances
from core.sql import bind_all, marks

BOOKS_MAX = 50
MEMBERS_MAX = 50

PLACES, BOOKS = Instances(Membership, alias="m"), Instances(Business, alias="b")
STANDING = (
    f"SELECT {PLACES.columns}, {BOOKS.columns} FROM businesses_membership m"
    f" JOIN businesses_business b ON b.id = m.business_id AND b.deleted_at IS NULL WHERE m.user_id = %s"
)


def membership_of(*, business_id: UUID, user_id: UUID) -> Membership | None:
    """The person's membership with its book, in one query; None for a stranger or an unknown book."""
    with connection.cursor() as cursor:
        cursor.execute(f"{STANDING} AND m.business_id = %s", bind_all([user_id, business_id]))
        row = cursor.fetchone()
    return _standing(row) if row else None


def first_books_of(*, user_id: UUID, among: Collection[UUID] | None = None, limit: int) -> list[Membership]:
    """The person's memberships in the order they came about, with their books; `among` leaves out other books."""
    where = "" if among is None else f" AND m.business_id IN {marks(len(among))}" if among else " AND FALSE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{STANDING}{where} ORDER BY m.created_at, m.id LIMIT %s",
            bind_all([user_id, *(among or ()), limit]),
        )
        return [_standing(row) for row in cursor.fetchall()]


def _standing(row: Sequence[Any]) -> Membership:
    membership = PLACES.of(row[: PLACES.width])
    membership.business = BOOKS.of(row[PLACES.width :])
    return membership


def books_of(*, user_id: UUID) -> list[Membership]:
    """The person's books, last opened first, at most BOOKS_MAX. Every page asks for them."""
    order = "m.opened_at IS NULL, m.opened_at DESC, m.created_at DESC, m.id DESC"
    with connection.cursor() as cursor:
        cursor.execute(f"{STANDING} ORDER BY {order} LIMIT %s", [*bind_all([user_id]), BOOKS_MAX])
        return [_standing(row) for row in cursor.fetchall()]


def last_book_id(*, user_id: UUID) -> UUID | None:
    """The book the person opened last, or None when there is none."""
    memberships = Membership.objects.filter(user_id=user_id, business__deleted_at__isnull=True)
    order = F("opened_at").desc(nulls_last=True)
    return memberships.order_by(order, "-created_at", "-pk").values_list("business_id", flat=True).first()


def kinds_of(*, user_id: UUID) -> frozenset[str]:
    """The kinds of book the person has."""
    standing = Membership.objects.filter(user_id=user_id, business__deleted_at__isnull=True)
    found = standing.values_list("business__kind", flat=True)
    return frozenset(found.distinct())


def owner_name(*, business_id: UUID) -> str:
    """The name of the book's first owner, as other members may see it; empty when none was given."""
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER)
    return owners.order_by("created_at", "pk").values_list("user__name", flat=True).first() or ""


@dataclass(frozen=True)
class MemberRow:
    """A person of a book as its owners see them.

    `name` stays empty until they opened the book: before, it would tell that the account is older than the
    invitation. `phone` (E.164) or `email` is the one they were added by, and both are empty for others.
    """

    id: UUID
    user_id: UUID
    name: str
    phone: str
    email: str
    role: Role
    standing: str
    opened_at: datetime | None
    created_at: datetime

    @property
    def sentences(self) -> list[str]:
        return sentences(self.standing)

    @property
    def grants(self) -> frozenset[str]:
        return granted(self.standing)


def members(business_id: UUID) -> list[MemberRow]:
    """The people of a book, owners first and then as they were added, at most MEMBERS_MAX."""
    owners_first = Case(When(role=Role.OWNER, then=0), default=1)
    found = Membership.objects.select_related("user").filter(business_id=business_id)
    return [_row(each) for each in found.order_by(owners_first, "created_at", "pk")[:MEMBERS_MAX]]


def member_page(business_id: UUID, *, after: UUID | None, limit: int) -> list[MemberRow]:
    """The people of a book in the order they were added, those after one."""
    found = Membership.objects.select_related("user").filter(business_id=business_id)
    if after is not None:
        found = found.filter(pk__gt=after)
    return [_row(each) for each in found.order_by("pk")[:limit]]


def member_row(business_id: UUID, member_id: UUID) -> MemberRow | None:
    """One person of a book, None for an id of another book or of nothing."""
    found = Membership.objects.select_related("user").filter(business_id=business_id, pk=member_id).first()
    return _row(found) if found else None


def _row(member: Membership) -> MemberRow:
    user = member.user
    return MemberRow(
        id=member.pk,
        user_id=user.pk,
        name=user.name if member.opened_at else "",
        phone=user.phone or "" if member.known_by == KnownBy.PHONE else "",
        email=user.email or "" if member.known_by == KnownBy.EMAIL else "",
        role=Role(member.role),
        standing=member.standing,
        opened_at=member.opened_at,
        created_at=member.created_at,
    )
